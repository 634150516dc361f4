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

/**
 * The indicators of one open chart. Their values belong to bars by index: a value depends on bars up to its own
 * alone, so that it holds as long as these do, and what the window lacks of values is what it lacks of bars.
 */
export class ChartIndicators {
  static readonly none = new ChartIndicators([], 0)
  readonly #plots: readonly Plot[]
  /** Bars that the indicators know before the chart's first one. */
  readonly #earlier: number

  constructor(plots: readonly Plot[], earlier: number) {
    this.#plots = plots
    this.#earlier = earlier
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
    const earlier = this.#earlier
    const start = Math.max(from + earlier, first)
    const stop = Math.min(to + earlier, end)
    if (start < stop) line.set(values.subarray(start, stop), start - earlier - from)
    return line
  }

  #lineCount(): number {
    return this.#plots.reduce((sum, { indicator }) => sum + indicators[indicator.name].outputs.length, 0)
  }
}
