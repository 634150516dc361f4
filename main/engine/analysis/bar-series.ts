import { at, type BarColumns, type BarRange } from '#shared/bars/columns.ts'
import { forming } from '#shared/bars/state.ts'
import type { BarSource } from '../history/bar-source.ts'

/** Who is told from where on the bars of a series are others than before. */
export interface BarReader {
  changedFrom(index: number): void
}

/** The bars of one symbol and interval as strategies and charts read them: final ones unless others are asked for. */
export class BarSeries {
  readonly #source: BarSource
  readonly #readers: BarReader[] = []

  constructor(source: BarSource) {
    this.#source = source
  }

  /** Tells a reader of every change from now on. */
  addReader(reader: BarReader): void {
    this.#readers.push(reader)
  }

  /** Tells a reader nothing any more. */
  removeReader(reader: BarReader): void {
    const index = this.#readers.indexOf(reader)
    if (index >= 0) this.#readers.splice(index, 1)
  }

  /** Whether anyone is told of changes. */
  hasReaders(): boolean {
    return this.#readers.length > 0
  }

  columns(): BarColumns {
    return this.#source.columns()
  }

  sessionStarts(): readonly number[] {
    return this.#source.sessionStarts()
  }

  /** Takes in what has changed and answers the number of bars, the forming one at the end included. */
  countAll(): number {
    const changed = this.#source.takeChangedFrom()
    if (changed < this.#source.known()) {
      const readers = this.#readers
      for (let index = 0; index < readers.length; index++) (readers[index] as BarReader).changedFrom(changed)
    }
    return this.#source.count()
  }

  /** How many bars one may compute with who reads the first `count`: also those that are final but not visible yet. */
  knownAfter(count: number): number {
    return count === this.#source.count() ? this.#source.known() : count
  }

  /** As `countAll`, without bars that are still forming (R10). */
  count(): number {
    let count = this.countAll()
    // Only the last bar of all may be forming.
    if (count < this.#source.known()) return count
    const { state } = this.#source.columns()
    while (count > 0 && at(state, count - 1) & forming) count--
    return count
  }

  /** The last `count` final bars, or all when there are fewer; with `forming` also the one that is forming. */
  last(count: number, options: { readonly forming?: boolean } = {}): BarRange {
    const to = options.forming ? this.countAll() : this.count()
    return { columns: this.#source.columns(), from: count < to ? to - count : 0, to }
  }
}
