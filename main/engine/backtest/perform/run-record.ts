import type { LogLine, SkippedDecision } from '#shared/backtest/result.ts'
import type { RunResults } from '#shared/backtest/run-figures.ts'
import type { Measures } from '#shared/backtest/statistics.ts'
import type { Trade, TradeMark } from '#shared/backtest/trade.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import type { RunFile } from '../run-file/run-file.ts'

/** A trade, and what it rests on beside recorded bars. */
export type MarkedTrade = Trade & { readonly data: readonly TradeMark[] }

/** What a run gave and what it was made of, whether it just ran or was kept. */
export interface MeasuredRun extends Pick<RunResults, 'cash' | 'equity' | 'sessions' | 'buyAndHold'> {
  readonly file: RunFile
  /** What its strategy calls itself. */
  readonly strategy: string
  /** IANA zone of its exchange. */
  readonly zone: string
  readonly bars: number
  /** In the order they were opened. */
  readonly trades: readonly MarkedTrade[]
  readonly measures: Measures
}

/** All that is known of a run that is through: nothing else is read for it. */
export interface RunRecord extends MeasuredRun {
  readonly events: readonly OrderEvent[]
  readonly skipped: readonly SkippedDecision[]
  readonly log: readonly LogLine[]
  readonly leftOut: { readonly log: number; readonly skipped: number }
}
