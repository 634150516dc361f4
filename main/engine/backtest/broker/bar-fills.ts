import type { BrokerSettings, Instrument } from '#shared/backtest/broker-settings.ts'
import type { Positions } from './account.ts'
import { type Exits, placeExits } from './bracket.ts'
import type { Execution } from './execution.ts'
import { type FillingBar, insidePrice, isWithinLimit, reachesStop, reachesStopInside } from './fill-price.ts'
import { firstOfTwo, inCourse, type Reached } from './inside-order.ts'
import type { OrderBook } from './order-book.ts'
import { stepDown, stepNearest } from './steps.ts'
import type { WaitingOrder } from './waiting-order.ts'

/** Fills the orders of a symbol that wait from one bar: first at its open, then inside it. */
export class BarFills {
  readonly #settings: BrokerSettings
  readonly #account: Positions
  readonly #book: OrderBook
  readonly #execution: Execution
  /** Shares the bar still has for orders. */
  #left = 0
  #hasFilled = false

  constructor(settings: BrokerSettings, account: Positions, book: OrderBook, execution: Execution) {
    this.#settings = settings
    this.#account = account
    this.#book = book
    this.#execution = execution
  }

  /** `volume` is that of the bar. Gives back whether shares changed hands. */
  run(symbol: number, instrument: Instrument, bar: FillingBar, volume: number): boolean {
    const { volumeShare } = this.#settings
    this.#left =
      volumeShare === undefined
        ? Number.POSITIVE_INFINITY
        : stepDown((volume * volumeShare) / 100, instrument.lot)
    this.#hasFilled = false
    for (const order of this.#book.of(symbol)) this.#atOpen(order, instrument, bar)
    for (const { order, price } of this.#reached(symbol, bar)) this.#inside(order, instrument, price, bar)
    return this.#hasFilled
  }

  #atOpen(order: WaitingOrder, instrument: Instrument, bar: FillingBar): void {
    if (order.isDone || order.from > bar.start) return
    let pays = Number.isNaN(order.limit)
    if (!Number.isNaN(order.stop)) {
      if (!reachesStop(order, bar.open)) return
      order.stop = Number.NaN
      pays = true
    }
    if (!isWithinLimit(order, bar.open)) return
    const exits = this.#fill(order, instrument, bar.open, pays, bar)
    if (exits?.stopLoss !== undefined) this.#atOpen(exits.stopLoss, instrument, bar)
    if (exits?.takeProfit !== undefined) this.#atOpen(exits.takeProfit, instrument, bar)
  }

  #inside(order: WaitingOrder, instrument: Instrument, price: number, bar: FillingBar): void {
    if (order.isDone) return
    const pays = !Number.isNaN(order.stop)
    order.stop = Number.NaN
    const exits = this.#fill(order, instrument, price, pays, bar)
    const stop = exits?.stopLoss
    if (stop === undefined || stop.isDone) return
    // From the entry on the price may have gone to the stop, so it has: the profit is not taken on the same bar.
    if (reachesStop(stop, price)) this.#inside(stop, instrument, price, bar)
    else if (reachesStopInside(stop, bar)) this.#inside(stop, instrument, stop.stop, bar)
  }

  /** Fills what the bar has shares for, and places the exits of what that opened. */
  #fill(
    order: WaitingOrder,
    instrument: Instrument,
    price: number,
    pays: boolean,
    bar: FillingBar,
  ): Exits | undefined {
    if (this.#left <= 0) return undefined
    const quantity = this.#execution.fill(order, instrument, price, pays, this.#left, bar)
    this.#left = stepNearest(this.#left - quantity, instrument.lot)
    if (quantity <= 0) return undefined
    this.#hasFilled = true
    if (order.bracket === undefined) return undefined
    const opened = Math.min(quantity, Math.max(0, order.sign * this.#account.quantity(order.symbol)))
    if (opened <= 0) return undefined
    return placeExits(this.#book, order, order.bracket, instrument, opened, bar)
  }

  /** Orders that the bar fills after its open, in the order it does; of those that exclude each other one. */
  #reached(symbol: number, bar: FillingBar): readonly Reached<WaitingOrder>[] {
    let reached: Reached<WaitingOrder>[] | undefined
    for (const order of this.#book.of(symbol)) {
      if (order.from > bar.start) continue
      const price = insidePrice(order, bar)
      if (!Number.isNaN(price)) {
        reached ??= []
        addUnlessExcluded(reached, { order, price }, bar)
      } else if (!Number.isNaN(order.stop) && reachesStopInside(order, bar)) {
        order.stop = Number.NaN
      }
    }
    return reached === undefined ? noneReached : inCourse(reached, bar)
  }
}

const noneReached: readonly Reached<WaitingOrder>[] = []

function addUnlessExcluded(
  reached: Reached<WaitingOrder>[],
  one: Reached<WaitingOrder>,
  bar: FillingBar,
): void {
  const place = reached.findIndex(({ order }) => excludeEachOther(order, one.order))
  const other = reached[place]
  if (other === undefined) reached.push(one)
  else reached[place] = firstOfTwo(other, one, bar)
}

function excludeEachOther(one: WaitingOrder, other: WaitingOrder): boolean {
  if (one.other === other) return true
  return one.request.oco !== undefined && one.request.oco === other.request.oco
}
