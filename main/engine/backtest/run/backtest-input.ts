import type { BrokerSettings, Instrument } from '#shared/backtest/broker-settings.ts'
import type { BarColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'

/** Bars of one symbol over all sessions of a run, in order of time. */
export interface RunBars {
  readonly instrument: Instrument
  readonly columns: BarColumns
  /** When each bar ended, milliseconds UTC: at a break or a close at the latest. */
  readonly end: Float64Array
  /** Index of the first bar of each session of the run, and at the end the number of bars. */
  readonly sessionStarts: Int32Array
  /** Starts of the recorded and filled minutes, where the bars are longer than a minute and minutes are known. */
  readonly minutes: Float64Array | undefined
  readonly actions: readonly CorporateAction[]
}

/** What happens to shares before a session opens; the number of the session within the run. */
export type CorporateAction =
  /** `ratio` shares for each one: 2 for two for one. */
  | { readonly type: 'split'; readonly session: number; readonly ratio: number }
  | { readonly type: 'dividend'; readonly session: number; readonly perShare: number }

/** All that a run needs: it reads nothing else. */
export interface BacktestInput {
  readonly interval: Interval
  readonly sessions: readonly Session[]
  readonly symbols: readonly RunBars[]
  readonly broker: BrokerSettings
  readonly params: Readonly<Record<string, number>>
  /** Whether positions that are open at the end are closed at the last prices. */
  readonly closeAtEnd: boolean
  /** What the strategy's chance begins with; the usual one unless told. */
  readonly seed?: number
}
