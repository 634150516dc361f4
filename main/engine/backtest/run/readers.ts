import type { BarColumns } from '#shared/bars/columns.ts'
import type { StrategyBars, StrategyIndicator, StrategyPosition } from '#shared/strategy/strategy.ts'
import type { BarSeries } from '../../analysis/bar-series.ts'
import type { Indicator } from '../../analysis/indicator.ts'
import type { Account } from '../broker/account.ts'

// What a strategy keeps of a context and reads at every bar. Classes, so that the objects of one run are to the
// compiler what those of the next are; functions are of each object, so that they may be taken out of it. A strategy
// can change neither these objects nor what they share.

/** The position of a symbol as it stands. */
export class PositionReader implements StrategyPosition {
  static {
    Object.freeze(PositionReader.prototype)
  }

  readonly #account: Account
  readonly #symbol: number

  /** Of symbol number `symbol` of the account. */
  constructor(account: Account, symbol: number) {
    this.#account = account
    this.#symbol = symbol
    Object.freeze(this)
  }

  get quantity(): number {
    return this.#account.quantity(this.#symbol)
  }

  get averagePrice(): number {
    return this.#account.averagePrice(this.#symbol)
  }
}

/** The bars of a series that have ended. */
export class BarsReader implements StrategyBars {
  static {
    Object.freeze(BarsReader.prototype)
  }

  readonly #series: BarSeries

  constructor(series: BarSeries) {
    this.#series = series
    Object.freeze(this)
  }

  get length(): number {
    return this.#series.count()
  }

  readonly start = (ago?: number): number => this.#value('start', ago)
  readonly open = (ago?: number): number => this.#value('open', ago)
  readonly high = (ago?: number): number => this.#value('high', ago)
  readonly low = (ago?: number): number => this.#value('low', ago)
  readonly close = (ago?: number): number => this.#value('close', ago)
  readonly volume = (ago?: number): number => this.#value('volume', ago)

  readonly closes = (count: number): Float64Array => {
    const to = this.#series.count()
    return this.#series.columns().close.slice(Math.max(0, to - count), to)
  }

  #value(column: Exclude<keyof BarColumns, 'state'>, ago = 0): number {
    const count = this.#series.count()
    const index = count - 1 - ago
    // Bars that are still to come lie behind the count.
    return index < count ? (this.#series.columns()[column][index] ?? Number.NaN) : Number.NaN
  }
}

/** The values of an indicator at bars that have ended. */
export class IndicatorReader implements StrategyIndicator {
  static {
    Object.freeze(IndicatorReader.prototype)
  }

  readonly #indicator: Indicator

  constructor(indicator: Indicator) {
    this.#indicator = indicator
    Object.freeze(this)
  }

  readonly value = (ago?: number, output?: string): number | undefined => this.#indicator.value(ago, output)

  get missing(): number {
    return this.#indicator.missing()
  }
}
