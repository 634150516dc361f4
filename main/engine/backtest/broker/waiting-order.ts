import type { Bracket, OrderId, OrderKind, OrderRequest } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { PriceTerms } from './fill-price.ts'
import { trailedStop } from './take-order.ts'

/** An order that waits to be filled. */
export interface WaitingOrder extends PriceTerms {
  readonly id: OrderId
  /** Place of its symbol among the instruments. */
  readonly symbol: number
  readonly request: OrderRequest
  /** Bars that start earlier do not fill it. */
  from: EpochMs
  /** Who placed it: what the strategy did not place closes positions and opens none. */
  readonly origin: 'strategy' | 'bracket' | 'margin call' | 'end of the run'
  /** The other exit of its bracket. */
  other: WaitingOrder | undefined
  kind: OrderKind
  bracket: Bracket | undefined
  /** Shares that wait still. */
  left: number
  /** Best price since it was placed, of a trailing stop; NaN of others. */
  best: number
  /** The stop of a trailing stop that was told last; NaN for none. */
  toldStop: number
  /** What its fills took so far: shares, money they were worth, commission. */
  filled: number
  value: number
  commission: number
  /** Whether it left the book: nothing happens to it any more. */
  isDone: boolean
}

/** Where and by whom an order is placed. */
export interface Placing {
  readonly id: OrderId
  readonly symbol: number
  readonly from: EpochMs
  readonly origin: WaitingOrder['origin']
}

/** An order as it begins to wait. `price` is the last one of its symbol, from which a stop trails. */
export function waitingOrder(
  placing: Placing,
  request: OrderRequest,
  price: number,
  tick: number,
): WaitingOrder {
  const kind = request.kind ?? { type: 'market' }
  const sign = request.side === 'buy' ? 1 : -1
  return {
    id: placing.id,
    symbol: placing.symbol,
    from: placing.from,
    origin: placing.origin,
    request,
    other: undefined,
    kind,
    bracket: request.bracket,
    sign,
    stop: firstStop(kind, price, sign, tick),
    limit: kind.type === 'limit' || kind.type === 'stop-limit' ? kind.limit : Number.NaN,
    left: request.quantity,
    best: kind.type === 'trailing-stop' ? price : Number.NaN,
    toldStop: Number.NaN,
    filled: 0,
    value: 0,
    commission: 0,
    isDone: false,
  }
}

function firstStop(kind: OrderKind, price: number, sign: 1 | -1, tick: number): number {
  switch (kind.type) {
    case 'stop':
    case 'stop-limit':
      return kind.stop
    case 'trailing-stop':
      return trailedStop(kind.trail, price, sign, tick)
    default:
      return Number.NaN
  }
}

/** Moves a trailing stop by a bar that has ended; a stop that was reached stays. */
export function trail(order: WaitingOrder, high: number, low: number, tick: number): void {
  const { sign, best } = order
  // NaN, the best of all other orders, is never passed.
  if (!(sign > 0 ? low < best : high > best)) return
  order.best = sign > 0 ? low : high
  if (order.kind.type === 'trailing-stop' && !Number.isNaN(order.stop)) {
    order.stop = trailedStop(order.kind.trail, order.best, sign, tick)
  }
}
