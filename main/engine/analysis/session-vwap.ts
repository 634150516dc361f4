import { at, type BarColumns } from '#shared/bars/columns.ts'
import { grown, type Kernel } from './kernel.ts'

/** Mean of typical prices weighted by volume since the session began; no value before its first volume. */
export class SessionVwap implements Kernel {
  #turnover: Float64Array = new Float64Array(0)
  #volume: Float64Array = new Float64Array(0)
  readonly outputs: [Float64Array] = [new Float64Array(0)]

  compute(bars: BarColumns, from: number, to: number, sessionStarts: readonly number[]): void {
    this.#turnover = grown(this.#turnover, to)
    this.#volume = grown(this.#volume, to)
    this.outputs[0] = grown(this.outputs[0], to)
    let next = sessionStarts.findIndex((start) => start >= from)
    if (next < 0) next = sessionStarts.length
    let first = from
    while (first < to) {
      const end = Math.min(to, sessionStarts[next] ?? to)
      if (end > first) this.#computeWithin(bars, first, end, first === sessionStarts[next - 1])
      first = end
      next++
    }
  }

  #computeWithin({ high, low, close, volume }: BarColumns, from: number, to: number, begins: boolean): void {
    let turnover = begins || from === 0 ? 0 : at(this.#turnover, from - 1)
    let traded = begins || from === 0 ? 0 : at(this.#volume, from - 1)
    for (let index = from; index < to; index++) {
      const typical = (at(high, index) + at(low, index) + at(close, index)) / 3
      turnover += typical * at(volume, index)
      traded += at(volume, index)
      this.#turnover[index] = turnover
      this.#volume[index] = traded
      this.outputs[0][index] = turnover / traded
    }
  }
}
