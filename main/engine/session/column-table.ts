import type { BarColumns } from '#shared/bars/columns.ts'
import type { SharedArena } from './shared-arena.ts'

export type Column = Float64Array | Int32Array | Uint8Array

/** 1m bars, and beside each the number of the late write that it was touched by last; 0 where there was none. */
export interface BarTable {
  readonly bars: BarColumns
  readonly revised: Int32Array
}

/** Best bid and offer, an entry a quote, by time. */
export interface QuoteEvents {
  readonly time: Float64Array
  readonly bid: Float64Array
  readonly ask: Float64Array
  readonly bidSize: Float64Array
  readonly askSize: Float64Array
}

/** Trades, an entry each, by time. */
export interface TickEvents {
  readonly time: Float64Array
  readonly price: Float64Array
  readonly size: Float64Array
}

/** How the columns of a table lie in shared memory. */
export interface Layout<Columns> {
  readonly bytesPerRow: number
  /** Columns of `capacity` rows from `offset` on. */
  view(buffer: SharedArrayBuffer, offset: number, capacity: number): Columns
  list(columns: Columns): readonly Column[]
}

/** Columns of doubles, one after the other. */
function doubles(buffer: SharedArrayBuffer, offset: number, capacity: number) {
  return (index: number) => new Float64Array(buffer, offset + 8 * index * capacity, capacity)
}

export const barLayout: Layout<BarTable> = {
  bytesPerRow: 6 * 8 + 4 + 1,
  view(buffer, offset, capacity) {
    const column = doubles(buffer, offset, capacity)
    return {
      bars: {
        start: column(0),
        open: column(1),
        high: column(2),
        low: column(3),
        close: column(4),
        volume: column(5),
        state: new Uint8Array(buffer, offset + 52 * capacity, capacity),
      },
      revised: new Int32Array(buffer, offset + 48 * capacity, capacity),
    }
  },
  list: ({ bars, revised }) => [
    bars.start,
    bars.open,
    bars.high,
    bars.low,
    bars.close,
    bars.volume,
    bars.state,
    revised,
  ],
}

export const quoteLayout: Layout<QuoteEvents> = {
  bytesPerRow: 5 * 8,
  view(buffer, offset, capacity) {
    const column = doubles(buffer, offset, capacity)
    return { time: column(0), bid: column(1), ask: column(2), bidSize: column(3), askSize: column(4) }
  },
  list: ({ time, bid, ask, bidSize, askSize }) => [time, bid, ask, bidSize, askSize],
}

export const tickLayout: Layout<TickEvents> = {
  bytesPerRow: 3 * 8,
  view(buffer, offset, capacity) {
    const column = doubles(buffer, offset, capacity)
    return { time: column(0), price: column(1), size: column(2) }
  },
  list: ({ time, price, size }) => [time, price, size],
}

/** Words of a table's header, which readers see change only as a whole. */
export const tableWords = { count: 0, block: 1, capacity: 2, revision: 3, epoch: 4 } as const
export const headerWords = 6
/** Blocks lie at multiples of 8, so that their place fits into a word. */
export const blockUnit = 8

/**
 * Columns that grow in shared memory. A larger block takes the place of a full one; the old one stays as it is for
 * those who read it still. The caller counts the rows; readers get to know of them when they are published.
 */
export class ColumnTable<Columns> {
  readonly headerOffset: number
  readonly #arena: SharedArena
  readonly #layout: Layout<Columns>
  readonly #header: Int32Array
  #columns: Columns
  #capacity: number
  #block: number

  constructor(arena: SharedArena, layout: Layout<Columns>, capacity: number) {
    this.#arena = arena
    this.#layout = layout
    this.headerOffset = arena.allocate(headerWords * Int32Array.BYTES_PER_ELEMENT)
    this.#header = new Int32Array(arena.buffer, this.headerOffset, headerWords)
    this.#capacity = capacity
    this.#block = arena.allocate(capacity * layout.bytesPerRow)
    this.#columns = layout.view(arena.buffer, this.#block, capacity)
  }

  get columns(): Columns {
    return this.#columns
  }

  get capacity(): number {
    return this.#capacity
  }

  /** Makes room for `rows` rows, of which `count` are in use; the columns are others afterwards. */
  reserve(rows: number, count: number): void {
    if (rows <= this.#capacity) return
    const capacity = Math.max(rows, 2 * this.#capacity)
    const block = this.#arena.allocate(capacity * this.#layout.bytesPerRow)
    const columns = this.#layout.view(this.#arena.buffer, block, capacity)
    const before = this.#layout.list(this.#columns)
    this.#layout.list(columns).forEach((column, index) => {
      const old = before[index]
      if (old) column.set(old.subarray(0, count))
    })
    this.#block = block
    this.#capacity = capacity
    this.#columns = columns
  }

  /** Moves rows [index, count) one row on. */
  openRow(index: number, count: number): void {
    this.reserve(count + 1, count)
    for (const column of this.#layout.list(this.#columns)) column.copyWithin(index + 1, index, count)
  }

  /** Moves rows [index + 1, count) one row back. */
  closeRow(index: number, count: number): void {
    for (const column of this.#layout.list(this.#columns)) column.copyWithin(index, index + 1, count)
  }

  /** Writes what readers see; to be called between the arena's beginPublish and endPublish. */
  publish(count: number, revision: number, epoch: number): void {
    const header = this.#header
    header[tableWords.count] = count
    header[tableWords.block] = this.#block / blockUnit
    header[tableWords.capacity] = this.#capacity
    header[tableWords.revision] = revision
    header[tableWords.epoch] = epoch
  }
}
