import type { BarRange } from '#shared/bars/columns.ts'
import type { DerivedCounts } from '#shared/bars/derive-counts.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import { DerivedBars } from '#shared/bars/derived-bars.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { type DeltaCursor, readDelta } from './bar-delta.ts'
import type { BarSeries } from './bar-series.ts'
import { ChangeMarks } from './change-marks.ts'
import type { MinuteBars } from './minute-bars.ts'

/** How far a reader of changes has come in derived bars. */
export interface DerivedCursor {
  readonly minutes: DeltaCursor
  /** Derived bars that start before this were final. */
  readonly formingFrom: number
}

/** Derived bars that are new to a reader: those touched by late minutes, by index, and bars [from, to) at the end. */
export interface DerivedDelta {
  /** The clock went back: everything is in [from, to). */
  readonly restarted: boolean
  readonly revised: readonly number[]
  readonly from: number
  readonly to: number
  readonly cursor: DerivedCursor
}

/**
 * Bars of a longer interval, 1d at most, made of a symbol's minutes (R8 to R11). They catch up with the minutes and
 * the clock when they are read, and only from the first minute that changed on.
 */
export class DerivedSeries implements BarSeries {
  readonly #minutes: MinuteBars
  readonly #time: TimeProvider
  readonly #bars: DerivedBars
  readonly #marks = new ChangeMarks()
  /** Minutes that are part of the bars, and the version of the minutes at that moment. */
  #taken = 0
  #version: number
  #clock = Number.NaN

  constructor(minutes: MinuteBars, time: TimeProvider, session: Session, interval: Interval, hours: Hours) {
    this.#minutes = minutes
    this.#time = time
    this.#bars = new DerivedBars(session, interval, hours)
    this.#version = minutes.version
  }

  get version(): number {
    this.#catchUp()
    return this.#marks.version
  }

  range(): BarRange {
    this.#catchUp()
    return this.#bars.range()
  }

  changedSince(version: number): number {
    this.#catchUp()
    return this.#marks.since(version)
  }

  /** Minutes expected, recorded, filled and missing in each bar (R9). */
  counts(): DerivedCounts {
    this.#catchUp()
    return this.#bars.counts()
  }

  /** Mean price of each bar, weighed by the volume of its minutes. */
  vwaps(): Float64Array {
    this.#catchUp()
    return this.#bars.vwaps()
  }

  /** What came after `cursor`, or everything without one: exactly the bars that a late minute touched, and the new ones. */
  readDelta(cursor?: DerivedCursor): DerivedDelta {
    const { to } = this.range()
    const minutes = readDelta(this.#minutes.published(), cursor?.minutes)
    const next = { minutes: minutes.cursor, formingFrom: this.#bars.formingFrom() }
    if (!cursor || minutes.restarted)
      return { restarted: minutes.restarted, revised: [], from: 0, to, cursor: next }
    const from = Math.min(this.#bars.firstBarFrom(minutes.from), this.#bars.indexFrom(cursor.formingFrom))
    const touched = minutes.revised.map((index) => this.#bars.barOf(index))
    const revised = [...new Set(touched.filter((bar) => bar !== undefined && bar < from))] as number[]
    return { restarted: false, revised, from, to, cursor: next }
  }

  #catchUp(): void {
    const clock = this.#time.now()
    const { version, count } = this.#minutes
    if (clock === this.#clock && count === this.#taken && version === this.#version) return
    const before = this.#bars.range().to
    if (version !== this.#version) this.#takeBack()
    this.#version = version
    this.#clock = clock
    this.#bars.setClock(clock)
    if (count > this.#taken) {
      this.#bars.append({ columns: this.#minutes.range().columns, from: this.#taken, to: count })
      this.#taken = count
    }
    const dirtyFrom = this.#bars.takeDirtyFrom()
    if (dirtyFrom < before) this.#marks.note(dirtyFrom)
  }

  #takeBack(): void {
    const changedFrom = this.#minutes.changedSince(this.#version)
    if (changedFrom >= this.#taken) return
    this.#bars.truncate(changedFrom)
    this.#taken = changedFrom
  }
}
