import { dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'

/** 1970-01-01, day 0, was a Thursday. */
const weekdays = ['Thursday', 'Friday', 'Saturday', 'Sunday', 'Monday', 'Tuesday', 'Wednesday'] as const

/** Why an exchange has no session on a date: the name of the holiday, else of the day of the week. */
export function whyNoSession(calendar: TradingCalendar, date: SessionDate): string {
  const [closure] = calendar.closures(date, date)
  const day = dayNumber(date) % weekdays.length
  return closure?.reason ?? weekdays.at(day) ?? date
}
