import type { Interval } from '../bars/interval.ts'
import type { BarState } from '../bars/state.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Fill, OrderId, OrderKind, OrderRequest } from './order.ts'

/** A number that a strategy is tuned with. Whole unless `step` is a fraction. */
export interface StrategyParam {
  readonly default: number
  readonly min: number
  readonly max: number
  /** Distance of the values a sweep tries, 1 unless told. */
  readonly step?: number
}

export type StrategyParams = Readonly<Record<string, StrategyParam>>

export type ParamValues<P extends StrategyParams> = { readonly [Name in keyof P]: number }

/**
 * A strategy. Its functions are called in the order of time and see what was known at that time; an order that is
 * decided on a bar is filled from the next bar's open on (R19).
 */
export interface Strategy<P extends StrategyParams = StrategyParams> {
  readonly name: string
  readonly params?: P
  /** Percent of the expected minutes of the session so far below which onBar is not called; each time is listed. */
  readonly minCoverage?: number
  /** Once, before the first bar. */
  onStart?(ctx: StrategyContext<P>): void
  /** At the end of every bar of every symbol of the run, in the order of time, then of symbols. */
  onBar?(ctx: StrategyContext<P>, bar: StrategyBar): void
  /** When shares changed hands, before the onBar of the bar in which they did. */
  onFill?(ctx: StrategyContext<P>, fill: Fill): void
  /** Before the first bar of a session. */
  onSessionStart?(ctx: StrategyContext<P>, session: StrategySession): void
  /** After the last bar of a session. */
  onSessionEnd?(ctx: StrategyContext<P>, session: StrategySession): void
}

/** One bar. It is the same object at every call: keep its values, not the bar. */
export interface StrategyBar {
  readonly symbol: string
  readonly interval: Interval
  /** Milliseconds UTC; the bar is [start, end). */
  readonly start: EpochMs
  readonly end: EpochMs
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly state: BarState
}

export interface StrategySession {
  readonly date: SessionDate
  readonly open: EpochMs
  readonly close: EpochMs
  readonly earlyClose: boolean
}

/** What a strategy reads and does. */
export interface StrategyContext<P extends StrategyParams = StrategyParams> {
  readonly params: ParamValues<P>
  /** The clock: the end of the bar that just ended. */
  readonly now: EpochMs
  /** The session that is on, or the last one. */
  readonly session: StrategySession
  readonly symbols: readonly string[]
  readonly cash: number
  /** Cash and what positions are worth at the last prices. */
  readonly equity: number
  position(symbol: string): StrategyPosition
  /** Bars of a symbol that have ended, of the run's interval unless another is told. */
  bars(symbol: string, interval?: string): StrategyBars
  /** An indicator over these bars; the same one for the same request. */
  indicator(
    symbol: string,
    name: string,
    params?: Readonly<Record<string, number>>,
    interval?: string,
  ): StrategyIndicator
  /** Minutes of the session so far that have a bar: percent of those expected, floored to one decimal. */
  quality(symbol: string): { readonly coverage: number }
  /** Places an order; it is filled from the next bar on. A refused one is told to no one but the run's list. */
  order(request: OrderRequest): OrderId
  /**
   * Orders at the market what brings a position to a quantity, or to percent of the equity. Market orders that wait
   * count as filled; limits, stops and the exits of a bracket do not, and wait on.
   */
  target(request: TargetRequest): OrderId | undefined
  cancel(order: OrderId): void
  /** Orders that wait, of a symbol or of all. */
  orders(symbol?: string): readonly OpenOrder[]
  /** A line in the run's log, with the time. */
  log(text: string): void
  /** The next number of chance, uniform in [0, 1): the same numbers in each run of the same seed. */
  random(): number
}

export type TargetRequest =
  | { readonly symbol: string; readonly quantity: number }
  | { readonly symbol: string; readonly percent: number }

export interface StrategyPosition {
  /** Below 0 for short. */
  readonly quantity: number
  /** NaN without a position. */
  readonly averagePrice: number
}

/** Bars that have ended, the newest last. */
export interface StrategyBars {
  readonly length: number
  /** Values of the bar `ago` bars before the newest; NaN where there is none. */
  start(ago?: number): number
  open(ago?: number): number
  high(ago?: number): number
  low(ago?: number): number
  close(ago?: number): number
  volume(ago?: number): number
  /** The last `count` closes, oldest first; fewer where there are fewer. */
  closes(count: number): Float64Array
}

export interface StrategyIndicator {
  /** Value at the newest bar, or `ago` bars before; undefined while it warms up. */
  value(ago?: number, output?: string): number | undefined
  /** Bars that are still missing until it has a value. */
  readonly missing: number
}

export interface OpenOrder {
  readonly id: OrderId
  readonly symbol: string
  readonly side: 'buy' | 'sell'
  readonly left: number
  readonly kind: OrderKind
}

/** Says what a strategy is; gives it back as it is. */
export function defineStrategy<P extends StrategyParams>(strategy: Strategy<P>): Strategy<P> {
  return strategy
}
