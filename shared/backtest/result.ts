import type { SessionDate } from '../calendar/session-date.ts'
import type { OrderEvent } from '../strategy/order.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { EquityColumns, Trade } from './trade.ts'

/** A bar on which a strategy was not asked, as too few minutes of its session had come. */
export interface SkippedDecision {
  readonly symbol: string
  readonly at: EpochMs
  /** Percent of the expected minutes so far, floored to one decimal. */
  readonly coverage: number
}

export interface LogLine {
  readonly at: EpochMs
  readonly text: string
}

/** What one run of a strategy gave, whatever computed it. */
export interface BacktestResult {
  readonly sessions: readonly SessionDate[]
  readonly bars: number
  readonly trades: readonly Trade[]
  /** At the end of every bar. */
  readonly equity: EquityColumns
  readonly events: readonly OrderEvent[]
  readonly skipped: readonly SkippedDecision[]
  readonly log: readonly LogLine[]
  /** How many lines or skipped decisions came after the lists were full. */
  readonly leftOut: { readonly log: number; readonly skipped: number }
}
