import { weekdayOf } from './date-names.ts'
import type { Exchange } from './exchange.ts'
import { dayNumber, type SessionDate } from './session-date.ts'
import { type ClosedDays, openingDaysOf } from './special-days.ts'

/** Days of all sessions of an exchange, each found by its date and by its number in constant time. */
export class SessionDays {
  /** First and last day that is answered for, counted since 1970-01-01. */
  readonly firstDay: number
  readonly lastDay: number
  /** Days of the sessions, in order. */
  readonly #days: Int32Array
  /** Of each day answered for: how many sessions lie before it. */
  readonly #sessionsBefore: Int32Array

  constructor(exchange: Exchange, closed: ClosedDays) {
    this.firstDay = dayNumber(exchange.first as SessionDate)
    this.lastDay = dayNumber(exchange.last as SessionDate)
    const openings = new Set(openingDaysOf(exchange))
    const days: number[] = []
    this.#sessionsBefore = new Int32Array(this.lastDay - this.firstDay + 1)
    for (let day = this.firstDay; day <= this.lastDay; day++) {
      this.#sessionsBefore[day - this.firstDay] = days.length
      const trades = exchange.weekdays.includes(weekdayOf(day)) && !closed.has(day)
      if (trades || openings.has(day)) days.push(day)
    }
    this.#days = Int32Array.from(days)
  }

  get count(): number {
    return this.#days.length
  }

  /** Day of a session by its number; NaN where there is none. */
  day(number: number): number {
    return this.#days[number] ?? Number.NaN
  }

  /** Number of the first session on or after a day; the count of all where there is none. */
  firstFrom(day: number): number {
    if (day < this.firstDay) return 0
    return this.#sessionsBefore[day - this.firstDay] ?? this.count
  }

  has(day: number): boolean {
    return this.#days[this.firstFrom(day)] === day
  }
}
