import { allocateColumns, type BarColumns } from '#shared/bars/columns.ts'
import type { BarSource } from '../../history/bar-source.ts'

/** A bar of a test: high, low, close, volume, state. */
export type ListedBar = readonly [high: number, low: number, close: number, volume: number, state?: number]

/** Bars written down one by one, which may be changed anywhere: the simplest source there is. */
export class BarList implements BarSource {
  #bars: ListedBar[] = []
  #changed = 0
  readonly #starts: readonly number[]

  constructor(bars: readonly ListedBar[] = [], sessionStarts: readonly number[] = [0]) {
    this.#starts = sessionStarts
    this.set(0, bars)
  }

  /** Replaces the bars from `index` on. */
  set(index: number, bars: readonly ListedBar[]): void {
    this.#bars = [...this.#bars.slice(0, index), ...bars]
    this.#changed = Math.min(this.#changed, index)
  }

  bars(): readonly ListedBar[] {
    return this.#bars
  }

  columns(): BarColumns {
    const columns = allocateColumns(this.#bars.length + 3)
    for (const [index, [high, low, close, volume, state = 0]] of this.#bars.entries()) {
      columns.start[index] = index * 60_000
      columns.open[index] = close
      columns.high[index] = high
      columns.low[index] = low
      columns.close[index] = close
      columns.volume[index] = volume
      columns.state[index] = state
    }
    return columns
  }

  count(): number {
    return this.#bars.length
  }

  known(): number {
    return this.#bars.length
  }

  takeChangedFrom(): number {
    const from = Math.min(this.#changed, this.#bars.length)
    this.#changed = Number.POSITIVE_INFINITY
    return from
  }

  sessionStarts(): readonly number[] {
    return this.#starts
  }
}
