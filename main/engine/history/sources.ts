import type { BarColumns, BarRange } from '#shared/bars/columns.ts'
import { type BarSeries, SeriesCursor } from '../session/bar-series.ts'
import type { BarSource } from './bar-source.ts'

const oneSession: readonly number[] = [0]

/** Bars of a session being played, minutes or bars made of them, as a source. */
export class SeriesSource implements BarSource {
  readonly #series: BarSeries
  readonly #cursor: SeriesCursor

  constructor(series: BarSeries) {
    this.#series = series
    this.#cursor = new SeriesCursor(series)
  }

  columns(): BarColumns {
    return this.#series.range().columns
  }

  count(): number {
    return this.#series.range().to
  }

  known(): number {
    return this.count()
  }

  takeChangedFrom(): number {
    return this.#cursor.next().changedFrom
  }

  sessionStarts(): readonly number[] {
    return oneSession
  }
}

/**
 * The 1m bars of a session that were all loaded before it began, shown one by one: for runs without a window. What
 * is read of it ends at `count()`, though the columns go on.
 */
export class LoadedSource implements BarSource {
  readonly #bars: BarRange
  #shown = 0
  #changed = 0

  /** `bars` begin at index 0 of their columns. Throws a RangeError when they do not. */
  constructor(bars: BarRange) {
    if (bars.from !== 0) throw new RangeError(`Loaded bars begin at index 0, not ${bars.from}`)
    this.#bars = bars
  }

  /** Shows the first `count` bars. */
  show(count: number): void {
    this.#shown = Math.min(count, this.#bars.to)
  }

  /** Tells that bars from `index` on were written to. */
  changedFrom(index: number): void {
    this.#changed = Math.min(this.#changed, index)
  }

  columns(): BarColumns {
    return this.#bars.columns
  }

  count(): number {
    return this.#shown
  }

  known(): number {
    return this.#bars.to
  }

  takeChangedFrom(): number {
    const from = this.#changed
    this.#changed = Number.POSITIVE_INFINITY
    return from
  }

  sessionStarts(): readonly number[] {
    return oneSession
  }
}
