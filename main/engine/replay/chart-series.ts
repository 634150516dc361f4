import { isDeepStrictEqual } from 'node:util'
import { type BarColumns, bytesPerBar, priceColumns, sliceColumns } from '#shared/bars/columns.ts'
import type { IndicatorLines } from '#shared/protocol/chart-calls.ts'
import type { BarSource } from '../history/bar-source.ts'
import { ChartIndicators } from './chart-indicators.ts'

const columnNames = ['start', ...priceColumns, 'volume', 'state'] as const

/** What the window does to a chart's bars: cut them at index `from` and append `columns`. */
export interface SeriesChange {
  readonly from: number
  readonly columns: BarColumns
  readonly indicators: IndicatorLines[]
}

/**
 * The bars of one open chart and how many of them the window has. `take` hands out the difference, whatever made
 * it: new bars, a forming bar, a step back, a chart just opened.
 */
export class ChartSeries {
  readonly symbol: string
  readonly indicators: ChartIndicators
  readonly #bars: BarSource
  #length = 0
  /** Bars that the window has; undefined until it was told for the first time that it has none. */
  #sent: number | undefined
  /** Leading bars that the window has and that are still as it has them. */
  #unchanged = 0

  /** `bars` are read here alone. */
  constructor(symbol: string, bars: BarSource, indicators: ChartIndicators = ChartIndicators.none) {
    this.symbol = symbol
    this.indicators = indicators
    this.#bars = bars
  }

  /** Bytes that one bar with its values takes in a message. */
  get bytesPerBar(): number {
    return bytesPerBar + this.indicators.bytesPerBar
  }

  /** Takes in what is known now, and what is no longer. */
  update(): void {
    const changed = Math.min(this.#bars.takeChangedFrom(), this.indicators.takeChangedFrom())
    this.#unchanged = Math.min(this.#unchanged, changed)
    this.#length = this.#bars.count()
  }

  /** Whether the window lacks something. */
  hasChange(): boolean {
    return this.#unchanged < this.#length || this.#sent !== this.#length
  }

  /**
   * Takes the place of a series under the same number, of which the window has the bars: those that are the same here
   * are not handed out again. Has to be called before anything is handed out.
   */
  takeOver(before: ChartSeries): void {
    if (before.#sent === undefined) return
    before.update()
    this.update()
    const most = Math.min(before.#unchanged, this.#length)
    this.#sent = before.#sent
    this.#unchanged = sameBars(before.#bars.columns(), this.#bars.columns(), most)
    if (
      this.#unchanged < most ||
      !isDeepStrictEqual(before.indicators.lines(0, most), this.indicators.lines(0, most))
    )
      this.#unchanged = 0
  }

  /** Hands out at most `limit` bars of what the window lacks, and counts them as sent; undefined when it lacks nothing. */
  take(limit: number): SeriesChange | undefined {
    if (!this.hasChange()) return undefined
    const from = Math.min(this.#unchanged, this.#length)
    const to = Math.min(this.#length, from + limit)
    this.#sent = to
    this.#unchanged = to
    const columns = sliceColumns(this.#bars.columns(), from, to)
    return { from, columns, indicators: this.indicators.lines(from, to) }
  }
}

/** How many of the first `most` bars are the same in both columns. */
function sameBars(one: BarColumns, other: BarColumns, most: number): number {
  for (let index = 0; index < most; index++)
    if (columnNames.some((name) => !Object.is(one[name][index], other[name][index]))) return index
  return most
}
