import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import type { BoundarySettings } from './boundary-settings.ts'
import { sessionHours } from './session-hours.ts'

/** What the boundaries of sessions ask of a calendar. */
export type BoundaryCalendar = Pick<
  TradingCalendar,
  'exchange' | 'first' | 'last' | 'session' | 'sessionAt' | 'sessionNumber' | 'sessionDateOf'
>

/**
 * Number of the session that is not over at `now`: the one that trades, or the next. Throws a Failure with code
 * 'outside-calendar' when the calendar knows none.
 */
export function sessionNumberAt(
  calendar: BoundaryCalendar,
  now: EpochMs,
  settings: BoundarySettings,
): number {
  // The session before may still wait for its roll after midnight.
  let number = Math.max(0, calendar.sessionNumber(calendar.sessionDateOf(now)) - 1)
  for (;;) {
    const session = sessionOf(calendar, number, now)
    if (sessionHours(session, calendar.sessionAt(number + 1), settings).rollDue > now) return number
    number++
  }
}

function sessionOf(calendar: BoundaryCalendar, number: number, now: EpochMs): Session {
  const session = calendar.sessionAt(number)
  if (session) return session
  throw new Failure(
    'outside-calendar',
    `The ${calendar.exchange} calendar has no session that ends after ${formatUtc(now)}: it reaches from ` +
      `${calendar.first} to ${calendar.last}.`,
  )
}
