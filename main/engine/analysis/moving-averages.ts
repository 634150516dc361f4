import { at, type BarColumns } from '#shared/bars/columns.ts'
import { grown, type Kernel } from './kernel.ts'

/**
 * Mean of the last `period` closes. Sums run on from bar to bar and are made afresh each `period` bars, so that
 * rounding never adds up over more than that.
 */
export class SimpleAverage implements Kernel {
  readonly #period: number
  #sums: Float64Array = new Float64Array(0)
  readonly outputs: [Float64Array] = [new Float64Array(0)]

  constructor(period: number) {
    this.#period = period
  }

  compute({ close }: BarColumns, from: number, to: number): void {
    this.#sums = grown(this.#sums, to)
    this.outputs[0] = grown(this.outputs[0], to)
    const sums = this.#sums
    const values = this.outputs[0]
    const period = this.#period
    let sum = from === 0 ? 0 : at(sums, from - 1)
    let untilFresh = period - 1 - (from % period)
    for (let index = from; index < to; index++) {
      if (untilFresh === 0) {
        sum = 0
        for (let child = index - period + 1; child <= index; child++) sum += at(close, child)
        untilFresh = period
      } else {
        sum += index < period ? at(close, index) : at(close, index) - at(close, index - period)
      }
      untilFresh--
      sums[index] = sum
      values[index] = sum / period
    }
  }
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
