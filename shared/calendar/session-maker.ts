import { addMs, minuteMs } from '../time/epoch.ts'
import type { Exchange } from './exchange.ts'
import { dateOfDay } from './session-date.ts'
import type { SpecialDays, SpecialHours } from './special-days.ts'
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
    const dayStart = this.#clock.instantOf(day, 0)
    const segments: Segment[] = []
    let regularMs = 0
    for (const wall of wallSegments(hours, special)) {
      const segment = this.#segment(day, wall)
      segments.push(segment)
      regularMs += segment.close - segment.open
    }
    const open = segments[0]?.open ?? dayStart
    const close = segments[segments.length - 1]?.close ?? open
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
      lateOpen: special?.open !== undefined,
      reason: special?.reason,
      expectedMinutes: regularMs / minuteMs,
    }
  }

  /** Regular minutes of the session of a day, without making it. */
  minutes(day: number): number {
    let ms = 0
    for (const { open, close } of wallSegments(this.#hoursOn(day), this.#special.get(day))) {
      ms += this.#clock.instantOf(day, close) - this.#clock.instantOf(day, open)
    }
    return ms / minuteMs
  }

  #segment(day: number, { open, close }: WallSegment): Segment {
    return { open: this.#clock.instantOf(day, open), close: this.#clock.instantOf(day, close) }
  }

  #hoursOn(day: number): WallHours {
    for (let index = this.#hours.length - 1; index >= 0; index--) {
      const hours = this.#hours[index]
      if (hours && hours.fromDay <= day) return hours
    }
    throw new RangeError(`${this.#code} has no hours on ${dateOfDay(day)}`)
  }
}

/** Regular hours of a day on the wall clock, cut by a late open and an early close. */
function wallSegments(hours: WallHours, special: SpecialHours | undefined): readonly WallSegment[] {
  if (special?.open === undefined && special?.close === undefined) return hours.segments
  return segmentsWithin(
    special.segments ?? hours.segments,
    special.open ?? Number.NEGATIVE_INFINITY,
    special.close ?? Number.POSITIVE_INFINITY,
  )
}
