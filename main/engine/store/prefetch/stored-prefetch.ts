import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import type { Use, UseMark } from '#shared/prefetch/used-symbol.ts'
import { dayMs, type EpochMs } from '#shared/time/epoch.ts'

export interface StoredPlan {
  readonly plan: Plan
  /** Until when its runs have been seen to. */
  readonly lookedAt: EpochMs
}

/** Who runs a plan, and when it was last known to. */
export interface RunLease {
  /** As others are told, e.g. "tapedeck prefetch (process 4711)". */
  readonly owner: string
  readonly pid: number
  readonly beatAt: EpochMs
}

/** A run that goes on, as far as the store knows. */
export interface LeasedRun extends RunLease {
  readonly run: RunRecord
}

/** One of a plan's times that has come. */
export interface NewRun {
  readonly plan: string
  readonly exchange: string
  readonly session: SessionDate
  readonly trigger: RunRecord['trigger']
  readonly due: EpochMs
  /** When it begins, or is found not to take place. */
  readonly startedAt: EpochMs
}

/** What a run counts. */
export type StoredCounts = Pick<
  RunRecord,
  'symbols' | 'ready' | 'of' | 'requests' | 'bars' | 'bytes' | 'gaps' | 'filled'
>

/** How a run ended. */
export interface StoredEnd {
  readonly outcome: Exclude<RunRecord['outcome'], 'running'>
  readonly reason?: string
  readonly endedAt: EpochMs
  /** Those that were counted last where it is told no others. */
  readonly counts?: StoredCounts
  /** The first `mostRunErrors` are kept. */
  readonly errors: RunRecord['errors']
}

/** So many records are kept of the runs of a plan, the last ones. */
export const mostRuns = 1000
/** Records of runs that began longer ago are not kept. */
export const longestKeptMs = 366 * dayMs

/** Most errors that are kept of a run. */
export const mostRunErrors = 200

export interface RunQuery {
  /** Of this plan only. */
  readonly plan?: string
  /** Only runs that began before this one: for the next page. */
  readonly before?: number
  readonly most: number
}

/** How a symbol was used, and what a person said of it. */
export interface StoredUse {
  readonly symbol: string
  /** What its uses were worth when it was used last. */
  readonly score: number
  readonly uses: number
  readonly lastUsedAt: EpochMs | undefined
  readonly lastUse: Use | undefined
  readonly mark: UseMark | undefined
}

/** What a store knows of plans, their runs and the use of symbols. */
export interface PrefetchReader {
  /** In order of name. Throws a Failure with code 'damaged-store' that names a plan that nobody can read. */
  plans(): readonly StoredPlan[]
  run(id: number): RunRecord | undefined
  /** The run of a plan that began last. */
  lastRun(plan: string): RunRecord | undefined
  /** The last that began first. */
  runs(query: RunQuery): readonly RunRecord[]
  /** Runs of a plan for a session, the first that began first. */
  runsFor(plan: string, session: SessionDate): readonly RunRecord[]
  running(): readonly LeasedRun[]
  /** In order of symbol. */
  usedSymbols(): readonly StoredUse[]
}

/** Says of a run that goes on by the store whether it has ended in truth, with its process. */
export type LeaseIsOver = (run: LeasedRun) => boolean

/** Changes what a store knows of plans, their runs and the use of symbols. */
export interface PrefetchWriter extends PrefetchReader {
  /**
   * Adds a plan, or puts it in place of the one named `was`, whose runs it takes along as far as it has none of its
   * name at their times. From `at` on its runs are seen
   * to, or as before where nothing that says when it runs is another. Throws a Failure with code 'usage' when another
   * plan has its name, or when there is none named `was`.
   */
  savePlan(plan: Plan, was: string | undefined, at: EpochMs): void
  /** Its runs stay. Throws a Failure with code 'usage' when there is none of that name, or when it runs. */
  removePlan(name: string, isOver: LeaseIsOver): void
  /** The runs of these plans have been seen to until `at`, whatever was noted before. */
  notePlansLooked(names: readonly string[], at: EpochMs): void
  /**
   * Begins a run and takes the lease of its plan; a lease that is over ends as interrupted. Throws a Failure with code
   * 'usage' when the plan runs, in words that say where, or had a run at that time.
   */
  beginRun(run: NewRun, lease: RunLease, isOver: LeaseIsOver): RunRecord
  /** Notes how far a run is and that it goes on. Throws a Failure with code 'cancelled' when it does not any more. */
  keepRun(id: number, counts: StoredCounts, at: EpochMs): void
  /** Ends a run; nothing happens when it has ended. */
  endRun(id: number, end: StoredEnd): void
  /** Keeps runs that do not take place, with their reasons. What is known of their times already stays. */
  skipRuns(runs: readonly (NewRun & { readonly reason: string })[]): void
  /** Ends runs whose lease is over, as interrupted; answers with those. */
  interruptRuns(at: EpochMs, isOver: LeaseIsOver): readonly RunRecord[]
  /** Notes that symbols are used. A use within the hour of the last one that counted does not count again. */
  noteUse(symbols: readonly string[], use: Use, at: EpochMs): void
  /** Says of a symbol that it is always or never meant; undefined takes that back. */
  markUsed(symbol: string, mark: UseMark | undefined): void
  /** Forgets the use of a symbol with its mark, or of all. */
  forgetUsed(symbol: string | undefined): void
}
