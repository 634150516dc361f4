import { at } from '#shared/bars/columns.ts'
import type { WaitingOrder } from './waiting-order.ts'

/**
 * The prices a symbol has to come to for anything to happen to its orders. Nearly every bar comes to none of them: two
 * comparisons tell, however many orders wait.
 */
export class Reach {
  readonly #above: Float64Array
  readonly #below: Float64Array
  /** 1 where orders have changed since. */
  readonly #isOld: Uint8Array

  constructor(symbols: number) {
    this.#above = new Float64Array(symbols).fill(Number.POSITIVE_INFINITY)
    this.#below = new Float64Array(symbols).fill(Number.NEGATIVE_INFINITY)
    this.#isOld = new Uint8Array(symbols)
  }

  /** Orders of a symbol have changed: `update` is due before `includes`. */
  forget(symbol: number): void {
    this.#isOld[symbol] = 1
  }

  isOld(symbol: number): boolean {
    return at(this.#isOld, symbol) === 1
  }

  /** Whether a bar that goes from `low` to `high` fills an order, makes its stop reached or moves it. */
  includes(symbol: number, high: number, low: number): boolean {
    return high >= at(this.#above, symbol) || low <= at(this.#below, symbol)
  }

  /** Takes in the orders of a symbol as they wait now. */
  update(symbol: number, orders: readonly WaitingOrder[]): void {
    let above = Number.POSITIVE_INFINITY
    let below = Number.NEGATIVE_INFINITY
    for (const { sign, stop, limit, best } of orders) {
      const hasStop = !Number.isNaN(stop)
      if (!hasStop && Number.isNaN(limit)) above = Number.NEGATIVE_INFINITY
      const isRise = hasStop === sign > 0
      const price = hasStop ? stop : limit
      if (isRise && price < above) above = price
      if (!isRise && price > below) below = price
      if (hasStop && sign < 0 && best < above) above = best
      if (hasStop && sign > 0 && best > below) below = best
    }
    this.#above[symbol] = above
    this.#below[symbol] = below
    this.#isOld[symbol] = 0
  }
}
