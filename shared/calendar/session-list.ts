import { dayMs, type EpochMs } from '../time/epoch.ts'
import type { SessionDays } from './session-days.ts'
import type { SessionMaker } from './session-maker.ts'
import type { Session } from './trading-calendar.ts'

/**
 * Sessions of an exchange by their number, each made when it is first asked for, and kept. Their spans lie in
 * columns too, because a search by time that had to look into sessions all over the heap takes five times as long.
 */
export class SessionList {
  readonly #days: SessionDays
  readonly #maker: SessionMaker
  readonly #made: (Session | undefined)[]
  /** First and last instant of all hours, and the regular open; NaN until the session is made. */
  readonly #starts: Float64Array
  readonly #ends: Float64Array
  readonly #opens: Float64Array

  constructor(days: SessionDays, maker: SessionMaker) {
    this.#days = days
    this.#maker = maker
    this.#made = new Array(days.count)
    this.#starts = new Float64Array(days.count).fill(Number.NaN)
    this.#ends = new Float64Array(days.count)
    this.#opens = new Float64Array(days.count)
  }

  /** The session of a number; undefined where there is none. */
  at(number: number): Session | undefined {
    return this.#made[number] ?? this.#make(number)
  }

  /** The sessions from one number to another, that one excluded. */
  between(from: number, to: number): readonly Session[] {
    const sessions: Session[] = []
    for (let number = from; number < to; number++) {
      const session = this.at(number)
      if (session) sessions.push(session)
    }
    return sessions
  }

  /** The session whose hours, regular or extended, hold an instant. */
  holding(time: EpochMs): Session | undefined {
    const number = this.#lastFrom(this.#starts, time)
    return number >= 0 && time < (this.#ends[number] ?? time) ? this.at(number) : undefined
  }

  /** Number of the last session whose regular hours began at an instant or before; -1 where none did. */
  lastOpenedBy(time: EpochMs): number {
    return this.#lastFrom(this.#opens, time)
  }

  #lastFrom(column: Float64Array, time: EpochMs): number {
    // Sessions begin at most a day before the UTC date of their label, so two days on they have not begun yet.
    let number = this.#days.firstFrom(Math.floor(time / dayMs) + 2) - 1
    while (number >= 0) {
      if (Number.isNaN(this.#starts[number])) this.#make(number)
      if ((column[number] ?? time) <= time) return number
      number--
    }
    return -1
  }

  #make(number: number): Session | undefined {
    const day = this.#days.day(number)
    if (Number.isNaN(day)) return undefined
    const session = this.#maker.make(day)
    this.#made[number] = session
    this.#starts[number] = session.preMarket?.open ?? session.open
    this.#ends[number] = session.postMarket?.close ?? session.close
    this.#opens[number] = session.open
    return session
  }
}
