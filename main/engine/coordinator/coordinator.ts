import type { Interval } from '#shared/bars/interval.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { DerivedSeries } from '../session/derived-series.ts'
import type { SessionData } from '../session/session-data.ts'

/** Writes what becomes known into session data, on a simulated clock or on the wall's; readers need not know which. */
export interface Coordinator {
  readonly data: SessionData
  now(): EpochMs
  /** Bars of a longer interval, 1d at most; the symbol's 1m stream is turned on where it is not. */
  derivedBars(symbol: string, interval: Interval): DerivedSeries
  /** Takes a symbol out, with all that is known of it; does nothing when it is not there. */
  removeSource(symbol: string): void
}
