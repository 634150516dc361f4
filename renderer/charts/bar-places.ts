import type { ITimeScaleApi, Time } from 'lightweight-charts'
import { at, lowerBound } from '#shared/bars/columns.ts'
import type { SeriesCache } from './series-cache.ts'
import { keyOf } from './time-key.ts'

/** The place of every bar on the time scale, on which missing bars have places too. */
export class BarPlaces {
  readonly #scale: ITimeScaleApi<Time>
  #places = new Float64Array(0)
  #length = 0

  constructor(scale: ITimeScaleApi<Time>) {
    this.#scale = scale
  }

  get length(): number {
    return this.#length
  }

  /** Takes in that the bars from `from` on are others. They are on the scale already. */
  update({ columns, length }: SeriesCache, from: number): void {
    if (length > this.#places.length) {
      const grown = new Float64Array(2 * length)
      grown.set(this.#places.subarray(0, from))
      this.#places = grown
    }
    for (let bar = from; bar < length; bar += 1)
      this.#places[bar] = this.#scale.timeToIndex(keyOf(at(columns.start, bar)), true) ?? -1
    this.#length = length
  }

  placeOf(bar: number): number {
    return at(this.#places, bar)
  }

  /** Bars [from, to) that lie between two places, and one more on either side. */
  between(first: number, last: number): { readonly from: number; readonly to: number } {
    const from = lowerBound(this.#places, first, this.#length)
    const to = lowerBound(this.#places, last, this.#length)
    return { from: Math.max(0, from - 1), to: Math.min(this.#length, to + 1) }
  }
}
