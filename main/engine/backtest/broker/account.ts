import { at } from '#shared/bars/columns.ts'
import { stepDown } from './steps.ts'

/** Money and positions. Symbols are numbered by their place among the instruments of the run. */
export interface Account {
  readonly cash: number
  /** Cash and what is held at the last prices, short positions counting below 0. */
  equity(): number
  /** What is held at the last prices, short positions counting above 0. */
  exposure(): number
  /** Below 0 for short. */
  quantity(symbol: number): number
  /** Price paid for what is held, without costs; NaN without a position. */
  averagePrice(symbol: number): number
  /** The price a symbol was last seen at; NaN before its first bar. */
  lastPrice(symbol: number): number
  /** Value of the positions that may be opened beside those that are held; below 0 when there are too many. */
  buyingPower(): number
}

/** The account, as the broker keeps it. Costs of a fill that are part of its price are part of it here. */
export class Positions implements Account {
  #cash: number
  readonly #initialMargin: number
  readonly #quantity: Float64Array
  readonly #average: Float64Array
  readonly #last: Float64Array
  #shorts = 0
  /** What `#value` worked out last; it stands until money, shares or the price of something held change. */
  #equity = 0
  #exposure = 0
  #isValued = false

  constructor(cash: number, symbols: number, initialMargin: number) {
    this.#cash = cash
    this.#initialMargin = initialMargin
    this.#quantity = new Float64Array(symbols)
    this.#average = new Float64Array(symbols).fill(Number.NaN)
    this.#last = new Float64Array(symbols).fill(Number.NaN)
  }

  get cash(): number {
    return this.#cash
  }

  set cash(money: number) {
    this.#cash = money
    this.#isValued = false
  }

  equity(): number {
    if (!this.#isValued) this.#value()
    return this.#equity
  }

  exposure(): number {
    if (!this.#isValued) this.#value()
    return this.#exposure
  }

  quantity(symbol: number): number {
    return at(this.#quantity, symbol)
  }

  averagePrice(symbol: number): number {
    return at(this.#average, symbol)
  }

  buyingPower(): number {
    return this.equity() / this.#initialMargin - this.exposure()
  }

  lastPrice(symbol: number): number {
    return at(this.#last, symbol)
  }

  /** Whether prices alone can bring the equity below what positions need: with borrowed money or borrowed shares. */
  isLeveraged(): boolean {
    return this.#cash < 0 || this.#shorts > 0
  }

  mark(symbol: number, price: number): void {
    this.#last[symbol] = price
    if (at(this.#quantity, symbol) !== 0) this.#isValued = false
  }

  /** Shares that changed hands: `change` below 0 for sold ones. The symbol is worth the fill's price from then on. */
  trade(symbol: number, change: number, after: number, price: number, commission: number): void {
    const before = this.quantity(symbol)
    this.cash -= change * price + commission
    this.#hold(symbol, after)
    this.#last[symbol] = price
    if (after === 0) this.#average[symbol] = Number.NaN
    else if (before * after <= 0) this.#average[symbol] = price
    else if (Math.abs(after) > Math.abs(before)) {
      this.#average[symbol] = (before * this.averagePrice(symbol) + change * price) / after
    }
  }

  /** Turns each share into `ratio` shares worth as much; those beyond whole lots are paid out at the last price. */
  split(symbol: number, ratio: number, lot: number): void {
    const last = this.lastPrice(symbol) / ratio
    this.#last[symbol] = last
    const before = this.quantity(symbol)
    if (before === 0) return
    const whole = stepDown(Math.abs(before * ratio), lot)
    const after = before < 0 && whole > 0 ? -whole : whole
    this.cash += (before * ratio - after) * last
    this.#hold(symbol, after)
    if (after === 0) this.#average[symbol] = Number.NaN
    else this.#average[symbol] = this.averagePrice(symbol) / ratio
  }

  #hold(symbol: number, quantity: number): void {
    if (at(this.#quantity, symbol) < 0) this.#shorts -= 1
    if (quantity < 0) this.#shorts += 1
    this.#quantity[symbol] = quantity
  }

  #value(): void {
    let equity = this.#cash
    let exposure = 0
    for (let symbol = 0; symbol < this.#quantity.length; symbol++) {
      const quantity = at(this.#quantity, symbol)
      if (quantity === 0) continue
      const worth = quantity * at(this.#last, symbol)
      equity += worth
      exposure += Math.abs(worth)
    }
    this.#equity = equity
    this.#exposure = exposure
    this.#isValued = true
  }
}
