import { dateOfDay, dayNumber, type SessionDate } from '../calendar/session-date.ts'
import type { Session, TradingCalendar } from '../calendar/trading-calendar.ts'
import type { EpochMs } from '../time/epoch.ts'
import { allocateColumns, at, type BarColumns, type BarRange, sliceColumns } from './columns.ts'
import type { DerivedCounts } from './derive-counts.ts'
import type { Interval } from './interval.ts'
import { filled, forming, mergeOrigin } from './state.ts'

export interface DerivedPeriods {
  readonly columns: BarColumns
  /** In sessions, one entry a bar: those of the period that have closed on the clock, and those with a bar. */
  readonly counts: DerivedCounts
}

/**
 * Bars of whole sessions (`2d`, `1w`, `2w` …) made of daily bars, each of which starts at its session's open. A week
 * begins on Monday; groups of weeks count from the week of 1970-01-01, groups of days from the calendar's first
 * session, so that neither depends on the first bar there is (D4). A bar starts at the open of the first session
 * that the calendar has in its period. It is forming until the last one has closed at `at`; without `at`, only
 * where one of its daily bars is. A period without a bar makes no bar. Throws a RangeError for an interval below
 * a day, and the calendar's Failure for a bar outside its range.
 */
export function derivePeriods(
  daily: BarRange,
  calendar: TradingCalendar,
  interval: Interval,
  options: { readonly at?: EpochMs } = {},
): DerivedPeriods {
  const periodOf = periodsOf(calendar, interval)
  const clock = options.at ?? Number.POSITIVE_INFINITY
  const columns = allocateColumns(daily.to - daily.from)
  const counts = new Counts(daily.to - daily.from)
  let bar = 0
  let index = daily.from
  while (index < daily.to) {
    const sessions = periodOf(calendar.sessionDateOf(at(daily.columns.start, index) as EpochMs))
    const { open, close } = sessions.at(-1) as Session
    const next = indexAfter(daily, index, open)
    columns.start[bar] = (sessions[0] as Session).open
    fold(columns, bar, daily.columns, index, next)
    if (close > clock) columns.state[bar] = at(columns.state, bar) | forming
    const ended = sessions.filter((session) => session.close <= clock).length
    counts.set(bar, ended, daily.columns.state.subarray(index, next))
    bar++
    index = next
  }
  return { columns: sliceColumns(columns, 0, bar), counts: counts.take(bar) }
}

/** For a session's date, the sessions of the period that holds it. */
export function periodsOf(
  calendar: TradingCalendar,
  interval: Interval,
): (date: SessionDate) => readonly Session[] {
  const count = Number.parseInt(interval, 10)
  if (interval.endsWith('w')) return (date) => sessionsOfWeeks(calendar, date, count)
  if (interval.endsWith('d')) return (date) => sessionsOfGroup(calendar, date, count)
  throw new RangeError(`A ${interval} bar is made of minutes, not of sessions`)
}

/** 1970-01-01 was a Thursday: its week began three days before. */
const firstMonday = -3

function sessionsOfWeeks(calendar: TradingCalendar, date: SessionDate, count: number): readonly Session[] {
  const days = 7 * count
  const from = firstMonday + Math.floor((dayNumber(date) - firstMonday) / days) * days
  const first = Math.max(from, dayNumber(calendar.first))
  const last = Math.min(from + days - 1, dayNumber(calendar.last))
  return calendar.sessions(dateOfDay(first), dateOfDay(last))
}

function sessionsOfGroup(calendar: TradingCalendar, date: SessionDate, count: number): readonly Session[] {
  const number = calendar.sessionNumber(date)
  const first = number - (number % count)
  const sessions: Session[] = []
  for (let next = first; next < first + count; next++) {
    const session = calendar.sessionAt(next)
    if (session) sessions.push(session)
  }
  return sessions
}

/** Index of the first daily bar after `index` that starts after the last session of its period opens. */
function indexAfter({ columns, to }: BarRange, index: number, lastOpen: EpochMs): number {
  let next = index + 1
  while (next < to && at(columns.start, next) <= lastOpen) next++
  return next
}

function fold(target: BarColumns, bar: number, source: BarColumns, from: number, to: number): void {
  let high = at(source.high, from)
  let low = at(source.low, from)
  let volume = 0
  let origin = 0
  let isForming = 0
  for (let index = from; index < to; index++) {
    high = Math.max(high, at(source.high, index))
    low = Math.min(low, at(source.low, index))
    volume += at(source.volume, index)
    origin = mergeOrigin(origin, at(source.state, index))
    isForming |= at(source.state, index) & forming
  }
  target.open[bar] = at(source.open, from)
  target.high[bar] = high
  target.low[bar] = low
  target.close[bar] = at(source.close, to - 1)
  target.volume[bar] = volume
  target.state[bar] = origin | isForming
}

/** Counts of sessions, written bar by bar. */
class Counts {
  readonly #expected: Int32Array
  readonly #real: Int32Array
  readonly #filled: Int32Array
  readonly #missing: Int32Array

  constructor(length: number) {
    this.#expected = new Int32Array(length)
    this.#real = new Int32Array(length)
    this.#filled = new Int32Array(length)
    this.#missing = new Int32Array(length)
  }

  set(bar: number, expected: number, states: Uint8Array): void {
    let repaired = 0
    for (const state of states) if (mergeOrigin(state, 0) === filled) repaired++
    this.#expected[bar] = expected
    this.#real[bar] = states.length - repaired
    this.#filled[bar] = repaired
    this.#missing[bar] = Math.max(0, expected - states.length)
  }

  take(length: number): DerivedCounts {
    return {
      expected: this.#expected.slice(0, length),
      real: this.#real.slice(0, length),
      filled: this.#filled.slice(0, length),
      missing: this.#missing.slice(0, length),
    }
  }
}
