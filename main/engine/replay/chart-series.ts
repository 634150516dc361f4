import {
  allocateColumns,
  type BarColumns,
  type BarRange,
  bytesPerBar,
  setColumns,
  sliceColumns,
} from '#shared/bars/columns.ts'
import type { IndicatorLines } from '#shared/protocol/chart-calls.ts'
import { type BarSeries, SeriesCursor } from '../session/bar-series.ts'
import { ChartIndicators } from './chart-indicators.ts'

/** What the window does to a chart's bars: cut them at index `from` and append `columns`. */
export interface SeriesChange {
  readonly from: number
  readonly columns: BarColumns
  readonly indicators: IndicatorLines[]
}

/**
 * The bars of one open chart and how many of them the window has. Bars of earlier sessions come first and never
 * change; those of the replayed session follow. `take` hands out the difference, whatever made it: new bars, a
 * forming bar, a step back, a chart just opened.
 */
export class ChartSeries {
  readonly symbol: string
  readonly indicators: ChartIndicators
  readonly #history: BarColumns
  readonly #live: SeriesCursor
  #range: BarRange = { columns: allocateColumns(0), from: 0, to: 0 }
  /** Bars that the window has; undefined until it was told for the first time that it has none. */
  #sent: number | undefined
  /** Leading bars that the window has and that are still as it has them. */
  #unchanged = 0

  constructor(
    symbol: string,
    history: BarColumns,
    live: BarSeries,
    indicators: ChartIndicators = ChartIndicators.none,
  ) {
    this.symbol = symbol
    this.indicators = indicators
    this.#history = history
    this.#live = new SeriesCursor(live)
  }

  /** Bytes that one bar with its values takes in a message. */
  get bytesPerBar(): number {
    return bytesPerBar + this.indicators.bytesPerBar
  }

  /** Takes in what is known now, and what is no longer. */
  update(): void {
    const { range, changedFrom } = this.#live.next()
    this.#range = range
    this.#unchanged = Math.min(this.#unchanged, this.#history.start.length + changedFrom)
  }

  /** Whether the window lacks something. */
  hasChange(): boolean {
    const length = this.#length()
    return this.#unchanged < length || this.#sent !== length
  }

  /** Hands out at most `limit` bars of what the window lacks, and counts them as sent; undefined when it lacks nothing. */
  take(limit: number): SeriesChange | undefined {
    if (!this.hasChange()) return undefined
    const from = Math.min(this.#unchanged, this.#length())
    const to = Math.min(this.#length(), from + limit)
    this.#sent = to
    this.#unchanged = to
    return { from, columns: this.#slice(from, to), indicators: this.indicators.lines(from, to) }
  }

  #length(): number {
    return this.#history.start.length + this.#range.to
  }

  #slice(from: number, to: number): BarColumns {
    const past = this.#history.start.length
    if (to <= past) return sliceColumns(this.#history, from, to)
    const live = sliceColumns(this.#range.columns, Math.max(0, from - past), to - past)
    if (from >= past) return live
    const both = allocateColumns(to - from)
    setColumns(both, sliceColumns(this.#history, from, past), 0)
    setColumns(both, live, past - from)
    return both
  }
}
