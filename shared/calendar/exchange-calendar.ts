import { Failure } from '../protocol/failure.ts'
import { addMs, dayMs, type EpochMs } from '../time/epoch.ts'
import type { Exchange, StopOfTrading } from './exchange.ts'
import { MinuteCount } from './minute-count.ts'
import { dateOfDay, dayNumber, type SessionDate } from './session-date.ts'
import { SessionDays } from './session-days.ts'
import { SessionMaker } from './session-maker.ts'
import { minuteStart, minutesEnded } from './session-minutes.ts'
import { type ClosedDays, closedDaysOf, specialDaysOf } from './special-days.ts'
import type { Closure, Interruption, Session, TradingCalendar } from './trading-calendar.ts'
import { minutesOf } from './wall-hours.ts'
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
  readonly source: string
  readonly first: SessionDate
  readonly last: SessionDate
  readonly projectedAfter: SessionDate | undefined
  readonly #clock: ZoneClock
  readonly #closed: ClosedDays
  readonly #days: SessionDays
  readonly #maker: SessionMaker
  readonly #stops: readonly StopOfTrading[]
  /** The sessions made so far, by their number. */
  readonly #made: (Session | undefined)[]
  #minutes: MinuteCount | undefined
  #lastHolder: Session | undefined

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
    this.#made = new Array(days.count)
  }

  session(date: SessionDate): Session | undefined {
    return this.#sessionOn(this.#dayInRange(date))
  }

  sessions(from: SessionDate, to: SessionDate): readonly Session[] {
    return this.#sessionsBetween(
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
    const number = this.#days.firstFrom(this.#dayInRange(date) + 1)
    if (number === this.#days.count) throw this.#outside(`no session after ${date}`)
    return this.#keptSession(number)
  }

  previousSession(date: SessionDate): Session {
    const number = this.#days.firstFrom(this.#dayInRange(date)) - 1
    if (number < 0) throw this.#outside(`no session before ${date}`)
    return this.#keptSession(number)
  }

  trailingSessions(date: SessionDate, count: number): readonly Session[] {
    const end = this.#days.firstFrom(this.#dayInRange(date))
    return this.#sessionsBetween(Math.max(0, end - count), end)
  }

  sessionNumber(date: SessionDate): number {
    return this.#days.firstFrom(this.#dayInRange(date))
  }

  sessionAt(number: number): Session | undefined {
    return number >= 0 && number < this.#days.count ? this.#keptSession(number) : undefined
  }

  sessionHolding(time: EpochMs): Session | undefined {
    const holder = this.#holder(time)
    if (!holder) this.#localDayInRange(time)
    return holder
  }

  sessionDateOf(time: EpochMs): SessionDate {
    return this.#holder(time)?.date ?? dateOfDay(this.#localDayInRange(time))
  }

  minuteNumber(time: EpochMs): number {
    const number = this.#lastOpenedBy(time)
    const session = this.sessionAt(number)
    if (!session) {
      this.#localDayInRange(time)
      return 0
    }
    // The end of the range is asked for as the end of a span, so what counts is the instant before it.
    const isLast = number === this.#days.count - 1
    if (isLast && time > session.close) this.#localDayInRange(addMs(time, -1))
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

  /** The session that holds an instant. Its label is at most a day away from the UTC date. */
  #holder(time: EpochMs): Session | undefined {
    if (this.#lastHolder && holds(this.#lastHolder, time)) return this.#lastHolder
    const day = Math.floor(time / dayMs)
    const holder = this.#holderOn(day, time) ?? this.#holderOn(day + 1, time) ?? this.#holderOn(day - 1, time)
    if (holder) this.#lastHolder = holder
    return holder
  }

  /** Number of the last session that opened at an instant or before; -1 where none did. */
  #lastOpenedBy(time: EpochMs): number {
    // Sessions open at most a day before the UTC date of their label, so two days on they have not opened yet.
    let number = this.#days.firstFrom(Math.floor(time / dayMs) + 2) - 1
    while (number >= 0 && this.#keptSession(number).open > time) number--
    return number
  }

  #holderOn(day: number, time: EpochMs): Session | undefined {
    const session = this.#sessionOn(day)
    return session && holds(session, time) ? session : undefined
  }

  #minuteCount(): MinuteCount {
    this.#minutes ??= new MinuteCount(this.#days, this.#maker)
    return this.#minutes
  }

  #sessionOn(day: number): Session | undefined {
    const number = this.#days.firstFrom(day)
    return this.#days.day(number) === day ? this.#keptSession(number) : undefined
  }

  #sessionsBetween(from: number, to: number): readonly Session[] {
    const sessions: Session[] = []
    for (let number = from; number < to; number++) sessions.push(this.#keptSession(number))
    return sessions
  }

  #keptSession(number: number): Session {
    const made = this.#made[number]
    if (made) return made
    const session = this.#maker.make(this.#days.day(number))
    this.#made[number] = session
    return session
  }

  #dayInRange(date: SessionDate): number {
    if (date < this.first || date > this.last) throw this.#outside(`no answer for ${date}`)
    return dayNumber(date)
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

function holds(session: Session, time: EpochMs): boolean {
  const start = session.preMarket?.open ?? session.open
  const end = session.postMarket?.close ?? session.close
  return time >= start && time < end
}
