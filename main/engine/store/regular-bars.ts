import { lowerBound } from '#shared/bars/columns.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'

/** How many bars of a session start inside its regular segments (R5, T4). */
export function countRegularBars(
  calendar: TradingCalendar,
  session: SessionDate,
  start: Float64Array,
): number {
  let count = 0
  for (const { open, close } of calendar.session(session)?.segments ?? [])
    count += lowerBound(start, close) - lowerBound(start, open)
  return count
}
