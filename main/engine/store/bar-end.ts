import { type Interval, intradayMs } from '#shared/bars/interval.ts'
import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import type { Segment, Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'

const daysOfWeek = 7
/** 1970-01-01 was a Thursday. */
const mondayOffset = 3

/**
 * When a bar of a session ends, in epoch ms (R2): with its interval or with the stretch of trading that it starts
 * in; a bar of days or weeks with the close of the last session it covers.
 */
export function barEnd(
  calendar: TradingCalendar,
  interval: Interval,
  session: SessionDate,
  start: number,
): number {
  const length = intradayMs(interval)
  if (length === undefined) return lastSession(calendar, interval, session)?.close ?? start
  const holder = stretches(calendar.session(session)).find(
    ({ open, close }) => start >= open && start < close,
  )
  return Math.min(start + length, holder?.close ?? Number.POSITIVE_INFINITY)
}

function stretches(session: Session | undefined): readonly Segment[] {
  if (!session) return []
  const { segments, preMarket, postMarket } = session
  return [...segments, ...(preMarket ? [preMarket] : []), ...(postMarket ? [postMarket] : [])]
}

function lastSession(
  calendar: TradingCalendar,
  interval: Interval,
  session: SessionDate,
): Session | undefined {
  const count = Number.parseInt(interval, 10)
  const day = dayNumber(session)
  if (interval.endsWith('w')) {
    const monday = day - ((day + mondayOffset) % daysOfWeek)
    const sunday = Math.min(monday + count * daysOfWeek - 1, dayNumber(calendar.last))
    return calendar.sessions(session, dateOfDay(sunday)).at(-1)
  }
  const last = Math.min(day + count * daysOfWeek, dayNumber(calendar.last))
  return calendar.sessions(session, dateOfDay(last))[count - 1]
}
