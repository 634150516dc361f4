import type { BarRange } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { HistoricalBars } from './historical-bars.ts'

/**
 * The trailing sessions of a symbol in an interval of 1d at most, oldest first, adjusted: those of its window, else
 * made of the 1m ones; none where it has neither.
 */
export function pastBars(history: HistoricalBars, symbol: string, interval: Interval): readonly BarRange[] {
  const windows = history.intervals(symbol)
  if (windows.includes(interval)) return history.trailingSessions(symbol, interval).map(({ bars }) => bars)
  if (!windows.includes(oneMinute)) return []
  // As the stored ones, a daily bar is one of regular hours.
  const hours = interval === oneDay ? ('regular' as const) : history.settings.hours
  return history.trailingSessions(symbol, oneMinute).map(({ session, bars }) => {
    const { columns } = deriveSession(bars, session, interval, { hours })
    return { columns, from: 0, to: columns.start.length }
  })
}
