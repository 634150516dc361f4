import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'

/**
 * The session that follows in a range which is played through up to `until`; undefined at its end, and where there
 * is no range. A range may end on a day without a session.
 */
export function nextInRange(
  calendar: TradingCalendar,
  session: SessionDate,
  until: SessionDate | undefined,
): SessionDate | undefined {
  const next = until && calendar.sessionAt(calendar.sessionNumber(session) + 1)
  return next && next.date <= until ? next.date : undefined
}
