import type { BrokerSettings, Instrument } from '#shared/backtest/broker-settings.ts'
import type { OrderRequest } from '#shared/strategy/order.ts'
import type { Positions } from './account.ts'
import { openable } from './margin.ts'
import type { OrderBook } from './order-book.ts'
import { stepNearest } from './steps.ts'

/** Why an order that is right by itself cannot be placed now; undefined when it can. */
export function refusalOf(
  { side, quantity, kind, oco }: OrderRequest,
  symbol: number,
  instrument: Instrument,
  settings: BrokerSettings,
  account: Positions,
  book: OrderBook,
): string | undefined {
  const last = account.lastPrice(symbol)
  const untrailed = trailRefusal(kind, last, instrument)
  if (untrailed !== undefined) return untrailed
  if (book.isCalled(symbol)) {
    return `a margin call is closing ${instrument.symbol}`
  }
  if (oco !== undefined && book.named(oco).some(({ filled }) => filled > 0)) {
    return `an order of ${oco} has been filled already`
  }
  const sign = side === 'buy' ? 1 : -1
  const held = account.quantity(symbol)
  const closing = sign * held < 0 ? Math.min(quantity, Math.abs(held)) : 0
  const opening = stepNearest(quantity - closing, instrument.lot)
  if (opening <= 0) return undefined
  if (sign < 0 && !settings.allowShort) {
    const bought = book.of(symbol).reduce((sum, order) => (order.sign > 0 ? sum + order.left : sum), 0)
    if (opening > bought) return 'short selling is not allowed'
  }
  const price = ownPrice(kind) ?? last
  // Before the first bar of a symbol nothing can be said: it is checked when it is filled.
  if (Number.isNaN(price)) return undefined
  const room = {
    equity: account.equity(),
    exposure: account.exposure() - (closing > 0 ? closing * Math.abs(last) : 0),
    initialMargin: settings.margin.initial,
    price,
    lot: instrument.lot,
  }
  if (openable(opening, room, () => 0) >= opening) return undefined
  const needed = opening * Math.abs(price)
  return `it opens ${needed.toFixed(2)}, buying power is ${account.buyingPower().toFixed(2)}`
}

/** Why an order of a kind cannot trail a price, NaN for none; undefined when it can, or does not trail. */
export function trailRefusal(
  kind: OrderRequest['kind'],
  price: number,
  { symbol }: Instrument,
): string | undefined {
  return kind?.type === 'trailing-stop' && Number.isNaN(price)
    ? `no price of ${symbol} is known yet that a stop could trail`
    : undefined
}

function ownPrice(kind: OrderRequest['kind']): number | undefined {
  switch (kind?.type) {
    case 'limit':
    case 'stop-limit':
      return kind.limit
    case 'stop':
      return kind.stop
    default:
      return undefined
  }
}
