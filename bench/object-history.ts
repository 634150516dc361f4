import type { BarObject } from './row-a-bar.ts'

/** The mission's design of trailing sessions: one array of bar objects a symbol, cut and pushed to at a roll. */
export class ObjectHistory {
  readonly #bars = new Map<string, BarObject[]>()

  add(symbol: string, bars: readonly BarObject[]): void {
    this.#bars.set(symbol, [...this.getAllBars(symbol), ...bars])
  }

  /** The bars of the session that ended become the newest, and those before `oldest` are gone. */
  roll(symbol: string, ended: readonly BarObject[], oldest: number): void {
    const bars = this.getAllBars(symbol)
    const kept = bars.slice(bars.findIndex(({ timestamp }) => timestamp >= oldest))
    kept.push(...ended)
    this.#bars.set(symbol, kept)
  }

  getAllBars(symbol: string): readonly BarObject[] {
    return this.#bars.get(symbol) ?? []
  }
}
