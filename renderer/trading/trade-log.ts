import type { Fill, OrderEvent, OrderId, OrderKind, OrderRequest } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** What shares that differ by less are: noise of adding fractions. */
const tolerance = 1e-9

/** A fill as lists and charts show it. */
export interface FillRow extends Fill {
  /** When it was known: the end of its bar. */
  readonly at: EpochMs
  /** Profit or loss of what it closed, after the costs of entry and exit; undefined where it closed nothing. */
  readonly profit: number | undefined
  /** What it rests on, a bit a mark, in the order of `tradeMarkBits`. */
  readonly marks: number
}

/** An order that waits. */
export interface WaitingRow {
  readonly order: OrderId
  readonly request: OrderRequest
  readonly kind: OrderKind
  readonly left: number
  readonly at: EpochMs
  /** The order whose bracket placed it. */
  readonly parent: OrderId | undefined
  /** Where its trailing stop stands; undefined of other orders, and once it was reached. */
  readonly trailed: TrailedStop | undefined
}

/** A trailing stop, and the best price that it stays behind. */
export interface TrailedStop {
  readonly stop: number
  readonly best: number
}

export interface PositionRow {
  readonly symbol: string
  /** Below 0 for short. */
  readonly quantity: number
  readonly price: number
  readonly since: EpochMs
  /** Commission of what is held. */
  readonly costs: number
}

/** From an entry to an exit: what a line on the chart joins. */
export interface RoundTrip {
  readonly symbol: string
  readonly entryTime: EpochMs
  readonly entryPrice: number
  readonly exitTime: EpochMs
  readonly exitPrice: number
  readonly profit: number
}

/**
 * What orders came to, told by their events in order: fills, orders that wait, positions, round trips. Positions that
 * were held before the first event are told at the beginning.
 */
export class TradeLog {
  readonly fills: FillRow[] = []
  readonly trips: RoundTrip[] = []
  readonly #waiting = new Map<OrderId, WaitingRow>()
  readonly #positions = new Map<string, PositionRow>()

  constructor(held: readonly PositionRow[] = []) {
    for (const position of held) this.#positions.set(position.symbol, position)
  }

  /** Orders that wait, in the order they were placed. */
  waiting(): readonly WaitingRow[] {
    return [...this.#waiting.values()]
  }

  positions(): readonly PositionRow[] {
    return [...this.#positions.values()]
  }

  positionOf(symbol: string): PositionRow | undefined {
    return this.#positions.get(symbol)
  }

  take(event: OrderEvent, marks: number): void {
    const { order } = event
    switch (event.type) {
      case 'placed': {
        const { request, at, parent } = event
        const kind = request.kind ?? { type: 'market' }
        const waits = { order, request, kind, left: request.quantity, at, parent }
        this.#waiting.set(order, { ...waits, trailed: undefined })
        return
      }
      case 'changed':
        this.#update(order, { left: event.left, kind: event.kind })
        return
      case 'trailed': {
        const { stop, best } = event
        this.#update(order, { trailed: stop === undefined ? undefined : { stop, best } })
        return
      }
      case 'filled':
        if (event.fill.left > tolerance) this.#update(order, { left: event.fill.left })
        else this.#waiting.delete(order)
        this.#fill(event.fill, event.at, marks)
        return
      case 'cancelled':
      case 'expired':
        this.#waiting.delete(order)
        return
      case 'rejected':
        return
    }
  }

  #update(order: OrderId, changes: Partial<WaitingRow>): void {
    const known = this.#waiting.get(order)
    if (known) this.#waiting.set(order, { ...known, ...changes })
  }

  #fill(fill: Fill, at: EpochMs, marks: number): void {
    const change = fill.side === 'buy' ? fill.quantity : -fill.quantity
    const held = this.#positions.get(fill.symbol)
    const closes = held !== undefined && held.quantity * change < 0
    const profit = closes ? this.#close(held, fill, change) : undefined
    if (!closes) this.#open(held, fill, change, fill.commission)
    this.fills.push({ ...fill, at, profit, marks })
  }

  #open(held: PositionRow | undefined, fill: Fill, change: number, commission: number): void {
    const { symbol, price, time } = fill
    if (!held) {
      this.#positions.set(symbol, { symbol, quantity: change, price, since: time, costs: commission })
      return
    }
    const quantity = held.quantity + change
    const average = held.price + ((price - held.price) * change) / quantity
    this.#positions.set(symbol, { ...held, quantity, price: average, costs: held.costs + commission })
  }

  /** Closes a position or a part of it; what the fill has beyond it opens one on the other side. */
  #close(held: PositionRow, fill: Fill, change: number): number {
    const { symbol, price, time } = fill
    const closing = Math.min(Math.abs(held.quantity), fill.quantity)
    const share = closing / Math.abs(held.quantity)
    const commission = (fill.commission * closing) / fill.quantity
    const profit = Math.sign(held.quantity) * closing * (price - held.price) - held.costs * share - commission
    this.trips.push({
      symbol,
      entryTime: held.since,
      entryPrice: held.price,
      exitTime: time,
      exitPrice: price,
      profit,
    })
    const left = held.quantity + change
    this.#positions.delete(symbol)
    if (Math.abs(left) <= tolerance * fill.quantity) return profit
    if (left * held.quantity > 0)
      this.#positions.set(symbol, { ...held, quantity: left, costs: held.costs * (1 - share) })
    else this.#open(undefined, fill, left, fill.commission - commission)
    return profit
  }
}
