import { at, type BarColumns } from '#shared/bars/columns.ts'
import { grown, type Kernel } from './kernel.ts'

/**
 * Mean of the last `period` closes. Sums run on from bar to bar and are made afresh each `period` bars, so that
 * rounding never adds up over more than that.
 */
export class SimpleAverage implements Kernel {
  readonly #period: number
  /** Sum of the closes that end before bar `#next`. */
  #sum = 0
  #next = 0
  readonly outputs: [Float64Array] = [new Float64Array(0)]

  constructor(period: number) {
    this.#period = period
  }

  compute({ close }: BarColumns, from: number, to: number): void {
    const values = grown(this.outputs[0], to)
    this.outputs[0] = values
    const period = this.#period
    let sum = from === this.#next ? this.#sum : this.#sumBefore(close, from)
    let untilFresh = period - 1 - (from % period)
    // What the sum is made afresh of grows beside it, in the order of bars.
    let afresh = sumOf(close, from - (from % period), from - 1)
    for (let index = from; index < to; index++) {
      const added = at(close, index)
      afresh += added
      if (untilFresh === 0) {
        sum = afresh
        afresh = 0
        untilFresh = period
      } else {
        sum += index < period ? added : added - at(close, index - period)
      }
      untilFresh--
      values[index] = sum / period
    }
    this.#sum = sum
    this.#next = to
  }

  /** The sum as it stands before a bar, run on from where it was made afresh last. */
  #sumBefore(close: Float64Array, bar: number): number {
    const period = this.#period
    const runOn = bar - (bar % period)
    let sum = runOn === 0 ? 0 : sumOf(close, runOn - period, runOn - 1)
    for (let index = runOn; index < bar; index++)
      sum += index < period ? at(close, index) : at(close, index) - at(close, index - period)
    return sum
  }
}

function sumOf(close: Float64Array, first: number, last: number): number {
  let sum = 0
  for (let index = first; index <= last; index++) sum += at(close, index)
  return sum
}

/** Average of all closes in which the weight of each falls by a constant factor from bar to bar. */
export class ExponentialAverage implements Kernel {
  readonly #weight: number
  readonly outputs: [Float64Array] = [new Float64Array(0)]

  constructor(period: number) {
    this.#weight = 2 / (period + 1)
  }

  compute({ close }: BarColumns, from: number, to: number): void {
    const values = grown(this.outputs[0], to)
    this.outputs[0] = values
    const weight = this.#weight
    let value = from === 0 ? at(close, 0) : at(values, from - 1)
    for (let index = from; index < to; index++) {
      value = at(close, index) * weight + value * (1 - weight)
      values[index] = value
    }
  }
}
