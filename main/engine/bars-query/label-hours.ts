import { dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { addMs, dayMs, type EpochMs } from '#shared/time/epoch.ts'

/**
 * The hours of a session label: those of its session, or a day without regular hours where bars carry the label
 * of a date on which the exchange does not trade.
 */
export function hoursOfLabel(calendar: TradingCalendar, date: SessionDate): Session {
  const session = withinRange(calendar, date) === date ? calendar.session(date) : undefined
  if (session) return session
  const dayStart = (dayNumber(date) * dayMs) as EpochMs
  return {
    date,
    dayStart,
    open: dayStart,
    close: addMs(dayStart, dayMs),
    segments: [],
    preMarket: undefined,
    postMarket: undefined,
    earlyClose: false,
    lateOpen: false,
    reason: undefined,
    expectedMinutes: 0,
  }
}

/** The date, or the nearest one that the calendar answers for. */
export function withinRange({ first, last }: TradingCalendar, date: SessionDate): SessionDate {
  if (date < first) return first
  return date > last ? last : date
}
