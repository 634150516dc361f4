import type { BarObject } from './row-a-bar.ts'

const noBars: readonly BarObject[] = []

/** The mission's design of session data: an array of bar objects a symbol; what is read of it is copied. */
export class ObjectSession {
  readonly #bars = new Map<string, readonly BarObject[]>()

  addBars(symbol: string, bars: readonly BarObject[]): void {
    this.#bars.set(symbol, [...(this.#bars.get(symbol) ?? noBars), ...bars])
  }

  getLatestBar(symbol: string): BarObject | undefined {
    const bars = this.#barsOf(symbol)
    return bars[bars.length - 1]
  }

  getLastNBars(symbol: string, count: number): readonly BarObject[] {
    return this.#barsOf(symbol).slice(-count)
  }

  getBarCount(symbol: string): number {
    return this.#barsOf(symbol).length
  }

  getLatestBarsMulti(symbols: readonly string[]): ReadonlyMap<string, BarObject | undefined> {
    return new Map(symbols.map((symbol) => [symbol, this.getLatestBar(symbol)]))
  }

  #barsOf(symbol: string): readonly BarObject[] {
    return this.#bars.get(symbol) ?? noBars
  }
}
