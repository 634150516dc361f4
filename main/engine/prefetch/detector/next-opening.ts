import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'

/** What is asked of a calendar to find the session that opens next. */
export type OpeningCalendar = Pick<
  TradingCalendar,
  'exchange' | 'first' | 'last' | 'sessionAt' | 'sessionNumber' | 'sessionDateOf'
>

/**
 * The first session that opens after an instant, whatever the date on which it opens (R23). Throws a Failure with code
 * 'outside-calendar' when the calendar does not know it.
 */
export function nextOpening(calendar: OpeningCalendar, time: EpochMs): Session {
  const number = numberOfOpening(calendar, time)
  const session = calendar.sessionAt(number)
  if (!session) throw noOpening(calendar, time)
  return session
}

/** How many sessions open at `time` or before it. Throws a Failure with code 'outside-calendar' outside its range. */
export function numberOfOpening(calendar: OpeningCalendar, time: EpochMs): number {
  // A session may open on the day before its date, never on one after it.
  let number = calendar.sessionNumber(calendar.sessionDateOf(time))
  while ((calendar.sessionAt(number)?.open ?? Number.POSITIVE_INFINITY) <= time) number++
  return number
}

/** Why there is no answer about what follows the last session of a calendar. */
export function noOpening({ exchange, first, last }: OpeningCalendar, time: EpochMs): Failure {
  return new Failure(
    'outside-calendar',
    `The ${exchange} calendar has no session that opens after ${formatUtc(time)}: it reaches from ${first} to ` +
      `${last}. A newer version of Tapedeck reaches further.`,
  )
}
