import { Failure } from '../protocol/failure.ts'
import { addMs, type EpochMs, minuteMs } from '../time/epoch.ts'
import { weekdayOf } from './date-rule.ts'
import type { Exchange } from './exchange.ts'
import { dateOfDay, dayNumber, type SessionDate } from './session-date.ts'
import { type ClosedDays, closedDaysOf, type ShortDays, shortDaysOf } from './special-days.ts'
import type { Closure, Segment, Session, TradingCalendar } from './trading-calendar.ts'
import { type WallHours, wallHoursOf } from './wall-hours.ts'
import { ZoneClock } from './zone-clock.ts'

/**
 * Trading days of an exchange from its rules. The days are counted out at once; a session is made when it is
 * first asked for, and kept.
 */
export class ExchangeCalendar implements TradingCalendar {
  readonly exchange: string
  readonly name: string
  readonly zone: string
  readonly version: string
  readonly first: SessionDate
  readonly last: SessionDate
  readonly #hours: readonly WallHours[]
  readonly #clock: ZoneClock
  readonly #closed: ClosedDays
  readonly #short: ShortDays
  /** Days of all sessions, counted since 1970-01-01, in order; and the sessions made so far, by the same index. */
  readonly #days: Int32Array
  readonly #made: (Session | undefined)[]
  #lastHolder: Session | undefined

  constructor(rules: Exchange) {
    this.exchange = rules.code
    this.name = rules.name
    this.zone = rules.zone
    this.version = rules.version
    this.first = rules.first as SessionDate
    this.last = rules.last as SessionDate
    this.#hours = rules.hours.map(wallHoursOf)
    this.#clock = new ZoneClock(rules.zone)
    this.#closed = closedDaysOf(rules)
    this.#short = shortDaysOf(rules)
    this.#days = sessionDays(rules, this.#closed)
    this.#made = new Array(this.#days.length)
  }

  session(date: SessionDate): Session | undefined {
    return this.#sessionOn(this.#dayInRange(date))
  }

  sessions(from: SessionDate, to: SessionDate): readonly Session[] {
    return this.#sessionsBetween(
      this.#firstIndexFrom(this.#dayInRange(from)),
      this.#firstIndexFrom(this.#dayInRange(to) + 1),
    )
  }

  closures(from: SessionDate, to: SessionDate): readonly Closure[] {
    const closures: Closure[] = []
    const end = this.#dayInRange(to)
    for (let day = this.#dayInRange(from); day <= end; day++) {
      const closed = this.#closed.get(day)
      if (closed) closures.push({ date: dateOfDay(day), ...closed })
    }
    return closures
  }

  nextSession(date: SessionDate): Session {
    const index = this.#firstIndexFrom(this.#dayInRange(date) + 1)
    if (index === this.#days.length) throw this.#outside(`no session after ${date}`)
    return this.#keptSession(index)
  }

  previousSession(date: SessionDate): Session {
    const index = this.#firstIndexFrom(this.#dayInRange(date)) - 1
    if (index < 0) throw this.#outside(`no session before ${date}`)
    return this.#keptSession(index)
  }

  trailingSessions(date: SessionDate, count: number): readonly Session[] {
    const end = this.#firstIndexFrom(this.#dayInRange(date))
    return this.#sessionsBetween(Math.max(0, end - count), end)
  }

  sessionNumber(date: SessionDate): number {
    return this.#firstIndexFrom(this.#dayInRange(date))
  }

  sessionAt(number: number): Session | undefined {
    return number >= 0 && number < this.#days.length ? this.#keptSession(number) : undefined
  }

  sessionDateOf(time: EpochMs): SessionDate {
    if (this.#lastHolder && holds(this.#lastHolder, time)) return this.#lastHolder.date
    const day = this.#clock.localDay(time)
    // A session may begin on the eve of its date or run past its midnight.
    for (const candidate of [day, day + 1, day - 1]) {
      const session = this.#sessionOn(candidate)
      if (session && holds(session, time)) {
        this.#lastHolder = session
        return session.date
      }
    }
    const date = dateOfDay(day)
    this.#dayInRange(date)
    return date
  }

  #sessionOn(day: number): Session | undefined {
    const index = this.#firstIndexFrom(day)
    return this.#days[index] === day ? this.#keptSession(index) : undefined
  }

  #sessionsBetween(fromIndex: number, toIndex: number): readonly Session[] {
    const sessions: Session[] = []
    for (let index = fromIndex; index < toIndex; index++) sessions.push(this.#keptSession(index))
    return sessions
  }

  #keptSession(index: number): Session {
    const made = this.#made[index]
    if (made) return made
    const session = this.#makeSession(this.#days[index] as number)
    this.#made[index] = session
    return session
  }

  #makeSession(day: number): Session {
    const hours = this.#hoursOn(day)
    const short = this.#short.get(day)
    const segments = this.#segmentsOn(day, hours, short?.close ?? Number.POSITIVE_INFINITY)
    const dayStart = this.#clock.instantOf(day, 0)
    const open = segments[0]?.open ?? dayStart
    const close = segments.at(-1)?.close ?? open
    const { preMarketOpen, postMarketMinutes } = hours
    return {
      date: dateOfDay(day),
      dayStart,
      open,
      close,
      segments,
      preMarket:
        preMarketOpen === undefined
          ? undefined
          : { open: this.#clock.instantOf(day, preMarketOpen), close: open },
      postMarket:
        postMarketMinutes === undefined
          ? undefined
          : { open: close, close: addMs(close, postMarketMinutes * minuteMs) },
      earlyClose: short !== undefined,
      reason: short?.reason,
      expectedMinutes: segments.reduce((sum, segment) => sum + segment.close - segment.open, 0) / minuteMs,
    }
  }

  /** Regular hours of a day up to `lastMinute` of its wall clock; a segment that would begin later is left out. */
  #segmentsOn(day: number, hours: WallHours, lastMinute: number): readonly Segment[] {
    return hours.segments
      .filter((segment) => segment.open < lastMinute)
      .map((segment) => ({
        open: this.#clock.instantOf(day, segment.open),
        close: this.#clock.instantOf(day, Math.min(segment.close, lastMinute)),
      }))
  }

  #hoursOn(day: number): WallHours {
    const inForce = this.#hours.findLast((hours) => hours.fromDay <= day)
    if (!inForce) throw new RangeError(`${this.exchange} has no hours on ${dateOfDay(day)}`)
    return inForce
  }

  /** Index of the first session on or after a day; their count when there is none. */
  #firstIndexFrom(day: number): number {
    let low = 0
    let high = this.#days.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#days[middle] as number) < day) low = middle + 1
      else high = middle
    }
    return low
  }

  #dayInRange(date: SessionDate): number {
    if (date < this.first || date > this.last) throw this.#outside(`no answer for ${date}`)
    return dayNumber(date)
  }

  #outside(what: string): Failure {
    return new Failure(
      'outside-calendar',
      `The ${this.exchange} calendar has ${what}: it reaches from ${this.first} to ${this.last}. Ask for dates inside it.`,
    )
  }
}

function holds(session: Session, time: EpochMs): boolean {
  const start = session.preMarket?.open ?? session.open
  const end = session.postMarket?.close ?? session.close
  return time >= start && time < end
}

function sessionDays(rules: Exchange, closed: ClosedDays): Int32Array {
  const days: number[] = []
  const last = dayNumber(rules.last as SessionDate)
  for (let day = dayNumber(rules.first as SessionDate); day <= last; day++) {
    if (rules.weekdays.includes(weekdayOf(day)) && !closed.has(day)) days.push(day)
  }
  return Int32Array.from(days)
}
