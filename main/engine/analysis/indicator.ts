import { at } from '#shared/bars/columns.ts'
import { Failure } from '#shared/protocol/failure.ts'
import {
  type IndicatorDescription,
  type IndicatorName,
  indicators,
  suggestion,
} from '#shared/session-file/indicators.ts'
import type { BarReader, BarSeries } from './bar-series.ts'
import type { Kernel } from './kernel.ts'

/** Values of one output for bars [from, to): entry i is that of bar i of the series. NaN where a bar has none. */
export interface IndicatorValues {
  readonly values: Float64Array
  readonly from: number
  readonly to: number
}

/**
 * One indicator over the bars of a symbol and interval. It is computed when it is read, from the first bar that
 * has changed on, and knows nothing of bars that are not final unless it was asked to.
 */
export class Indicator implements BarReader {
  readonly name: IndicatorName
  /** Bars up to and including the first that has a value. */
  readonly warmUp: number
  readonly #outputs: readonly string[]
  readonly #series: BarSeries
  readonly #kernel: Kernel
  readonly #withForming: boolean
  /** The column of the first output. */
  #first: Float64Array
  /** Bars whose values are computed and still hold; it may be more than those that are visible. */
  #computed = 0
  /** The lowest bar whose value is new since this was asked last. */
  #news = 0

  constructor(
    name: IndicatorName,
    params: Readonly<Record<string, number>>,
    series: BarSeries,
    kernel: Kernel,
    withForming: boolean,
  ) {
    const description: IndicatorDescription = indicators[name]
    this.name = name
    this.warmUp = description.warmUp(params)
    this.#outputs = description.outputs
    this.#series = series
    this.#kernel = kernel
    this.#withForming = withForming
    this.#first = this.#column(undefined)
    series.addReader(this)
  }

  changedFrom(index: number): void {
    if (index < this.#computed) this.#computed = index
    if (index < this.#news) this.#news = index
  }

  /**
   * The value at the latest bar, or at the one `ago` bars before it; undefined while it warms up and where the
   * bars allow none. The first output unless another is named.
   */
  value(ago = 0, output?: string): number | undefined {
    const to = this.#update()
    const index = to - 1 - ago
    if (index < this.warmUp - 1 || index >= to) return undefined
    const value = at(output === undefined ? this.#first : this.#column(output), index)
    return Number.isNaN(value) ? undefined : value
  }

  /** How many bars are still missing before there is a value; 0 when there is one. */
  missing(): number {
    return Math.max(0, this.warmUp - this.#update())
  }

  /** All values of an output, those of the warm-up left out. The column is replaced as it grows. */
  values(output?: string): IndicatorValues {
    const to = this.#update()
    return { values: this.#column(output), from: Math.min(this.warmUp - 1, to), to }
  }

  /** The lowest bar whose value is new since this was asked last, for the one who shows it. */
  takeChangedFrom(): number {
    const to = this.#update()
    const from = Math.min(this.#news, to)
    this.#news = to
    return from
  }

  /** Computes what is missing, ahead where bars are known; the number of bars whose values may be read. */
  #update(): number {
    const series = this.#series
    const to = this.#withForming ? series.countAll() : series.count()
    const from = this.#computed
    if (from < to) {
      const known = series.knownAfter(to)
      this.#kernel.compute(series.columns(), from, known, series.sessionStarts())
      this.#first = this.#column(undefined)
      this.#computed = known
    }
    return to
  }

  #column(output: string | undefined): Float64Array {
    const index = output === undefined ? 0 : this.#outputs.indexOf(output)
    const column = this.#kernel.outputs[index]
    if (!column)
      throw new Failure(
        'usage',
        `${this.name} has no value "${output}"${suggestion(output ?? '', this.#outputs)}.`,
      )
    return column
  }
}
