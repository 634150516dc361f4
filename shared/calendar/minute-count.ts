import type { SessionDays } from './session-days.ts'
import type { SessionMaker } from './session-maker.ts'

/** Regular minutes of all sessions, summed up so that minutes are numbered through the calendar. */
export class MinuteCount {
  /** Minutes before each session by its number, and at the end those of all. */
  readonly #before: Int32Array

  constructor(days: SessionDays, maker: SessionMaker) {
    this.#before = new Int32Array(days.count + 1)
    let sum = 0
    for (let number = 0; number < days.count; number++) {
      sum += maker.minutes(days.day(number))
      this.#before[number + 1] = sum
    }
  }

  /** Minutes of all sessions before one. */
  before(sessionNumber: number): number {
    return this.#before[sessionNumber] ?? 0
  }

  /** Number of the session that has a minute, by the minute's number; -1 where there is no such minute. */
  sessionOf(minute: number): number {
    let low = 0
    let high = this.#before.length - 1
    if (minute < 0 || minute >= this.before(high)) return -1
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (this.before(middle) <= minute) low = middle
      else high = middle
    }
    return low
  }
}
