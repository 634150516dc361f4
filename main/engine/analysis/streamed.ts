import { at, type BarColumns } from '#shared/bars/columns.ts'
import { grown, type Kernel } from './kernel.ts'

/** One bar as the library's indicators take it. */
export interface Candle {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** Takes one more bar and writes its values into `row`, an entry an output; says whether there are any yet. */
export type Stream = (candle: Candle, row: Float64Array) => boolean

/**
 * An indicator that goes forward only. When bars change it is begun anew and runs over all bars again, which for
 * the some thousand bars of a run takes less than a millisecond, and changes are few.
 */
export class StreamedIndicator implements Kernel {
  readonly #begin: () => Stream
  readonly #row: Float64Array
  readonly outputs: Float64Array[]
  #stream: Stream
  /** Bars that the stream has taken. */
  #taken = 0

  constructor(outputs: number, begin: () => Stream) {
    this.#begin = begin
    this.#stream = begin()
    this.#row = new Float64Array(outputs)
    this.outputs = Array.from({ length: outputs }, () => new Float64Array(0))
  }

  compute(bars: BarColumns, from: number, to: number): void {
    for (const [output, column] of this.outputs.entries()) this.outputs[output] = grown(column, to)
    if (from < this.#taken) {
      this.#stream = this.#begin()
      this.#taken = 0
    }
    for (let index = this.#taken; index < to; index++) {
      const hasValues = this.#stream(candleAt(bars, index), this.#row)
      for (const [output, column] of this.outputs.entries())
        column[index] = hasValues ? at(this.#row, output) : Number.NaN
    }
    this.#taken = to
  }
}

function candleAt(bars: BarColumns, index: number): Candle {
  return {
    open: at(bars.open, index),
    high: at(bars.high, index),
    low: at(bars.low, index),
    close: at(bars.close, index),
    volume: at(bars.volume, index),
  }
}
