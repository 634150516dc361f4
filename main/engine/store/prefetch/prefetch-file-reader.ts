import type Database from 'better-sqlite3'
import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import { type Plan, planShape } from '#shared/prefetch/plan.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { damagedStore, onFile } from '../store-failure.ts'
import {
  type PlanRow,
  type PrefetchReads,
  preparePrefetchReads,
  type RunRow,
  type UseRow,
} from './prefetch-reads.ts'
import type { LeasedRun, PrefetchReader, RunQuery, StoredPlan, StoredUse } from './stored-prefetch.ts'

/** Reads plans, runs and the use of symbols through the connection of a store. */
export class PrefetchFileReader implements PrefetchReader {
  protected readonly path: string
  protected readonly reads: PrefetchReads

  constructor(path: string, database: Database.Database) {
    this.path = path
    this.reads = preparePrefetchReads(database)
  }

  plans(): readonly StoredPlan[] {
    return onFile(this.path, () =>
      this.reads
        .plans()
        .all()
        .map((row) => ({ plan: this.#planOf(row), lookedAt: row.lookedAt as EpochMs })),
    )
  }

  run(id: number): RunRecord | undefined {
    return onFile(this.path, () => this.#recordOf(this.reads.run().get(id)))
  }

  lastRun(plan: string): RunRecord | undefined {
    return onFile(this.path, () => this.#recordOf(this.reads.lastRun().get(plan)))
  }

  runs({ plan, before = Number.MAX_SAFE_INTEGER, most }: RunQuery): readonly RunRecord[] {
    return onFile(this.path, () => {
      const rows =
        plan === undefined
          ? this.reads.runs().all(before, most)
          : this.reads.runsOfPlan().all(plan, before, most)
      return rows.map((row) => this.#withErrors(row))
    })
  }

  runsFor(plan: string, session: SessionDate): readonly RunRecord[] {
    return onFile(this.path, () =>
      this.reads
        .runsFor()
        .all(plan, dayNumber(session))
        .map((row) => this.#withErrors(row)),
    )
  }

  running(): readonly LeasedRun[] {
    return onFile(this.path, () =>
      this.reads
        .running()
        .all()
        .map(({ owner, pid, beatAt, ...row }) => ({
          run: this.#withErrors(row),
          owner,
          pid,
          beatAt: beatAt as EpochMs,
        })),
    )
  }

  usedSymbols(): readonly StoredUse[] {
    return onFile(this.path, () => this.reads.used().all().map(useOf))
  }

  #planOf({ name, definition }: PlanRow): Plan {
    const read = planShape.safeParse(jsonOf(definition))
    if (read.success) return read.data
    throw damagedStore(this.path, `the plan ${name} cannot be read`)
  }

  #recordOf(row: RunRow | undefined): RunRecord | undefined {
    return row && this.#withErrors(row)
  }

  #withErrors({ day, due, startedAt, endedAt, reason, ...row }: RunRow): RunRecord {
    return {
      ...row,
      session: dateOfDay(day),
      due: due as EpochMs,
      startedAt: startedAt as EpochMs,
      ...(endedAt !== null && { endedAt: endedAt as EpochMs }),
      ...(reason !== null && { reason }),
      errors: this.reads.errors().all(row.id),
    }
  }
}

export function useOf({ lastUsedAt, lastUse, mark, ...row }: UseRow): StoredUse {
  return {
    ...row,
    lastUsedAt: (lastUsedAt ?? undefined) as EpochMs | undefined,
    lastUse: lastUse ?? undefined,
    mark: mark ?? undefined,
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
