import type { Session } from '../calendar/trading-calendar.ts'
import type { EpochMs } from '../time/epoch.ts'
import { at, type BarColumns, type BarRange, lowerBound, setColumns } from './columns.ts'
import { countChildren, type DerivedCounts, meanPrices } from './derive-counts.ts'
import { type Hours, Windows } from './derive-windows.ts'
import type { Interval } from './interval.ts'
import { forming, mergeOrigin, stub } from './state.ts'

/** Derived bars; beside each when it is final, and the index of its first minute in the source. */
interface DerivedTable {
  readonly columns: BarColumns
  readonly end: Float64Array
  readonly firstChild: Int32Array
}

const noBars = allocateTable(0)

/**
 * Bars of a longer interval, 1d at most, made of the minutes of one session and kept up while minutes are added at
 * the end or taken back (R8 to R11). The result depends only on the minutes present and the clock, never on the
 * way there (D5). A window without a minute makes no bar. Until a clock is set, every bar counts as final.
 *
 * The minutes are read where they lie and not copied: they must be those that are visible on the clock. After one
 * came or changed in the middle, the minutes from there on are taken back and appended again (R11).
 */
export class DerivedBars {
  readonly #session: Session
  readonly #hours: Hours
  readonly #windows: Windows
  #source: BarRange = { columns: noBars.columns, from: 0, to: 0 }
  #clock = Number.POSITIVE_INFINITY

  #columns = noBars.columns
  /** By derived bar: when it is final, and the index of its first minute in the source. */
  #end = noBars.end
  #firstChild = noBars.firstChild
  #length = 0
  /** Bars before this index are final, the others forming. */
  #final = 0
  #dirtyFrom = 0

  /** Throws a RangeError for an interval longer than a session. */
  constructor(session: Session, interval: Interval, hours: Hours = 'all') {
    this.#session = session
    this.#hours = hours
    this.#windows = new Windows(session, interval, hours)
  }

  /**
   * Adds minutes. A range goes on where the one before ended, at the same index of the same columns, or of longer
   * ones that begin with the same bars; a RangeError is thrown when it does not.
   */
  append(source: BarRange): void {
    const { from, to } = this.#source
    if (from === to) {
      this.#source = source
    } else {
      if (source.from !== to) throw new RangeError(`Bars to derive go on at index ${to}, not ${source.from}`)
      this.#source = { columns: source.columns, from, to: source.to }
    }
    this.#extend(source.from)
  }

