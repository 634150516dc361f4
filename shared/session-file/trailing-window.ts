import type { Interval } from '../bars/interval.ts'

/** Earlier sessions that a run keeps at hand in one interval, counted in sessions of the exchange (R23, H1). */
export interface TrailingWindow {
  readonly sessions: number
  /** 1d at most. */
  readonly interval: Interval
  /** Those it is for; all when not told. */
  readonly symbols?: readonly string[] | undefined
}
