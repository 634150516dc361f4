import type { BarRange } from '#shared/bars/columns.ts'

/** Bars as known at the clock, for readers that keep up with them: minutes, or bars made of minutes. */
export interface BarSeries {
  /** Goes on whenever bars changed other than by growing at the end. */
  readonly version: number
  /** All bars; the range is good until the next write. */
  range(): BarRange
  /** Lowest index of the range read last that was changed after `version`; infinite when nothing was. */
  changedSince(version: number): number
}

/**
 * A reader's place in a series: `next` answers from which index on the bars are new or others since it was asked
 * last, so that the reader cuts there and takes the rest.
 */
export class SeriesCursor {
  readonly #series: BarSeries
  #version: number
  #count = 0

  constructor(series: BarSeries) {
    this.#series = series
    this.#version = series.version
  }

  next(): { readonly range: BarRange; readonly changedFrom: number } {
    const range = this.#series.range()
    const changedFrom = Math.min(this.#count, this.#series.changedSince(this.#version))
    this.#version = this.#series.version
    this.#count = range.to
    return { range, changedFrom }
  }
}