  /** Keeps the first `sourceLength` of the minutes appended so far and takes the others back. */
  truncate(sourceLength: number): void {
    const { columns, from } = this.#source
    const to = from + sourceLength
    if (to >= this.#source.to) return
    this.#source = { columns, from, to }
    const kept = this.#countBarsBefore(to)
    // The last bar kept loses minutes too, unless the first one taken back is the first of the bar after it.
    const isCut = kept > 0 && !(kept < this.#length && this.#firstChild[kept] === to)
    this.#length = isCut ? kept - 1 : kept
    this.#final = Math.min(this.#final, this.#length)
    this.#windows.leave()
    if (isCut) this.#extend(this.#firstChild[kept - 1] as number)
  }

  /** Moves the clock, forward or back: a bar is forming until its window has ended (R10). */
  setClock(time: EpochMs): void {
    this.#clock = time
    const { state } = this.#columns
    while (this.#final < this.#length && (this.#end[this.#final] as number) <= time) {
      state[this.#final] = (state[this.#final] as number) & ~forming
      this.#markDirty(this.#final)
      this.#final++
    }
    while (this.#final > 0 && (this.#end[this.#final - 1] as number) > time) {
      this.#final--
      state[this.#final] = (state[this.#final] as number) | forming
      this.#markDirty(this.#final)
    }
  }

  /** All derived bars. The columns are replaced as they grow: ask again after an append. They share a buffer: send slices. */
  range(): BarRange {
    return { columns: this.#columns, from: 0, to: this.#length }
  }

  /** What the derived bars are made of, counted now. */
  counts(): DerivedCounts {
    return countChildren({
      segments: this.#session.segments,
      hours: this.#hours,
      clock: this.#clock,
      source: this.#source,
      start: this.#columns.start,
      end: this.#end,
      firstChild: this.#firstChild,
      length: this.#length,
    })
  }

  /** Mean of (high + low + close) / 3 of each bar's minutes, weighed by volume; NaN without volume. */
  vwaps(): Float64Array {
    return meanPrices({
      segments: this.#session.segments,
      hours: this.#hours,
      source: this.#source,
      firstChild: this.#firstChild,
      length: this.#length,
    })
  }

  /** Index of the bar that holds the minute at an index of the source; undefined where it lies in no window. */
  barOf(sourceIndex: number): number | undefined {
    const windows = this.#windows
    windows.leave()
    const isInside = windows.seek(at(this.#source.columns.start, sourceIndex))
    windows.leave()
    return isInside ? this.indexFrom(windows.start) : undefined
  }

  /** Index of the first bar that holds a minute at `sourceIndex` or later; the number of bars when none does. */
  firstBarFrom(sourceIndex: number): number {
    const before = this.#countBarsBefore(sourceIndex)
    const last = before - 1
    const isCut = last >= 0 && sourceIndex < this.#source.to && this.barOf(sourceIndex) === last
    return isCut ? last : before
  }

  /** Index of the first bar that starts at `time` or later. */
  indexFrom(time: number): number {
    return lowerBound(this.#columns.start, time, this.#length)
  }

  /** Start of the first bar that is forming; infinite when none is. */
  formingFrom(): number {
    return this.#final < this.#length ? at(this.#columns.start, this.#final) : Number.POSITIVE_INFINITY
  }

  /**
   * The lowest index at which a bar was changed, added or cut off since this was asked last: who has the bars as
   * they were then cuts them there and appends the rest. The number of bars when nothing has changed.
   */
  takeDirtyFrom(): number {
    // Bars cut off need no mark: their index is the number of bars, or that of one changed or added since.
    const from = Math.min(this.#dirtyFrom, this.#length)
    this.#dirtyFrom = Number.POSITIVE_INFINITY
    return from
  }

  /** Folds in the minutes from index `from` of the source on. */
  #extend(from: number): void {
    const { columns, to } = this.#source
    if (from === to) return
    const windows = this.#windows
    this.#makeRoom(to - from, columns.start[from] as number, columns.start[to - 1] as number)
    const target = this.#columns
    let bar = this.#length - 1
    let index = from
    while (index < to) {
      const time = columns.start[index] as number
      if (time >= windows.limit && !windows.seek(time)) {
        index++
        continue
      }
      if (bar < 0 || (target.start[bar] as number) !== windows.start) bar = this.#open(index)
      this.#markDirty(bar)
      index = fold(target, bar, columns, index, to, windows.limit)
    }
  }

  /** Opens a bar of the current window with its first minute still to be folded in; answers its index. */
  #open(index: number): number {
    const bar = this.#length++
    const { start, end, stub: isStub } = this.#windows
    const { columns } = this.#source
    const isFinal = end <= this.#clock
    this.#columns.start[bar] = start
    this.#columns.open[bar] = at(columns.open, index)
    this.#columns.high[bar] = at(columns.high, index)
    this.#columns.low[bar] = at(columns.low, index)
    this.#columns.volume[bar] = 0
    this.#columns.state[bar] = (isStub ? stub : 0) | (isFinal ? 0 : forming)
    this.#end[bar] = end
    this.#firstChild[bar] = index
    if (isFinal) this.#final = this.#length
    return bar
  }

  /** How many derived bars have a minute before index `to` of the source. */
  #countBarsBefore(to: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#firstChild[middle] as number) < to) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Room for what `minutes` more minutes, the first and the last of which start at `first` and `last`, may open. */
  #makeRoom(minutes: number, first: number, last: number): void {
    const room = this.#end.length
    // A minute opens one bar at most: most often there is room without counting windows.
    if (this.#length + minutes <= room) return
    const needed = this.#length + this.#windows.countBetween(first, last)
    if (needed <= room) return
    const { open, close } = this.#session
    const usual = room === 0 ? this.#windows.countBetween(open, close - 1) : 2 * room
    const capacity = Math.max(needed, usual)
    const { columns, end, firstChild } = allocateTable(capacity)
    if (room > 0) {
      setColumns(columns, this.#columns, 0)
      end.set(this.#end)
      firstChild.set(this.#firstChild)
    }
    this.#columns = columns
    this.#end = end
    this.#firstChild = firstChild
  }

  #markDirty(bar: number): void {
    if (bar < this.#dirtyFrom) this.#dirtyFrom = bar
  }
}

/** New columns in one buffer: a buffer each would take longer than filling them. */
function allocateTable(capacity: number): DerivedTable {
  const bytes = Float64Array.BYTES_PER_ELEMENT * capacity
  const buffer = new ArrayBuffer(7 * bytes + 5 * capacity)
  const doubles = (place: number) => new Float64Array(buffer, place * bytes, capacity)
  return {
    columns: {
      start: doubles(0),
      open: doubles(1),
      high: doubles(2),
      low: doubles(3),
      close: doubles(4),
      volume: doubles(5),
      state: new Uint8Array(buffer, 7 * bytes + 4 * capacity, capacity),
    },
    end: doubles(6),
    firstChild: new Int32Array(buffer, 7 * bytes, capacity),
  }
}

/** Adds the bars of `source` from `index` on that start before `limit` to a bar of `target`; the index after them. */
function fold(
  target: BarColumns,
  bar: number,
  source: BarColumns,
  index: number,
  to: number,
  limit: number,
): number {
  const { start, high, low, volume, state } = source
  let highest = target.high[bar] as number
  let lowest = target.low[bar] as number
  let sum = target.volume[bar] as number
  const flags = target.state[bar] as number
  let origin = mergeOrigin(flags, 0)
  let next = index
  while (next < to && (start[next] as number) < limit) {
    const nextHigh = high[next] as number
    const nextLow = low[next] as number
    if (nextHigh > highest) highest = nextHigh
    if (nextLow < lowest) lowest = nextLow
    sum += volume[next] as number
    origin = mergeOrigin(origin, state[next] as number)
    next++
  }
  target.high[bar] = highest
  target.low[bar] = lowest
  target.close[bar] = source.close[next - 1] as number
  target.volume[bar] = sum
  target.state[bar] = (flags & (forming | stub)) | origin
  return next
}
