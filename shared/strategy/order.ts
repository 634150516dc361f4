import type { EpochMs } from '../time/epoch.ts'

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

declare const orderBrand: unique symbol

/** Number of an order, counted from 1 within a run. */
export type OrderId = number & { readonly [orderBrand]: 'order' }

/**
 * What happened to an order, in the order it happened. The request of a placed one is as the broker took it: quantity
 * in whole lots, prices in ticks. `parent` is the order whose bracket placed it.
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
   * Its trailing stop stands at `stop` from then on, behind `best`: when it begins to wait, and whenever a bar that ended
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
