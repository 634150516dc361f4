import { allocateColumns, type BarColumns, setColumns, sliceColumns } from '#shared/bars/columns.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { LiveBars } from './live-bars.ts'

/** What the window does to a chart's bars: cut them at index `from` and append `columns`. */
export interface SeriesChange {
  readonly from: number
  readonly columns: BarColumns
}

/**
 * The bars of one open chart and how many of them the window has. Bars of earlier sessions come first and never
 * change; those of the replayed session follow. `take` hands out the difference, whatever made it: new bars, a
 * forming bar, a step back, a chart just opened.
 */
export class ChartSeries {
  readonly symbol: string
  readonly #history: BarColumns
  readonly #live: LiveBars
  /** Bars that the window has; undefined until it was told for the first time that it has none. */
  #sent: number | undefined
  /** Leading bars that the window has and that are still as it has them. */
  #unchanged = 0

  constructor(symbol: string, history: BarColumns, live: LiveBars) {
    this.symbol = symbol
    this.#history = history
    this.#live = live
  }

  /** Takes in what became known up to `clock`. */
  update(clock: EpochMs): void {
    this.#changedFrom(this.#live.update(clock))
  }

  /** Gives up what is no longer known, after the clock went back. */
  rewind(): void {
    this.#live.rewind()
    this.#changedFrom(this.#live.count())
  }

  /** Whether the window lacks something. */
  hasChange(): boolean {
    const length = this.#length()
    return this.#unchanged < length || this.#sent !== length
  }

  /** Hands out at most `limit` bars of what the window lacks, and counts them as sent; undefined when it lacks nothing. */
  take(limit: number): SeriesChange | undefined {
    if (!this.hasChange()) return undefined
    const from = Math.min(this.#unchanged, this.#length())
    const to = Math.min(this.#length(), from + limit)
    this.#sent = to
    this.#unchanged = to
    return { from, columns: this.#slice(from, to) }
  }

  #length(): number {
    return this.#history.start.length + this.#live.count()
  }

  #changedFrom(liveIndex: number): void {
    this.#unchanged = Math.min(this.#unchanged, this.#history.start.length + liveIndex)
  }

  #slice(from: number, to: number): BarColumns {
    const past = this.#history.start.length
    if (to <= past) return sliceColumns(this.#history, from, to)
    const live = sliceColumns(this.#live.columns(), Math.max(0, from - past), to - past)
    if (from >= past) return live
    const both = allocateColumns(to - from)
    setColumns(both, sliceColumns(this.#history, from, past), 0)
    setColumns(both, live, past - from)
    return both
  }
}
