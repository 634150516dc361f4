import { type BarValues, sameValues, setValues, valuesAt } from '#shared/bars/bar-values.ts'
import {
  allocateColumns,
  at,
  type BarColumns,
  type BarRange,
  lowerBound,
  setColumns,
  sliceColumns,
} from '#shared/bars/columns.ts'
import { corrected, mergeOrigin } from '#shared/bars/state.ts'
import { type EpochMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import type { PublishedBars } from './bar-delta.ts'
import type { BarSeries } from './bar-series.ts'
import { ChangeMarks } from './change-marks.ts'
import { type BarTable, barLayout, ColumnTable } from './column-table.ts'
import type { Revision } from './revision.ts'
import type { SharedArena } from './shared-arena.ts'

/**
 * A little more than the 390 minutes of a usual session, so that most never grow; and no power of two, with which
 * entries of one row would share a cache line's place in all columns.
 */
const firstCapacity = 400
const noBars = allocateColumns(0)
const noRevisions = new Int32Array(0)

/**
 * The 1m bars of one symbol that are known at the clock: read where a source has them, see `lend`, or in columns that
 * grow and that readers in other threads can share. A bar that starts after the
 * latest counts as known at its end; any other is late: it takes its place in the middle or that of its earlier
 * version, which is kept with the time the later one was known. One writer; a range is good until the next write.
 */
export class MinuteBars implements BarSeries {
  readonly #arena: SharedArena
  readonly #time: TimeProvider
  /** Undefined as long as there are no bars of its own. */
  #table: ColumnTable<BarTable> | undefined
  #lent: BarColumns | undefined
  readonly #marks = new ChangeMarks()
  /** Late writes in the order they were known, those that the clock has gone back over left out. */
  readonly #revisions: Revision[] = []
  #columns = noBars
  /** Room in the table's columns; what is lent has none. */
  #capacity = 0
  #count = 0
  #lastStart = Number.NEGATIVE_INFINITY
  #latest: BarRange | undefined
  #epoch = 0

  constructor(arena: SharedArena, time: TimeProvider) {
    this.#arena = arena
    this.#time = time
  }

  /** Where readers in other threads find the bars; they are copied there if they were read elsewhere so far. */
  get headerOffset(): number {
    return this.#own().headerOffset
  }

  get version(): number {
    return this.#marks.version
  }

  get count(): number {
    return this.#count
  }

  /** Late writes in the order they were known, as far as the clock has come. */
  get revisions(): readonly Revision[] {
    return this.#revisions
  }

  /**
   * Bars of these columns, which are sorted and stay as they are, are not copied when they are added one after the
   * other from the first on: the range grows over them, and its columns go on with bars that are not known yet. The
   * first bar of another origin, a late one or a reader in another thread ends that. Does nothing where there are bars.
   */
  lend(columns: BarColumns): void {
    if (this.#table !== undefined || this.#count > 0) return
    this.#lent = columns
    this.#columns = columns
  }

  /**
   * Adds a bar. With a `knownAt` after its end it is a late one wherever it belongs; without one a bar that starts
   * after the latest is known at its end, and one that does not is known now. A late bar cannot be known before its
   * end or before another late one that was added: a RangeError says so. Values that are there already change nothing (G1).
   */
  addBar(
    start: EpochMs,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    state: number,
    knownAt?: EpochMs,
  ): void {
    if (this.#isLate(start, knownAt)) {
      this.#addLate(start, { open, high, low, close, volume, state }, knownAt ?? this.#knownNow(start))
      return
    }
    const index = this.#count
    if (index >= this.#capacity) this.#grow(index + 1)
    const columns = this.#columns
    columns.start[index] = start
    columns.open[index] = open
    columns.high[index] = high
    columns.low[index] = low
    columns.close[index] = close
    columns.volume[index] = volume
    columns.state[index] = state
    this.#count = index + 1
    this.#lastStart = start
    this.#latest = undefined
  }

  /** Adds bars [from, to) of `source`, sorted by start; each as `addBar` does. */
  addBars(source: BarColumns, from: number, to: number, knownAt?: EpochMs): void {
    if (source === this.#lent && from === this.#count && to > from && knownAt === undefined) {
      this.#setCount(to)
      return
    }
    let index = from
    while (index < to && this.#isLate(at(source.start, index), knownAt)) {
      const start = at(source.start, index) as EpochMs
      this.#addLate(start, valuesAt(source, index), knownAt ?? this.#knownNow(start))
      index++
    }
    if (index < to) this.#append(source, index, to)
  }

  /** The latest bar as a range of one; undefined before the first. */
  getLatestBar(): BarRange | undefined {
    const latest = this.#latest
    if (latest !== undefined) return latest
    const to = this.#count
    if (to === 0) return undefined
    this.#latest = { columns: this.#columns, from: to - 1, to }
    return this.#latest
  }

  /** The last `count` bars, or all when there are fewer. */
  getLastNBars(count: number): BarRange {
    const to = this.#count
    return { columns: this.#columns, from: count < to ? to - count : 0, to }
  }

  /** Bars that start at `time` or later. */
  getBarsSince(time: EpochMs): BarRange {
    const from = lowerBound(this.#columns.start, time, this.#count)
    return { columns: this.#columns, from, to: this.#count }
  }

  range(): BarRange {
    return { columns: this.#columns, from: 0, to: this.#count }
  }

  changedSince(version: number): number {
    return this.#marks.since(version)
  }

  /** Whether going back to `time` takes anything away. */
  changesAfter(time: EpochMs): boolean {
    const latest = this.#revisions.at(-1)
    return (latest !== undefined && latest.knownAt > time) || this.#lastStart + minuteMs > time
  }

  /** Everything as it was known at `time`: later versions are undone and bars that end after it are gone. */
  rewindTo(time: EpochMs): void {
    if (!this.changesAfter(time)) return
    this.#arena.rewrite()
    let lowest = this.#count
    for (let last = this.#revisions.at(-1); last && last.knownAt > time; last = this.#revisions.at(-1)) {
      this.#revisions.pop()
      lowest = Math.min(lowest, this.#undo(last))
    }
    const keep = lowerBound(this.#columns.start, time - minuteMs + 1, this.#count)
    this.#table?.columns.revised.fill(0, keep, this.#count)
    this.#epoch++
    this.#setCount(keep)
    this.#marks.note(Math.min(lowest, keep))
  }

  /** The bars as a reader of changes takes them. */
  published(): PublishedBars {
    const revision = this.#revisions.length
    const revised = (revision > 0 && this.#table?.columns.revised) || noRevisions
    return { columns: this.#columns, revised, count: this.#count, revision, epoch: this.#epoch }
  }

  /** Writes what readers in other threads see. */
  publish(): void {
    this.#table?.publish(this.#count, this.#revisions.length, this.#epoch)
  }

  #addLate(start: EpochMs, bar: BarValues, knownAt: EpochMs): void {
    this.#checkKnownAt(start, knownAt)
    const index = lowerBound(this.#columns.start, start, this.#count)
    const isThere = index < this.#count && at(this.#columns.start, index) === start
    const earlier = isThere ? valuesAt(this.#columns, index) : undefined
    if (earlier && sameValues(earlier, bar)) return
    this.#arena.rewrite()
    const table = this.#own()
    if (!isThere) {
      this.#grow(this.#count + 1)
      table.openRow(index, this.#count)
    }
    const { revised } = table.columns
    const earlierMark = earlier ? (revised[index] as number) : 0
    this.#revisions.push({ start, knownAt, earlier, earlierMark })
    this.#columns.start[index] = start
    setValues(this.#columns, index, bar)
    if (earlier) this.#columns.state[index] = mergeOrigin(bar.state, corrected)
    revised[index] = this.#revisions.length
    this.#setCount(isThere ? this.#count : this.#count + 1)
    this.#marks.note(index)
  }

  #isLate(start: number, knownAt: EpochMs | undefined): boolean {
    return !(start > this.#lastStart) || (knownAt !== undefined && knownAt > start + minuteMs)
  }

  #knownNow(start: EpochMs): EpochMs {
    const latest = this.#revisions.at(-1)?.knownAt ?? Number.NEGATIVE_INFINITY
    return Math.max(this.#time.now(), start + minuteMs, latest) as EpochMs
  }

  #checkKnownAt(start: EpochMs, knownAt: EpochMs): void {
    const latest = this.#revisions.at(-1)
    if (knownAt < start + minuteMs)
      throw new RangeError(`A bar of ${formatUtc(start)} cannot be known at ${formatUtc(knownAt)}.`)
    if (latest && knownAt < latest.knownAt)
      throw new RangeError(
        `A version of ${formatUtc(start)} known at ${formatUtc(knownAt)} came after one known at ${formatUtc(latest.knownAt)}.`,
      )
  }

  /** Takes the last late write back; answers the index it had touched. */
  #undo({ start, earlier, earlierMark }: Revision): number {
    const index = lowerBound(this.#columns.start, start, this.#count)
    const table = this.#own()
    const { revised } = table.columns
    if (earlier) {
      setValues(this.#columns, index, earlier)
      revised[index] = earlierMark
      return index
    }
    table.closeRow(index, this.#count)
    revised[this.#count - 1] = 0
    this.#setCount(this.#count - 1)
    return index
  }

  /** Reads entries without `at`, whose one load serves columns of all kinds and is slower for it. */
  #append(source: BarColumns, from: number, to: number): void {
    const first = this.#count
    const count = first + to - from
    if (count > this.#capacity) this.#grow(count)
    const target = this.#columns
    for (let index = from, row = first; index < to; index++, row++) {
      target.start[row] = source.start[index] as number
      target.open[row] = source.open[index] as number
      target.high[row] = source.high[index] as number
      target.low[row] = source.low[index] as number
      target.close[row] = source.close[index] as number
      target.volume[row] = source.volume[index] as number
      target.state[row] = source.state[index] as number
    }
    this.#setCount(count)
  }

  #setCount(count: number): void {
    this.#count = count
    this.#lastStart = count > 0 ? at(this.#columns.start, count - 1) : Number.NEGATIVE_INFINITY
    this.#latest = undefined
  }

  /** Makes room in its own columns. */
  #grow(rows: number): void {
    const table = this.#own()
    table.reserve(rows, this.#count)
    this.#columns = table.columns.bars
    this.#capacity = table.capacity
  }

  /** The table of its own; bars that are read elsewhere are copied there. */
  #own(): ColumnTable<BarTable> {
    if (this.#table !== undefined) return this.#table
    const table = new ColumnTable(this.#arena, barLayout, Math.max(firstCapacity, this.#count))
    const { bars } = table.columns
    setColumns(bars, sliceColumns(this.#columns, 0, this.#count), 0)
    this.#table = table
    this.#lent = undefined
    this.#columns = bars
    this.#capacity = table.capacity
    this.#latest = undefined
    return table
  }
}
