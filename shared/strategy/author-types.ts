/** What an author's editor and compiler are told of 'tapedeck'; made by scripts/strategy-types.ts. */
export const authorTypes = `declare module 'tapedeck' {
  /** A number that a strategy is tuned with. Whole unless \`step\` is a fraction. */
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
    /** Values of the bar \`ago\` bars before the newest; NaN where there is none. */
    start(ago?: number): number
    open(ago?: number): number
    high(ago?: number): number
    low(ago?: number): number
    close(ago?: number): number
    volume(ago?: number): number
    /** The last \`count\` closes, oldest first; fewer where there are fewer. */
    closes(count: number): Float64Array
  }

  export interface StrategyIndicator {
    /** Value at the newest bar, or \`ago\` bars before; undefined while it warms up. */
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
  export function defineStrategy<P extends StrategyParams>(strategy: Strategy<P>): Strategy<P>

  /** What a strategy or a person asks the broker for. Prices are those of the bars; quantities count shares or lots. */
  export interface OrderRequest {
    readonly symbol: string
    readonly side: Side
    /** Above 0. */
    readonly quantity: number
    /** A market order unless told. */
    readonly kind?: OrderKind
    /** A day order unless told: it expires with the session it was placed in; at the close that is the next one. */
    readonly tif?: TimeInForce
    /** Orders that close what a fill of this one opened, good till cancelled: one cancels the other. */
    readonly bracket?: Bracket
    /** Orders of one name of which the first that is filled, were it in part, cancels the others. */
    readonly oco?: string
    /** Said beside it in lists. */
    readonly note?: string
  }

  export type Side = 'buy' | 'sell'

  export type TimeInForce = 'day' | 'gtc'

  export type OrderKind =
    | { readonly type: 'market' }
    | { readonly type: 'limit'; readonly limit: number }
    | { readonly type: 'stop'; readonly stop: number }
    | { readonly type: 'stop-limit'; readonly stop: number; readonly limit: number }
    | { readonly type: 'trailing-stop'; readonly trail: Trail }

  /** How far a trailing stop stays behind the best price since it was placed. */
  export type Trail =
    | { readonly by: 'points'; readonly points: number }
    | { readonly by: 'percent'; readonly percent: number }

  /** Prices at which a position is closed with a profit and with a loss; one of both at least. */
  export interface Bracket {
    readonly takeProfit?: number
    readonly stopLoss?: number
  }

  /** Number of an order, counted from 1 within a run. */
  export type OrderId = number

  /**
   * What happened to an order, in the order it happened. The request of a placed one is as the broker took it: quantity
   * in whole lots, prices in ticks. \`parent\` is the order whose bracket placed it.
   */
  export type OrderEvent =
    | {
        readonly type: 'placed'
        readonly order: OrderId
        readonly at: EpochMs
        readonly request: OrderRequest
        readonly parent?: OrderId
      }
    | {
        readonly type: 'rejected'
        readonly order: OrderId
        readonly at: EpochMs
        readonly request: OrderRequest
        readonly reason: string
      }
    | { readonly type: 'filled'; readonly order: OrderId; readonly at: EpochMs; readonly fill: Fill }
    /** It waits on with another quantity or other prices: after a split, or when the other exit was filled in part. */
    | {
        readonly type: 'changed'
        readonly order: OrderId
        readonly at: EpochMs
        readonly left: number
        readonly kind: OrderKind
        readonly reason: string
      }
    /**
     * Its trailing stop stands at \`stop\` from then on, behind \`best\`: when it begins to wait, and whenever a bar that ended
     * or a change moved it. Without a stop it was reached, and the rest waits for any price; or where it stands is not told.
     */
    | {
        readonly type: 'trailed'
        readonly order: OrderId
        readonly at: EpochMs
        readonly stop?: number
        readonly best: number
      }
    | { readonly type: 'cancelled'; readonly order: OrderId; readonly at: EpochMs; readonly reason: string }
    | { readonly type: 'expired'; readonly order: OrderId; readonly at: EpochMs }

  /** Shares that changed hands. */
  export interface Fill {
    readonly order: OrderId
    readonly symbol: string
    readonly side: Side
    readonly quantity: number
    readonly price: number
    /** Start of the bar it was filled in, and index of that bar. */
    readonly time: EpochMs
    readonly bar: number
    /** Commission, in money. What spread and slippage cost is in the price. */
    readonly commission: number
    /** Worse than without spread and slippage by so much, in money. */
    readonly slippage: number
    /** Shares of the order that wait still. */
    readonly left: number
  }

  /** An instant: milliseconds since 1970-01-01T00:00:00Z. */
  export type EpochMs = number

  /** Label of a trading day, YYYY-MM-DD. It is not always the UTC or the local date of the session's bars (R3). */
  export type SessionDate = string

  /** Length of a bar: a count and a unit, \`1m\` \`5m\` \`15m\` \`1h\` \`1d\` \`1w\`. Days and weeks count sessions. */
  export type Interval = string

  const originNames: readonly ['recorded', 'corrected', 'filled', 'synthetic']

  export type BarState = (typeof originNames)[number] | 'forming' | 'stub'

  export {}
}
`
