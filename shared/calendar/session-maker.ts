import { addMs, minuteMs } from '../time/epoch.ts'
import type { Exchange } from './exchange.ts'
import { dateOfDay } from './session-date.ts'
import type { SpecialDays } from './special-days.ts'
import type { Segment, Session } from './trading-calendar.ts'
import { segmentsWithin, type WallHours, type WallSegment, wallHoursOf } from './wall-hours.ts'
import type { ZoneClock } from './zone-clock.ts'

/** Makes the sessions of an exchange from the hours in force on their day, usual or special. */
export class SessionMaker {
  readonly #code: string
  readonly #hours: readonly WallHours[]
  readonly #special: SpecialDays
  readonly #clock: ZoneClock

  constructor(exchange: Exchange, special: SpecialDays, clock: ZoneClock) {
    this.#code = exchange.code
    this.#hours = exchange.hours.map(wallHoursOf)
    this.#special = special
    this.#clock = clock
  }

  /** The session of a day counted since 1970-01-01, which has to be one. */
  make(day: number): Session {
    const hours = this.#hoursOn(day)
    const special = this.#special.get(day)
    const segments = this.#wallSegments(day, hours).map((segment) => this.#segment(day, segment))
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
      earlyClose: special?.close !== undefined,
      reason: special?.reason,
      expectedMinutes: segments.reduce((sum, segment) => sum + segment.close - segment.open, 0) / minuteMs,
    }
  }

  /** Regular minutes of the session of a day, without making it. */
  minutes(day: number): number {
    let ms = 0
    for (const segment of this.#wallSegments(day, this.#hoursOn(day))) {
      ms += this.#clock.instantOf(day, segment.close) - this.#clock.instantOf(day, segment.open)
    }
    return ms / minuteMs
  }

  /** Regular hours of a day on the wall clock, cut by a late open and an early close. */
  #wallSegments(day: number, hours: WallHours): readonly WallSegment[] {
    const special = this.#special.get(day)
    if (special?.open === undefined && special?.close === undefined) return hours.segments
    return segmentsWithin(
      special.segments ?? hours.segments,
      special.open ?? Number.NEGATIVE_INFINITY,
      special.close ?? Number.POSITIVE_INFINITY,
    )
  }

  #segment(day: number, { open, close }: WallSegment): Segment {
    return { open: this.#clock.instantOf(day, open), close: this.#clock.instantOf(day, close) }
  }

  #hoursOn(day: number): WallHours {
    const inForce = this.#hours.findLast((hours) => hours.fromDay <= day)
    if (!inForce) throw new RangeError(`${this.#code} has no hours on ${dateOfDay(day)}`)
    return inForce
  }
}
