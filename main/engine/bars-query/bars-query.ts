import type { BarView } from '#shared/bars/bar-view.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** Which bars of a symbol are asked for. */
export interface BarsQuery {
  readonly symbol: string
  readonly interval: Interval
  /** First and last session label, both included. */
  readonly from: SessionDate
  readonly to: SessionDate
  readonly hours: Hours
  /** As traded: in the versions known at `at`, or without it at the end of the bar's own session. */
  readonly view: BarView
  /** Only bars that had ended by then; undefined for no limit. */
  readonly at: EpochMs | undefined
  /** The clock on which a derived bar is final or still forming: `at`, or the wall's (R10). */
  readonly clock: EpochMs
}
