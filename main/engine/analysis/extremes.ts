import { at, type BarColumns } from '#shared/bars/columns.ts'
import { grown, type Kernel } from './kernel.ts'

/** The highest high or the lowest low of the last `period` bars. */
export class Extreme implements Kernel {
  readonly #side: 'high' | 'low'
  readonly #period: number
  /** By bar: index of the extreme among the last `period`, the latest of equal ones. */
  #best: Float64Array = new Float64Array(0)
  readonly outputs: [Float64Array] = [new Float64Array(0)]

  constructor(side: 'high' | 'low', period: number) {
    this.#side = side
    this.#period = period
  }

  compute(bars: BarColumns, from: number, to: number): void {
    this.#best = grown(this.#best, to)
    this.outputs[0] = grown(this.outputs[0], to)
    const column = bars[this.#side]
    const sign = this.#side === 'high' ? 1 : -1
    let best = from === 0 ? 0 : at(this.#best, from - 1)
    for (let index = from; index < to; index++) {
      if (best <= index - this.#period) best = bestOf(column, index - this.#period + 1, index, sign)
      else if (sign * at(column, index) >= sign * at(column, best)) best = index
      this.#best[index] = best
      this.outputs[0][index] = at(column, best)
    }
  }
}

/** Index of the extreme of entries first to last, both included, the latest of equal ones. */
function bestOf(column: Float64Array, first: number, last: number, sign: number): number {
  let best = first
  for (let index = first + 1; index <= last; index++)
    if (sign * at(column, index) >= sign * at(column, best)) best = index
  return best
}
