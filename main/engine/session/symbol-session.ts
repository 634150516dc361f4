import {
  allocateColumns,
  at,
  type BarColumns,
  type BarRange,
  lowerBound,
  setColumns,
  sliceColumns,
} from '#shared/bars/columns.ts'
import type { Segment } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { SessionMetrics } from './session-metrics.ts'

/** More than the 390 minutes of a usual session, so that most sessions never grow. */
const firstCapacity = 512

/**
 * The 1m bars of one symbol that are known at the clock, in columns that grow. One writer; a range that was read
 * is good until the next write.
 */
export class SymbolSession {
  readonly symbol: string
  readonly #segments: readonly Segment[]
  #columns: BarColumns = allocateColumns(firstCapacity)
  #count = 0
  #volume = 0
  #high = Number.NaN
  #low = Number.NaN
  #regularMinutes = 0
  /** The minute that was counted last as recorded, so that two bars of one minute count once (G6). */
  #countedMinute = Number.NEGATIVE_INFINITY

  constructor(symbol: string, segments: readonly Segment[]) {
    this.symbol = symbol
    this.#segments = segments
  }

  /** Adds one bar. Throws a RangeError unless it starts after the latest. */
  addBar(
    start: EpochMs,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    state: number,
  ): void {
    const index = this.#count
    this.#checkOrder(start)
    this.#reserve(index + 1)
    const columns = this.#columns
    columns.start[index] = start
    columns.open[index] = open
    columns.high[index] = high
    columns.low[index] = low
    columns.close[index] = close
    columns.volume[index] = volume
    columns.state[index] = state
    this.#count = index + 1
    this.#measure(index)
  }

  /** Adds bars [from, to) of `source`, which starts after the latest bar. Throws a RangeError when it does not. */
  addBars(source: BarColumns, from: number, to: number): void {
    if (to <= from) return
    if (to - from === 1) this.#copyOne(source, from)
    else this.#copyMany(source, from, to)
  }

  /** The latest bar as a range of one; undefined before the first. */
  getLatestBar(): BarRange | undefined {
    const to = this.#count
    return to === 0 ? undefined : { columns: this.#columns, from: to - 1, to }
  }

  /** The last `count` bars, or all when there are fewer. */
  getLastNBars(count: number): BarRange {
    const to = this.#count
    return { columns: this.#columns, from: count < to ? to - count : 0, to }
  }

  /** Bars that start at `time` or later. */
  getBarsSince(time: EpochMs): BarRange {
    return {
      columns: this.#columns,
      from: lowerBound(this.#columns.start, time, this.#count),
      to: this.#count,
    }
  }

  getBarCount(): number {
    return this.#count
  }

  getMetrics(): SessionMetrics {
    return {
      volume: this.#volume,
      high: this.#high,
      low: this.#low,
      regularMinutes: this.#regularMinutes,
    }
  }

  /** Forgets every bar that ends after `time`. */
  truncate(time: EpochMs): void {
    const keep = lowerBound(this.#columns.start, time - minuteMs + 1, this.#count)
    if (keep === this.#count) return
    this.#count = keep
    this.#volume = 0
    this.#high = Number.NaN
    this.#low = Number.NaN
    this.#regularMinutes = 0
    this.#countedMinute = Number.NEGATIVE_INFINITY
    for (let index = 0; index < keep; index++) this.#measure(index)
  }

  #copyOne(source: BarColumns, from: number): void {
    this.addBar(
      at(source.start, from) as EpochMs,
      at(source.open, from),
      at(source.high, from),
      at(source.low, from),
      at(source.close, from),
      at(source.volume, from),
      at(source.state, from),
    )
  }

  #copyMany(source: BarColumns, from: number, to: number): void {
    const first = this.#count
    this.#checkOrder(at(source.start, from))
    this.#reserve(first + to - from)
    setColumns(this.#columns, sliceColumns(source, from, to), first)
    this.#count = first + to - from
    for (let index = first; index < this.#count; index++) this.#measure(index)
  }

  #checkOrder(start: number): void {
    const count = this.#count
    if (count > 0 && start <= at(this.#columns.start, count - 1))
      throw new RangeError(`A bar of ${this.symbol} at ${start} came after a later one.`)
  }

  #reserve(length: number): void {
    const capacity = this.#columns.start.length
    if (length <= capacity) return
    const grown = allocateColumns(Math.max(length, 2 * capacity))
    setColumns(grown, this.#columns, 0)
    this.#columns = grown
  }

  #measure(index: number): void {
    const { start, high, low, volume } = this.#columns
    this.#volume += at(volume, index)
    if (!(at(high, index) <= this.#high)) this.#high = at(high, index)
    if (!(at(low, index) >= this.#low)) this.#low = at(low, index)
    const time = at(start, index)
    const minute = Math.floor(time / minuteMs)
    if (minute !== this.#countedMinute && this.#isRegular(time)) {
      this.#countedMinute = minute
      this.#regularMinutes++
    }
  }

  #isRegular(time: number): boolean {
    for (const { open, close } of this.#segments) if (time >= open && time < close) return true
    return false
  }
}
