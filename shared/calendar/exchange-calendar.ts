import { Failure } from '../protocol/failure.ts'
import { addMs, dayMs, type EpochMs } from '../time/epoch.ts'
import type { Exchange, StopOfTrading } from './exchange.ts'
import { MinuteCount } from './minute-count.ts'
import { dateOfDay, dayNumber, type SessionDate } from './session-date.ts'
import { SessionDays } from './session-days.ts'
import { SessionList } from './session-list.ts'
import { SessionMaker } from './session-maker.ts'
import { minuteStart, minutesEnded } from './session-minutes.ts'
import { type ClosedDays, closedDaysOf, specialDaysOf } from './special-days.ts'
import type { Closure, Interruption, Session, TradingCalendar } from './trading-calendar.ts'
import { minutesOf } from './wall-hours.ts'
import { ZoneClock } from './zone-clock.ts'

/** Trading days of an exchange from its rules. The days are counted out at once, sessions made as they are asked for. */
export class ExchangeCalendar implements TradingCalendar {
  readonly exchange: string
  readonly name: string
  readonly zone: string
  readonly version: string
  readonly source: string
  readonly first: SessionDate
  readonly last: SessionDate
  readonly projectedAfter: SessionDate | undefined
  readonly #clock: ZoneClock
  readonly #closed: ClosedDays
  readonly #days: SessionDays
  readonly #maker: SessionMaker
  readonly #sessions: SessionList
  readonly #stops: readonly StopOfTrading[]
  #minutes: MinuteCount | undefined

  constructor(rules: Exchange) {
    this.exchange = rules.code
    this.name = rules.name
    this.zone = rules.zone
    this.version = rules.version
    this.source = rules.source
    this.first = rules.first as SessionDate
    this.last = rules.last as SessionDate
    this.projectedAfter = rules.projectedAfter as SessionDate | undefined
    this.#clock = new ZoneClock(rules.zone)
    this.#closed = closedDaysOf(rules)
    const days = new SessionDays(rules, this.#closed)
    this.#days = days
    this.#maker = new SessionMaker(
      rules,
      specialDaysOf(rules, (day) => days.has(day)),
      this.#clock,
    )
    this.#stops = rules.stops
    this.#sessions = new SessionList(days, this.#maker)
  }

  session(date: SessionDate): Session | undefined {
    const day = this.#dayInRange(date)
    const number = this.#days.firstFrom(day)
    return this.#days.day(number) === day ? this.#sessions.at(number) : undefined
  }

  sessions(from: SessionDate, to: SessionDate): readonly Session[] {
    return this.#sessions.between(
      this.#days.firstFrom(this.#dayInRange(from)),
      this.#days.firstFrom(this.#dayInRange(to) + 1),
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

  interruptions(from: SessionDate, to: SessionDate): readonly Interruption[] {
    const first = this.#dayInRange(from)
    const last = this.#dayInRange(to)
    return this.#stops.flatMap(({ date, from: start, to: end, reason }) => {
      const session = date as SessionDate
      const day = dayNumber(session)
      if (day < first || day > last) return []
      const instant = (wallTime: string) => this.#clock.instantOf(day, minutesOf(wallTime))
      return [{ session, start: instant(start), end: instant(end), reason }]
    })
  }

  nextSession(date: SessionDate): Session {
    const next = this.#sessions.at(this.#days.firstFrom(this.#dayInRange(date) + 1))
    if (!next) throw this.#outside(`no session after ${date}`)
    return next
  }

  previousSession(date: SessionDate): Session {
    const previous = this.#sessions.at(this.#days.firstFrom(this.#dayInRange(date)) - 1)
    if (!previous) throw this.#outside(`no session before ${date}`)
    return previous
  }

  trailingSessions(date: SessionDate, count: number): readonly Session[] {
    const end = this.#days.firstFrom(this.#dayInRange(date))
    return this.#sessions.between(Math.max(0, end - count), end)
  }

  sessionNumber(date: SessionDate): number {
    return this.#days.firstFrom(this.#dayInRange(date))
  }

  sessionAt(number: number): Session | undefined {
    return this.#sessions.at(number)
  }

  sessionHolding(time: EpochMs): Session | undefined {
    const holder = this.#sessions.holding(time)
    if (!holder) this.#checkInRange(time)
    return holder
  }

  sessionDateOf(time: EpochMs): SessionDate {
    return this.#sessions.holding(time)?.date ?? dateOfDay(this.#localDayInRange(time))
  }

  minuteNumber(time: EpochMs): number {
    const number = this.#sessions.lastOpenedBy(time)
    const session = this.#sessions.at(number)
    if (!session) {
      this.#checkInRange(time)
      return 0
    }
    // The end of the range is asked for as the end of a span, so what counts is the instant before it.
    const isLast = number === this.#days.count - 1
    if (isLast && time > session.close) this.#checkInRange(addMs(time, -1))
    return this.#minuteCount().before(number) + minutesEnded(session, time)
  }

  minuteAt(number: number): EpochMs | undefined {
    const minutes = this.#minuteCount()
    const holder = minutes.sessionOf(number)
    const session = this.sessionAt(holder)
    return session && minuteStart(session, number - minutes.before(holder))
  }

  expectedMinutes(from: EpochMs, to: EpochMs): number {
    return Math.max(0, this.minuteNumber(to) - this.minuteNumber(from))
  }

  #minuteCount(): MinuteCount {
    this.#minutes ??= new MinuteCount(this.#days, this.#maker)
    return this.#minutes
  }

  #dayInRange(date: SessionDate): number {
    if (date < this.first || date > this.last) throw this.#outside(`no answer for ${date}`)
    return dayNumber(date)
  }

  /** Throws for a local date outside the range; the clock of the zone is only asked near its ends. */
  #checkInRange(time: EpochMs): void {
    const day = Math.floor(time / dayMs)
    if (day - 1 < this.#days.firstDay || day + 1 > this.#days.lastDay) this.#localDayInRange(time)
  }

  #localDayInRange(time: EpochMs): number {
    const day = this.#clock.localDay(time)
    if (day < this.#days.firstDay || day > this.#days.lastDay) {
      throw this.#outside(`no answer for ${dateOfDay(day)}`)
    }
    return day
  }

  #outside(what: string): Failure {
    return new Failure(
      'outside-calendar',
      `The ${this.exchange} calendar has ${what}: it reaches from ${this.first} to ${this.last}. Ask for dates inside it.`,
    )
  }
}
