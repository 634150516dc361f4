import type Database from 'better-sqlite3'
import { lazily } from '../lazily.ts'

type NewRunValues = [
  plan: string,
  exchange: string,
  day: number,
  trigger: string,
  due: number,
  startedAt: number,
  endedAt: number | null,
  outcome: string,
  reason: string | null,
  owner: string | null,
  pid: number | null,
  beatAt: number | null,
]
type Counts = [
  symbols: number,
  ready: number,
  of: number,
  requests: number,
  bars: number,
  bytes: number,
  gaps: number,
  filled: number,
]
type UseValues = [symbol: string, score: number, uses: number, lastUsedAt: number, lastUse: string]

/** Every change that is made to plans, runs and the use of symbols. */
export interface PrefetchWrites {
  readonly addPlan: () => Database.Statement<[name: string, definition: string, lookedAt: number]>
  readonly changePlan: () => Database.Statement<
    [name: string, definition: string, lookedAt: number, was: string]
  >
  readonly renameRuns: () => Database.Statement<[name: string, was: string]>
  readonly removePlan: () => Database.Statement<[string]>
  readonly lookedAt: () => Database.Statement<[at: number, name: string]>
  readonly addRun: () => Database.Statement<NewRunValues>
  readonly keepRun: () => Database.Statement<[...Counts, beatAt: number, id: number]>
  readonly countRun: () => Database.Statement<[...Counts, id: number]>
  readonly endRun: () => Database.Statement<
    [outcome: string, reason: string | null, endedAt: number, id: number]
  >
  readonly dropRunsBefore: () => Database.Statement<[time: number]>
  /** All but the last `most` runs of a plan. */
  readonly dropFirstRuns: () => Database.Statement<[plan: string, samePlan: string, most: number]>
  readonly addError: () => Database.Statement<[run: number, place: number, symbol: string, cause: string]>
  readonly setUse: () => Database.Statement<UseValues>
  readonly setMark: () => Database.Statement<[symbol: string, mark: string]>
  readonly clearMark: () => Database.Statement<[string]>
  readonly removeUnused: () => Database.Statement<[]>
  readonly removeUse: () => Database.Statement<[string]>
  readonly removeAllUse: () => Database.Statement<[]>
}

const counts = 'symbols = ?, ready = ?, of_all = ?, requests = ?, bars = ?, bytes = ?, gaps = ?, filled = ?'

export function preparePrefetchWrites(database: Database.Database): PrefetchWrites {
  return {
    addPlan: lazily(() => database.prepare('INSERT INTO plans VALUES (?, ?, ?)')),
    changePlan: lazily(() =>
      database.prepare('UPDATE plans SET name = ?, definition = ?, looked_at = ? WHERE name = ?'),
    ),
    renameRuns: lazily(() => database.prepare('UPDATE OR IGNORE runs SET plan = ? WHERE plan = ?')),
    removePlan: lazily(() => database.prepare('DELETE FROM plans WHERE name = ?')),
    lookedAt: lazily(() => database.prepare('UPDATE plans SET looked_at = ? WHERE name = ?')),
    addRun: lazily(() =>
      database.prepare(`
      INSERT OR IGNORE INTO runs (plan, exchange, day, trigger, due, started_at, ended_at, outcome, reason, owner, pid,
        beat_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    ),
    keepRun: lazily(() =>
      database.prepare(`UPDATE runs SET ${counts}, beat_at = ? WHERE id = ? AND outcome = 'running'`),
    ),
    countRun: lazily(() => database.prepare(`UPDATE runs SET ${counts} WHERE id = ?`)),
    endRun: lazily(() =>
      database.prepare(`
      UPDATE runs SET outcome = ?, reason = ?, ended_at = ?, owner = NULL, pid = NULL, beat_at = NULL
      WHERE id = ? AND outcome = 'running'`),
    ),
    dropRunsBefore: lazily(() =>
      database.prepare("DELETE FROM runs WHERE started_at < ? AND outcome <> 'running'"),
    ),
    dropFirstRuns: lazily(() =>
      database.prepare(`
      DELETE FROM runs WHERE plan = ? AND outcome <> 'running' AND id <=
        (SELECT id FROM runs WHERE plan = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`),
    ),
    addError: lazily(() => database.prepare('INSERT INTO run_errors VALUES (?, ?, ?, ?)')),
    setUse: lazily(() =>
      database.prepare(`
      INSERT INTO used_symbols VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT (symbol) DO UPDATE SET
        score = excluded.score, uses = excluded.uses, last_used_at = excluded.last_used_at,
        last_use = excluded.last_use`),
    ),
    setMark: lazily(() =>
      database.prepare(`
      INSERT INTO used_symbols VALUES (?, 0, 0, NULL, NULL, ?)
      ON CONFLICT (symbol) DO UPDATE SET mark = excluded.mark`),
    ),
    clearMark: lazily(() => database.prepare('UPDATE used_symbols SET mark = NULL WHERE symbol = ?')),
    removeUnused: lazily(() => database.prepare('DELETE FROM used_symbols WHERE uses = 0 AND mark IS NULL')),
    removeUse: lazily(() => database.prepare('DELETE FROM used_symbols WHERE symbol = ?')),
    removeAllUse: lazily(() => database.prepare('DELETE FROM used_symbols')),
  }
}
