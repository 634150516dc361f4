import type Database from 'better-sqlite3'
import type { RunRecord } from '#shared/prefetch/run.ts'
import type { Use, UseMark } from '#shared/prefetch/used-symbol.ts'
import { lazily } from '../lazily.ts'

export interface PlanRow {
  readonly name: string
  readonly definition: string
  readonly lookedAt: number
}

type Counts = Pick<RunRecord, 'symbols' | 'ready' | 'of' | 'requests' | 'bars' | 'bytes' | 'gaps' | 'filled'>

export interface RunRow extends Counts {
  readonly id: number
  readonly plan: string
  readonly exchange: string
  readonly day: number
  readonly trigger: RunRecord['trigger']
  readonly due: number
  readonly startedAt: number
  readonly endedAt: number | null
  readonly outcome: RunRecord['outcome']
  readonly reason: string | null
}

export interface LeasedRow extends RunRow {
  readonly owner: string
  readonly pid: number
  readonly beatAt: number
}

export interface UseRow {
  readonly symbol: string
  readonly score: number
  readonly uses: number
  readonly lastUsedAt: number | null
  readonly lastUse: Use | null
  readonly mark: UseMark | null
}

type Page = [before: number, most: number]

/** Every question about plans, runs and use that is asked of a store. */
export interface PrefetchReads {
  readonly plans: () => Database.Statement<[], PlanRow>
  readonly run: () => Database.Statement<[number], RunRow>
  readonly lastRun: () => Database.Statement<[string], RunRow>
  readonly runs: () => Database.Statement<Page, RunRow>
  readonly runsOfPlan: () => Database.Statement<[plan: string, ...Page], RunRow>
  readonly runsFor: () => Database.Statement<[plan: string, day: number], RunRow>
  readonly running: () => Database.Statement<[], LeasedRow>
  readonly errors: () => Database.Statement<[number], { symbol: string; cause: string }>
  readonly used: () => Database.Statement<[], UseRow>
  readonly use: () => Database.Statement<[string], UseRow>
}

const runColumns = `
  SELECT id, plan, exchange, day, trigger, due, started_at AS startedAt, ended_at AS endedAt, outcome, reason,
    symbols, ready, of_all AS 'of', requests, bars, bytes, gaps, filled`
const useColumns =
  'SELECT symbol, score, uses, last_used_at AS lastUsedAt, last_use AS lastUse, mark FROM used_symbols'

export function preparePrefetchReads(database: Database.Database): PrefetchReads {
  return {
    plans: lazily(() =>
      database.prepare('SELECT name, definition, looked_at AS lookedAt FROM plans ORDER BY name'),
    ),
    run: lazily(() => database.prepare(`${runColumns} FROM runs WHERE id = ?`)),
    lastRun: lazily(() =>
      database.prepare(`${runColumns} FROM runs WHERE plan = ? ORDER BY id DESC LIMIT 1`),
    ),
    runs: lazily(() => database.prepare(`${runColumns} FROM runs WHERE id < ? ORDER BY id DESC LIMIT ?`)),
    runsOfPlan: lazily(() =>
      database.prepare(`${runColumns} FROM runs WHERE plan = ? AND id < ? ORDER BY id DESC LIMIT ?`),
    ),
    runsFor: lazily(() => database.prepare(`${runColumns} FROM runs WHERE plan = ? AND day = ? ORDER BY id`)),
    running: lazily(() =>
      database.prepare(`
      ${runColumns}, owner, pid, beat_at AS beatAt FROM runs WHERE outcome = 'running' ORDER BY id`),
    ),
    errors: lazily(() =>
      database.prepare('SELECT symbol, cause FROM run_errors WHERE run = ? ORDER BY place'),
    ),
    used: lazily(() => database.prepare(`${useColumns} ORDER BY symbol`)),
    use: lazily(() => database.prepare(`${useColumns} WHERE symbol = ?`)),
  }
}
