import type { BarRange } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { HistoricalBars } from './historical-bars.ts'

/** Bars of earlier sessions, which are others when minutes of one of them were filled meanwhile. */
export interface PastBars {
  /** Is another with every change. */
  readonly version: number
  /** Those of each session, oldest first. */
  ranges(): readonly BarRange[]
}

export const noPastBars: PastBars = { version: 0, ranges: () => [] }

/**
 * The trailing sessions of a symbol in an interval of 1d at most, adjusted: those of its window, else made of the 1m
 * ones; none where it has neither.
 */
export function pastBars(history: HistoricalBars, symbol: string, interval: Interval): PastBars {
  const windows = history.intervals(symbol)
  if (windows.includes(interval)) return history.pastBars(symbol, interval)
  if (!windows.includes(oneMinute)) return noPastBars
  const minutes = history.pastBars(symbol, oneMinute)
  // As the stored ones, a daily bar is one of regular hours.
  const hours = interval === oneDay ? ('regular' as const) : history.settings.hours
  return {
    get version() {
      return minutes.version
    },
    ranges: () =>
      history.trailingSessions(symbol, oneMinute).map(({ session, bars }) => {
        const { columns } = deriveSession(bars, session, interval, { hours })
        return { columns, from: 0, to: columns.start.length }
      }),
  }
}
