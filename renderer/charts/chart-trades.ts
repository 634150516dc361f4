import type { OrderId, OrderKind, Side } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { RoundTrip, TradeLog, WaitingRow } from '../trading/trade-log.ts'

/** Fills of one symbol: columns of one length, by the start of the minute they were filled in. */
export interface FillColumns {
  readonly time: Float64Array
  /** Shares, below 0 for sold ones. */
  readonly change: Float64Array
}

/** An order that waits at a price. */
export interface OrderLine {
  readonly order: OrderId
  readonly side: Side
  readonly price: number
  readonly since: EpochMs
  /** Whether it takes a profit or cuts a loss; undefined for what may open a position. */
  readonly exit: 'profit' | 'loss' | undefined
  readonly text: string
}

/** What a chart shows of orders in its symbol. */
export interface ChartTrades {
  readonly fills: FillColumns
  readonly trips: readonly RoundTrip[]
  readonly orders: readonly OrderLine[]
  /** Whether order lines can be moved and cancelled. */
  readonly editable: boolean
}

export const noTrades: ChartTrades = {
  fills: { time: new Float64Array(0), change: new Float64Array(0) },
  trips: [],
  orders: [],
  editable: false,
}

/** What a log tells of one symbol. */
export function chartTrades(log: TradeLog, symbol: string, editable: boolean): ChartTrades {
  const fills = log.fills.filter((fill) => fill.symbol === symbol)
  return {
    fills: {
      time: Float64Array.from(fills, ({ time }) => time),
      change: Float64Array.from(fills, ({ side, quantity }) => (side === 'buy' ? quantity : -quantity)),
    },
    trips: log.trips.filter((trip) => trip.symbol === symbol),
    orders: log.waiting().flatMap((order) => (order.request.symbol === symbol ? (lineOf(order) ?? []) : [])),
    editable,
  }
}

/** The price of an order that has one of its own; a market order and a stop that trails have none. */
export function priceOf(kind: OrderKind): number | undefined {
  switch (kind.type) {
    case 'limit':
      return kind.limit
    case 'stop':
    case 'stop-limit':
      return kind.stop
    default:
      return undefined
  }
}

/** A kind of order at another price; the limit of a stop-limit order stays as far from its stop. */
export function movedTo(kind: OrderKind, price: number, decimals: number): OrderKind {
  switch (kind.type) {
    case 'limit':
      return { type: 'limit', limit: price }
    case 'stop':
      return { type: 'stop', stop: price }
    case 'stop-limit':
      return {
        type: 'stop-limit',
        stop: price,
        limit: Number((kind.limit + price - kind.stop).toFixed(decimals)),
      }
    default:
      return kind
  }
}

function lineOf({ order, request, kind, left, at, parent }: WaitingRow): OrderLine | undefined {
  const price = priceOf(kind)
  if (price === undefined) return undefined
  const exit = parent === undefined ? undefined : kind.type === 'limit' ? 'profit' : 'loss'
  return { order, side: request.side, price, since: at, exit, text: textOf(request.side, kind, left, exit) }
}

function textOf(side: Side, kind: OrderKind, left: number, exit: OrderLine['exit']): string {
  const count = left.toLocaleString('en-US', { maximumFractionDigits: 8 })
  if (exit) return `${exit === 'profit' ? 'Target' : 'Stop'} ${count}`
  const name = kind.type === 'stop-limit' ? `stop, limit ${kind.limit},` : kind.type
  return `${side === 'buy' ? 'Buy' : 'Sell'} ${name} ${count}`
}
