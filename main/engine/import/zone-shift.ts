import { at, lowerBound } from '#shared/bars/columns.ts'
import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import type { Segment, Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { ZoneClock } from '#shared/calendar/zone-clock.ts'
import { type EpochMs, hourMs, minuteMs } from '#shared/time/epoch.ts'
import { zoneClockOf } from './text/local-time.ts'

/** What was read as UTC is local to the exchange, the other way round, or in a zone so many hours away. */
export type ZoneShift = 'local-as-utc' | 'utc-as-local' | number

const mostHours = 14
/** Sessions that are looked at: enough for a quiet symbol, too few to cost anything. */
const mostSessions = 20
const edgeMs = 5 * minuteMs
/** Moved times must lie in the hours almost all, and unmoved ones clearly less often in the regular ones. */
const nearlyAll = 0.99
const clearlyLess = 0.9

interface Sample {
  readonly start: Float64Array
  readonly offset: number
  /** The sessions of its date and of the days beside it. */
  readonly sessions: readonly Session[]
}

/** How bars lie to the hours of their exchange. */
interface Fit {
  readonly anyHours: number
  readonly regular: number
  readonly nearOpen: number
  readonly nearClose: number
}

/** Notices times that were read in the wrong zone: they fit the hours only when moved by a zone's offset (T5). */
export class ZoneShiftCheck {
  readonly #calendar: TradingCalendar
  readonly #clock: ZoneClock
  readonly #samples: Sample[] = []

  constructor(calendar: TradingCalendar) {
    this.#calendar = calendar
    this.#clock = zoneClockOf(calendar.zone)
  }

  /** Takes note of the bars of a session, by their starts in order. */
  add(date: SessionDate, start: Float64Array): void {
    if (this.#samples.length === mostSessions) return
    const day = dayNumber(date)
    const sessions = [day - 1, day, day + 1]
      .map(dateOfDay)
      .filter((other) => other >= this.#calendar.first && other <= this.#calendar.last)
      .map((other) => this.#calendar.session(other))
      .filter((session) => session !== undefined)
    this.#samples.push({ start, offset: this.#clock.offsetAt(at(start, 0) as EpochMs), sessions })
  }

  /** The shift that makes the bars fit, undefined when they fit as they are or never. */
  shift(): ZoneShift | undefined {
    const bars = this.#samples.reduce((sum, { start }) => sum + start.length, 0)
    const asRead = this.#fit(() => 0)
    const better = (fit: Fit): boolean =>
      asRead.regular <= clearlyLess * fit.regular || asRead.anyHours <= clearlyLess * bars
    const fits = (fit: Fit): boolean => fit.anyHours >= nearlyAll * bars && better(fit) && fit.nearOpen > 0
    const whole = (fit: Fit): boolean => fits(fit) && fit.nearClose > 0
    const named = (fit: Fit): boolean => whole(fit) || (fits(fit) && fit.regular >= nearlyAll * bars)
    if (named(this.#fit(({ offset }) => -offset))) return 'local-as-utc'
    if (named(this.#fit(({ offset }) => offset))) return 'utc-as-local'
    for (let hours = 1; hours <= mostHours; hours++) {
      if (whole(this.#fit(() => hours * hourMs))) return hours
      if (whole(this.#fit(() => -hours * hourMs))) return -hours
    }
    return undefined
  }

  #fit(shiftOf: (sample: Sample) => number): Fit {
    const fit = { anyHours: 0, regular: 0, nearOpen: 0, nearClose: 0 }
    for (const sample of this.#samples) {
      const shift = shiftOf(sample)
      const count = (open: number, close: number): number =>
        lowerBound(sample.start, close - shift) - lowerBound(sample.start, open - shift)
      const inSegment = ({ open, close }: Segment): number => count(open, close)
      for (const { open, close, segments, preMarket, postMarket } of sample.sessions) {
        fit.anyHours += count(preMarket?.open ?? open, postMarket?.close ?? close)
        fit.regular += segments.reduce((sum, segment) => sum + inSegment(segment), 0)
        fit.nearOpen += count(open, open + edgeMs)
        fit.nearClose += count(close - edgeMs, close)
      }
    }
    return fit
  }
}
