import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'

export const demoExchange = 'XNYS'

// The change from summer time lies after the first week, an early close (2024-11-29) before the last session.
const firstMinutes = '2024-10-28' as SessionDate
const lastMinutes = '2024-12-02' as SessionDate
const firstDay = '2022-10-31' as SessionDate

/** The 25 sessions that the demo store has minutes of. */
export function minuteSessions(): readonly Session[] {
  return calendarOf(demoExchange).sessions(firstMinutes, lastMinutes)
}

/** The two years of sessions before them, of which it has days only. */
export function daySessions(): readonly Session[] {
  const { date } = calendarOf(demoExchange).previousSession(firstMinutes)
  return calendarOf(demoExchange).sessions(firstDay, date)
}
