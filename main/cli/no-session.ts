import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { whyNoSession } from '../engine/replay/no-session.ts'

/** A failure that says why a date is no session, and which sessions lie beside it. */
export function noSession(calendar: TradingCalendar, date: SessionDate): Failure {
  const why = whyNoSession(calendar, date)
  const before = calendar.trailingSessions(date, 1)[0]
  const after = calendar.sessionAt(calendar.sessionNumber(date))
  const near = [before?.date, after?.date].filter((session) => session !== undefined).join(' and ')
  return new Failure(
    'no-session',
    `${date} is no session of ${calendar.exchange}: ${why}; the nearest are ${near}`,
  )
}
