import { at, type BarColumns, priceColumns, sliceColumns, upperBound } from '#shared/bars/columns.ts'
import type { BarSource } from '../../history/bar-source.ts'

/** Farther than this a series is searched, not walked. */
const mostSteps = 8

/**
 * Bars of one symbol and interval as a run shows them: those that have ended on its clock. What comes after them is
 * in the columns already, so that an indicator is computed in long stretches; it is not handed out. Prices are as
 * traded; at a split those before it are told anew in the shares of after it (R21), never ahead of it.
 */
export class RunSeries implements BarSource {
  readonly #columns: BarColumns
  readonly #end: Float64Array
  readonly #sessionStarts: readonly number[]
  /** Bars with which sessions begin before which shares were split, those that are still to come. */
  readonly #splits: number[]
  #count = 0
  #known: number
  #changedFrom = 0

  /** `end` is when each bar ended, milliseconds UTC; `splits` the bars before which shares were split, in order. */
  constructor(
    columns: BarColumns,
    end: Float64Array,
    sessionStarts: readonly number[],
    splits: readonly number[] = [],
  ) {
    this.#columns = splits.length > 0 ? sliceColumns(columns) : columns
    this.#end = end
    this.#sessionStarts = sessionStarts
    this.#splits = [...splits]
    this.#known = this.#splits[0] ?? columns.start.length
  }

  /** Shows the bars that have ended at a time, which only goes forward. */
  showUntil(time: number): void {
    const end = this.#end
    let count = this.#count
    if (count + mostSteps < end.length && at(end, count + mostSteps) <= time) count = upperBound(end, time)
    while (count < end.length && at(end, count) <= time) count += 1
    this.#count = count
  }

  /** The next of its splits has come: `ratio` shares for each one. */
  split(ratio: number): void {
    const bar = this.#splits.shift()
    if (bar === undefined) return
    this.#known = this.#splits[0] ?? this.#columns.start.length
    for (const name of priceColumns) {
      const column = this.#columns[name]
      for (let index = 0; index < bar; index += 1) column[index] = (column[index] as number) / ratio
    }
    const { volume } = this.#columns
    for (let index = 0; index < bar; index += 1) volume[index] = (volume[index] as number) * ratio
    this.#changedFrom = 0
  }

  columns(): BarColumns {
    return this.#columns
  }

  count(): number {
    return this.#count
  }

  known(): number {
    return this.#known
  }

  takeChangedFrom(): number {
    const from = this.#changedFrom
    if (from !== Number.POSITIVE_INFINITY) this.#changedFrom = Number.POSITIVE_INFINITY
    return from
  }

  sessionStarts(): readonly number[] {
    return this.#sessionStarts
  }
}
