import type { Hours } from '#shared/bars/derive-windows.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { HistoricalBars } from '../../history/historical-bars.ts'
import { barsAt } from '../../session/testing/made-bars.ts'
import { type LoadedSession, sessionOf } from '../loaded-session.ts'

/** A loaded session of a real calendar whose symbols S0, S1, … have bars at the given minutes after the open. */
export function calendarSession(
  exchange: string,
  date: string,
  minutes: readonly (readonly number[])[],
  hours: Hours = 'regular',
): LoadedSession {
  const calendar = calendarOf(exchange)
  const session = calendar.session(date as SessionDate)
  if (!session) throw new Error(`${exchange} has no session on ${date}.`)
  const settings = { hours, adjustment: 'raw', view: 'as-repaired', windows: [] } as const
  const place = {
    calendar,
    session,
    trailing: [],
    history: new HistoricalBars({ ...settings, calendar }, session.date),
  }
  const symbols = minutes.map((own, seed) => ({
    symbol: `S${seed}`,
    exchange: place,
    synthetic: false,
    feed: 'made',
    previousClose: undefined,
    columns: barsAt(session.open, own, seed),
  }))
  return sessionOf(place, symbols, settings)
}

/** Every minute after the open that an exchange expects on a day. */
export function expectedMinutes(exchange: string, date: string): readonly number[] {
  const session = calendarOf(exchange).session(date as SessionDate)
  return (session?.segments ?? []).flatMap(({ open, close }) =>
    Array.from(
      { length: (close - open) / minuteMs },
      (_, minute) => minute + (open - (session?.open ?? open)) / minuteMs,
    ),
  )
}
