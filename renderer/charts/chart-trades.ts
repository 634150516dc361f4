import type { OrderId, OrderKind, Side, Trail } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { trailWords } from '../trading/order-words.ts'
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

/** Where an order waits: a market order nowhere, a stop that trails where the broker says that it stands. */
export function priceOf({ kind, trailed }: Pick<WaitingRow, 'kind' | 'trailed'>): number | undefined {
  switch (kind.type) {
    case 'limit':
      return kind.limit
    case 'stop':
    case 'stop-limit':
      return kind.stop
    case 'trailing-stop':
      return trailed?.stop
    case 'market':
      return undefined
  }
}

/**
 * What an order is at another price: the limit of a stop-limit order stays as far from its stop, and a stop that trails
 * stays behind the same best price at another distance.
 */
export function movedTo(
  { kind, trailed, request: { side } }: Pick<WaitingRow, 'kind' | 'trailed' | 'request'>,
  price: number,
  decimals: number,
): OrderKind {
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
    case 'trailing-stop':
      return trailed ? { type: 'trailing-stop', trail: trailTo(kind.trail, side, trailed.best, price) } : kind
    case 'market':
      return kind
  }
}

/** How far a stop at a price trails; not above 0 on the wrong side of the best price, which the broker refuses. */
function trailTo({ by }: Trail, side: Side, best: number, price: number): Trail {
  const behind = side === 'buy' ? price - best : best - price
  // Points are told to people; a percentage that was rounded would put the stop a tick beside the price.
  return by === 'points'
    ? { by, points: Number(behind.toFixed(8)) }
    : { by, percent: (behind / Math.abs(best)) * 100 }
}

function lineOf(waiting: WaitingRow): OrderLine | undefined {
  const { order, request, kind, left, at, parent } = waiting
  const price = priceOf(waiting)
  if (price === undefined) return undefined
  const exit = parent === undefined ? undefined : kind.type === 'limit' ? 'profit' : 'loss'
  return { order, side: request.side, price, since: at, exit, text: textOf(request.side, kind, left, exit) }
}

function textOf(side: Side, kind: OrderKind, left: number, exit: OrderLine['exit']): string {
  const count = left.toLocaleString('en-US', { maximumFractionDigits: 8 })
  if (exit) return `${exit === 'profit' ? 'Target' : 'Stop'} ${count}`
  return `${side === 'buy' ? 'Buy' : 'Sell'} ${nameOf(kind)} ${count}`
}

function nameOf(kind: OrderKind): string {
  switch (kind.type) {
    case 'stop-limit':
      return `stop, limit ${kind.limit},`
    case 'trailing-stop':
      return `stop, ${trailWords(kind.trail)},`
    default:
      return kind.type
  }
}
