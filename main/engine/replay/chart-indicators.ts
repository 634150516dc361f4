import type { IndicatorLines } from '#shared/protocol/chart-calls.ts'
import { indicators } from '#shared/session-file/indicators.ts'
import type { Indicator } from '../analysis/indicator.ts'

/** What names and headers of an indicator, and of each of its columns in a message, take at most. */
const plotOverheadBytes = 64
const lineOverheadBytes = 64

/** An indicator under the number that the window gave it. */
export interface Plot {
  readonly id: number
  readonly indicator: Indicator
}

/** Bars that the indicators know before the chart's first one. */
export interface EarlierBars {
  /** Is another when these bars, and with them values of the chart's bars, are others. */
  readonly version: number
  count(): number
}

const noEarlierBars: EarlierBars = { version: 0, count: () => 0 }

/**
 * The indicators of one open chart. Their values belong to bars by index: a value depends on bars up to its own
 * alone, so that it holds as long as these do, and what the window lacks of values is what it lacks of bars.
 */
export class ChartIndicators {
  static readonly none = new ChartIndicators([])
  readonly #plots: readonly Plot[]
  readonly #earlier: EarlierBars
  #seen: number

  constructor(plots: readonly Plot[], earlier = noEarlierBars) {
    this.#plots = plots
    this.#earlier = earlier
    this.#seen = earlier.version
  }

  indicators(): readonly Indicator[] {
    return this.#plots.map(({ indicator }) => indicator)
  }

  /** Bytes of the values of one bar. */
  get bytesPerBar(): number {
    return this.#lineCount() * Float64Array.BYTES_PER_ELEMENT
  }

  /** Bytes of a message that do not depend on the number of bars, at most. */
  get overheadBytes(): number {
    return this.#plots.length * plotOverheadBytes + this.#lineCount() * lineOverheadBytes
  }

  /** The first bar whose values are others since this was asked last, though the bar is not; infinite when none is. */
  takeChangedFrom(): number {
    const { version } = this.#earlier
    const isSeen = version === this.#seen
    this.#seen = version
    return isSeen ? Number.POSITIVE_INFINITY : 0
  }

  /** Values for bars [from, to) of the chart in columns of their own: NaN while warming up and for a bar that is forming. */
  lines(from: number, to: number): IndicatorLines[] {
    return this.#plots.map(({ id, indicator }) => ({
      id,
      lines: indicators[indicator.name].outputs.map((output) => this.#line(indicator, output, from, to)),
    }))
  }

  #line(indicator: Indicator, output: string, from: number, to: number): Float64Array {
    const { values, from: first, to: end } = indicator.values(output)
    const line = new Float64Array(to - from).fill(Number.NaN)
    const earlier = this.#earlier.count()
    const start = Math.max(from + earlier, first)
    const stop = Math.min(to + earlier, end)
    if (start < stop) line.set(values.subarray(start, stop), start - earlier - from)
    return line
  }

  #lineCount(): number {
    return this.#plots.reduce((sum, { indicator }) => sum + indicators[indicator.name].outputs.length, 0)
  }
}
