import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { Readiness, RunRecord } from '#shared/prefetch/run.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** A run that has begun and is on record: no other one of its plan runs, in whatever process. */
export interface PlanRun {
  /** Of its record. */
  readonly id: number
  readonly plan: Plan
  /** What it makes ready. */
  readonly session: SessionDate
  readonly due: EpochMs
  readonly startedAt: EpochMs
}

/** What a run counts, all from its start on. */
export type RunCounts = Pick<
  RunRecord,
  'symbols' | 'ready' | 'of' | 'requests' | 'bars' | 'bytes' | 'gaps' | 'filled' | 'errors'
>

/** How a run came to its end by itself or by its signal. */
export interface RunEnd extends RunCounts {
  readonly outcome: 'done' | 'partial' | 'failed' | 'cancelled'
  /** One sentence, where the outcome wants one. */
  readonly reason?: string
}

/** How far a run is, and the cells of its board that changed since it was told last. */
export interface RunProgress {
  readonly counts: RunCounts
  readonly cells: readonly Readiness[]
}

/**
 * Makes a plan's session ready, and tells `tell` how far it is. Ends soon after `signal`; a Failure that it throws is
 * the reason of a failed run. Whoever starts it keeps its record.
 */
export type RunPlan = (
  run: PlanRun,
  tell: (progress: RunProgress) => void,
  signal: AbortSignal,
) => Promise<RunEnd>
