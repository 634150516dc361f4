import { type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import type { BarSource } from '../history/bar-source.ts'

/** What the window does to a chart's bars: cut them at index `from` and append `columns`. */
export interface SeriesChange {
  readonly from: number
  readonly columns: BarColumns
}

/**
 * The bars of one open chart and how many of them the window has. `take` hands out the difference, whatever made
 * it: new bars, a forming bar, a step back, a chart just opened.
 */
export class ChartSeries {
  readonly symbol: string
  readonly #bars: BarSource
  #length = 0
  /** Bars that the window has; undefined until it was told for the first time that it has none. */
  #sent: number | undefined
  /** Leading bars that the window has and that are still as it has them. */
  #unchanged = 0

  /** `bars` are read here alone. */
  constructor(symbol: string, bars: BarSource) {
    this.symbol = symbol
    this.#bars = bars
  }

  /** Takes in what is known now, and what is no longer. */
  update(): void {
    this.#unchanged = Math.min(this.#unchanged, this.#bars.takeChangedFrom())
    this.#length = this.#bars.count()
  }

  /** Whether the window lacks something. */
  hasChange(): boolean {
    return this.#unchanged < this.#length || this.#sent !== this.#length
  }

  /** Hands out at most `limit` bars of what the window lacks, and counts them as sent; undefined when it lacks nothing. */
  take(limit: number): SeriesChange | undefined {
    if (!this.hasChange()) return undefined
    const from = Math.min(this.#unchanged, this.#length)
    const to = Math.min(this.#length, from + limit)
    this.#sent = to
    this.#unchanged = to
    return { from, columns: sliceColumns(this.#bars.columns(), from, to) }
  }
}
