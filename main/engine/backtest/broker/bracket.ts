import type { Instrument } from '#shared/backtest/broker-settings.ts'
import type { Bracket, OrderKind, OrderRequest } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { FillingBar } from './fill-price.ts'
import type { OrderBook } from './order-book.ts'
import { stepNearest } from './steps.ts'
import { type WaitingOrder, waitingOrder } from './waiting-order.ts'

/** The exits of what a fill opened. */
export interface Exits {
  readonly stopLoss: WaitingOrder | undefined
  readonly takeProfit: WaitingOrder | undefined
}

/** Places the exits for the `quantity` shares that a fill of `entry` opened; the same bar may fill them. */
export function placeExits(
  book: OrderBook,
  entry: WaitingOrder,
  bracket: Bracket,
  { tick }: Instrument,
  quantity: number,
  bar: FillingBar,
): Exits {
  const exit = (kind: OrderKind): WaitingOrder => {
    const request: OrderRequest = {
      symbol: entry.request.symbol,
      side: entry.sign > 0 ? 'sell' : 'buy',
      quantity,
      kind,
      tif: 'gtc',
    }
    const placing = { id: book.nextId(), symbol: entry.symbol, from: bar.start, origin: 'bracket' } as const
    return waitingOrder(placing, request, Number.NaN, tick)
  }
  const { stopLoss: stop, takeProfit: limit } = bracket
  const stopLoss = stop === undefined ? undefined : exit({ type: 'stop', stop })
  const takeProfit = limit === undefined ? undefined : exit({ type: 'limit', limit })
  if (stopLoss !== undefined) {
    stopLoss.other = takeProfit
    book.add(stopLoss, bar.end, entry.id)
  }
  if (takeProfit !== undefined) {
    takeProfit.other = stopLoss
    book.add(takeProfit, bar.end, entry.id)
  }
  return { stopLoss, takeProfit }
}

/**
 * What a fill of `quantity` shares means for the orders it excludes: those of its OCO name are cancelled. The other
 * exit of a bracket is cancelled by a stop, which will be filled as a whole; a limit that is filled in part leaves the
 * stop for the rest.
 */
export function cancelExcluded(
  book: OrderBook,
  order: WaitingOrder,
  quantity: number,
  { lot }: Instrument,
  at: EpochMs,
): void {
  const { oco } = order.request
  if (oco !== undefined) {
    for (const other of book.named(oco)) {
      if (other !== order) book.cancel(other, at, `order ${order.id} of ${oco} was filled`)
    }
  }
  const { other } = order
  if (other === undefined || other.isDone) return
  const reason = `order ${order.id}, the other exit, was filled`
  if (order.kind.type === 'stop') book.cancel(other, at, reason)
  else book.change(other, stepNearest(other.left - quantity, lot), at, reason)
}

/** Cancels exits of a symbol that have no position to close. */
export function cancelMoot(book: OrderBook, symbol: number, quantity: number, at: EpochMs): void {
  for (const order of book.of(symbol)) {
    if (order.origin !== 'strategy' && order.sign * quantity >= 0) {
      book.cancel(order, at, 'the position is closed')
    }
  }
}
