import type { BarValues } from '#shared/bars/bar-values.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** A bar that came late: into a place of its own, or in the place of an earlier version. */
export interface Revision {
  readonly start: EpochMs
  /** When the later version was known (R17). */
  readonly knownAt: EpochMs
  /** The version before it; undefined where the minute had no bar. */
  readonly earlier: BarValues | undefined
  /** Mark of the bar before it: the number of the late write that had touched it. */
  readonly earlierMark: number
}
