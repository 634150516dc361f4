import type { Trade } from '#shared/backtest/trade.ts'
import type { Fill } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

type Exit = Pick<Fill, 'price' | 'time'>

/** Quantities that differ by less than this part of a fill are equal: lots of a tenth do not add up to a whole. */
const quantityTolerance = 1e-9

/**
 * Trades of one symbol, from its fills and the bars it was held through. Of each bar come first its fills, in their
 * order, then `bar`, once, when `isHeld`.
 *
 * Excursions (MAE, MFE) are those of the money a position stood at. The bar of an entry counts whole: a market order
 * is filled at its open, so all of it lies behind the fill; of a limit or stop order inside the bar nothing tells
 * which of its prices came before. The bar of an exit counts by the price of the exit alone: it is mostly filled at
 * the open, and what the bar did afterwards befell nobody; a stop or a target would have been filled before the bar
 * went beyond it. Shares of a position are alike: a part that is closed takes its share of entry, costs and
 * excursions with it.
 */
export class TradeBook {
  readonly #symbol: string
  readonly #closed: Trade[] = []
  /** Shares held, below 0 for short. */
  #quantity = 0
  #entryTime = 0 as EpochMs
  #entryPrice = 0
  #costs = 0
  #dividends = 0
  #barsHeld = 0
  /** Least and most money the position stood at since its entry. */
  #worst = 0
  #best = 0

  constructor(symbol: string) {
    this.#symbol = symbol
  }

  get isHeld(): boolean {
    return this.#quantity !== 0
  }

  /** Takes a fill. Throws a RangeError for one of another symbol or without a quantity. */
  fill(fill: Fill): void {
    if (fill.symbol !== this.#symbol)
      throw new RangeError(`A fill of ${fill.symbol} among those of ${this.#symbol}`)
    if (!(fill.quantity > 0)) throw new RangeError(`A fill of ${fill.quantity} ${fill.symbol}`)
    const change = fill.side === 'buy' ? fill.quantity : -fill.quantity
    if (this.#quantity !== 0) this.#see(fill.price, fill.price)
    if (this.#quantity * change >= 0) this.#add(fill, change, fill.commission)
    else this.#reduce(fill)
  }

  /** A bar at whose end the position is held. */
  bar(high: number, low: number): void {
    if (this.#quantity === 0) return
    this.#barsHeld++
    this.#see(high, low)
  }

  /** A share became `ratio` shares, e.g. 2 when each was split in two. Throws a RangeError for 0 and below. */
  split(ratio: number): void {
    if (!(ratio > 0)) throw new RangeError(`A split of ${this.#symbol} by ${ratio}`)
    this.#quantity *= ratio
    this.#entryPrice /= ratio
  }

  /** After a split only `held` shares are left, whole lots; what is beyond them was paid out at a price. */
  payOut(held: number, price: number, time: EpochMs): void {
    const fraction = Math.abs(this.#quantity) - Math.abs(held)
    if (fraction > Math.abs(this.#quantity) * quantityTolerance) this.#close({ price, time }, fraction, 0)
  }

  /**
   * Money the position brought, below 0 for what a short one has to pay. Throws a RangeError when none is held and
   * it is not 0.
   */
  dividend(money: number): void {
    if (money === 0) return
    if (this.#quantity === 0) throw new RangeError(`A dividend of ${this.#symbol}, of which nothing is held`)
    this.#dividends += money
  }

  /** Closed trades in the order of their exits, then the open one at the last price. */
  trades(lastPrice: number): readonly Trade[] {
    if (this.#quantity === 0) return [...this.#closed]
    const pnl = this.#moneyAt(lastPrice) - this.#costs
    return [...this.#closed, this.#trade(1, this.#costs, undefined, pnl)]
  }

  #add(fill: Fill, change: number, commission: number): void {
    if (this.#quantity === 0) {
      this.#entryTime = fill.time
      this.#entryPrice = fill.price
      this.#quantity = change
    } else {
      const quantity = this.#quantity + change
      this.#entryPrice += ((fill.price - this.#entryPrice) * change) / quantity
      this.#quantity = quantity
    }
    this.#costs += commission
  }

  /** Closes the position or a part of it; what the fill has beyond it opens another on the other side. */
  #reduce(fill: Fill): void {
    const held = Math.abs(this.#quantity)
    const tolerance = fill.quantity * quantityTolerance
    const closing = fill.quantity > held - tolerance ? held : fill.quantity
    const rest = fill.quantity - closing > tolerance ? fill.quantity - closing : 0
    const restCommission = (fill.commission * rest) / fill.quantity
    this.#close(fill, closing, fill.commission - restCommission)
    if (rest > 0) this.#add(fill, fill.side === 'buy' ? rest : -rest, restCommission)
  }

  #close(exit: Exit, quantity: number, commission: number): void {
    const held = Math.abs(this.#quantity)
    const share = quantity / held
    const costs = this.#costs * share + commission
    const pnl = this.#moneyAt(exit.price) * share - costs
    this.#closed.push(this.#trade(share, costs, exit, pnl))
    this.#keep(quantity === held ? 0 : 1 - share)
  }

  /** Keeps a share of the position, 0 for nothing. */
  #keep(share: number): void {
    this.#quantity *= share
    this.#costs *= share
    this.#dividends *= share
    this.#worst *= share
    this.#best *= share
    if (share === 0) this.#barsHeld = 0
  }

  /** A share of the position as a trade, closed by the `exit`. */
  #trade(share: number, costs: number, exit: Exit | undefined, pnl: number): Trade {
    return {
      symbol: this.#symbol,
      side: this.#quantity > 0 ? 'long' : 'short',
      quantity: Math.abs(this.#quantity) * share,
      entryTime: this.#entryTime,
      entryPrice: this.#entryPrice,
      costs,
      mae: Math.abs(this.#worst) * share,
      mfe: this.#best * share,
      barsHeld: this.#barsHeld,
      exitTime: exit?.time,
      exitPrice: exit?.price,
      pnl,
    }
  }

  #see(high: number, low: number): void {
    const isLong = this.#quantity > 0
    const worst = this.#moneyAt(isLong ? low : high)
    const best = this.#moneyAt(isLong ? high : low)
    if (worst < this.#worst) this.#worst = worst
    if (best > this.#best) this.#best = best
  }

  /** What the position won or lost at a price, before costs. */
  #moneyAt(price: number): number {
    return this.#quantity * (price - this.#entryPrice) + this.#dividends
  }
}
