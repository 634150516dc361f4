import { at, lowerBound, upperBound } from '#shared/bars/columns.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { type Column, ColumnTable, type Layout } from './column-table.ts'
import type { SharedArena } from './shared-arena.ts'

const firstCapacity = 256

/** Events [from, to) of columns that may be longer: a view without a copy. */
export interface EventRange<Columns> {
  readonly columns: Columns
  readonly from: number
  readonly to: number
}

/**
 * Quotes or ticks of one symbol that are known at the clock, in shared columns that grow, by time; events of one
 * time in the order they came. One that comes late takes its place by time (T3). One writer; a range is good until
 * the next write.
 */
export class EventSeries<Columns extends { readonly time: Float64Array }> {
  readonly #arena: SharedArena
  readonly #layout: Layout<Columns>
  readonly #table: ColumnTable<Columns>
  #list: readonly Column[]
  #count = 0
  #lateWrites = 0
  #epoch = 0

  constructor(arena: SharedArena, layout: Layout<Columns>) {
    this.#arena = arena
    this.#layout = layout
    this.#table = new ColumnTable(arena, layout, firstCapacity)
    this.#list = layout.list(this.#table.columns)
  }

  get headerOffset(): number {
    return this.#table.headerOffset
  }

  get count(): number {
    return this.#count
  }

  /** Adds an event: its values in the order of the columns, time first. */
  add(...values: readonly number[]): void {
    const time = values[0] as number
    if (this.#isLate(time)) this.#insert(upperBound(this.#table.columns.time, time, this.#count), values)
    else this.#write(this.#count, values)
  }

  /** Adds events [from, to) of `source`, sorted by time. */
  addAll(source: Columns, from: number, to: number): void {
    const columns = this.#layout.list(source)
    let index = from
    while (index < to && this.#isLate(at(source.time, index))) this.add(...rowOf(columns, index++))
    const first = this.#count
    this.#reserve(first + to - index)
    for (let column = 0; column < columns.length; column++) {
      const target = this.#list[column] as Column
      const values = columns[column] as Column
      for (let row = index; row < to; row++) target[first + row - index] = values[row] as number
    }
    this.#count = first + to - index
  }

  /** The latest event as a range of one; undefined before the first. */
  latest(): EventRange<Columns> | undefined {
    return this.#count === 0 ? undefined : this.last(1)
  }

  /** The last `count` events, or all when there are fewer. */
  last(count: number): EventRange<Columns> {
    return { columns: this.#table.columns, from: Math.max(0, this.#count - count), to: this.#count }
  }

  /** Events at `time` or later. */
  since(time: EpochMs): EventRange<Columns> {
    const { columns } = this.#table
    return { columns, from: lowerBound(columns.time, time, this.#count), to: this.#count }
  }

  /** Forgets every event after `time`. */
  rewindTo(time: EpochMs): void {
    const keep = upperBound(this.#table.columns.time, time, this.#count)
    if (keep === this.#count) return
    this.#arena.rewrite()
    this.#count = keep
    this.#epoch++
  }

  /** Writes what readers in other threads see. */
  publish(): void {
    this.#table.publish(this.#count, this.#lateWrites, this.#epoch)
  }

  #isLate(time: number): boolean {
    return this.#count > 0 && time < at(this.#table.columns.time, this.#count - 1)
  }

  #insert(index: number, values: readonly number[]): void {
    this.#arena.rewrite()
    this.#reserve(this.#count + 1)
    this.#table.openRow(index, this.#count)
    this.#lateWrites++
    this.#write(index, values)
  }

  #write(index: number, values: readonly number[]): void {
    this.#reserve(this.#count + 1)
    const columns = this.#list
    for (let column = 0; column < columns.length; column++)
      (columns[column] as Column)[index] = values[column] as number
    this.#count++
  }

  #reserve(rows: number): void {
    if (rows <= this.#table.capacity) return
    this.#table.reserve(rows, this.#count)
    this.#list = this.#layout.list(this.#table.columns)
  }
}

function rowOf(columns: readonly Column[], index: number): number[] {
  return columns.map((column) => column[index] as number)
}
