import type { Hours } from '#shared/bars/derive-windows.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { barsAt } from '../../session/testing/made-bars.ts'
import { spanOfHours } from '../hours.ts'
import type { LoadedSession } from '../loaded-session.ts'
import { SplitHistory } from '../split-history.ts'

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
  const { open: start, close: end } = spanOfHours(session, hours)
  return {
    calendar,
    session,
    hours,
    synthetic: false,
    start,
    end,
    trailing: [],
    symbols: minutes.map((own, seed) => ({
      symbol: `S${seed}`,
      feed: 'made',
      history: new SplitHistory([], session.date),
      previousClose: undefined,
      columns: barsAt(session.open, own, seed),
      trailing: [],
    })),
  }
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
