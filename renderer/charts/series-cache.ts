import { allocateColumns, type BarColumns, setColumns } from '#shared/bars/columns.ts'
import { Failure } from '#shared/protocol/failure.ts'

const firstCapacity = 512

/** What an update did to a cache: bars before `kept` stand, `was` bars stood before, `length` stand now. */
export interface SeriesChange {
  readonly kept: number
  readonly was: number
  readonly length: number
}

/** The bars of one open chart as columns that grow, with a revision that counts their changes. */
export class SeriesCache {
  #columns: BarColumns = allocateColumns(firstCapacity)
  #length = 0
  #revision = 0

  /** Columns with room to spare: only the first `length` bars count. */
  get columns(): BarColumns {
    return this.#columns
  }

  get length(): number {
    return this.#length
  }

  get revision(): number {
    return this.#revision
  }

  /** Cuts at bar `from` and appends. Throws a Failure when bars before `from` never came. */
  apply(from: number, added: BarColumns): SeriesChange {
    const was = this.#length
    if (from > was) {
      throw new Failure('bad-message', `Bars ${was} to ${from} of a chart never came; it is opened again.`)
    }
    const length = from + added.start.length
    this.#reserve(length, from)
    setColumns(this.#columns, added, from)
    this.#length = length
    this.#revision += 1
    return { kept: from, was, length }
  }

  clear(): void {
    this.#length = 0
    this.#revision += 1
  }

  #reserve(length: number, keep: number): void {
    if (length <= this.#columns.start.length) return
    const grown = allocateColumns(Math.max(length, 2 * this.#columns.start.length))
    setColumns(grown, firstBars(this.#columns, keep), 0)
    this.#columns = grown
  }
}

function firstBars(columns: BarColumns, length: number): BarColumns {
  return {
    start: columns.start.subarray(0, length),
    open: columns.open.subarray(0, length),
    high: columns.high.subarray(0, length),
    low: columns.low.subarray(0, length),
    close: columns.close.subarray(0, length),
    volume: columns.volume.subarray(0, length),
    state: columns.state.subarray(0, length),
  }
}
