import { valuesAt } from '#shared/bars/bar-values.ts'
import { at, lowerBound } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { BarVersion, StoreReader } from '../store/store.ts'

/** A version of a bar, and whether the store knows when it came or has it known at its end (R17). */
export interface ToldVersion extends BarVersion {
  readonly arrival: 'recorded' | 'assumed'
  /** The source that it was filled from. */
  readonly source?: string
}

/** All versions of the 1m bar that starts at `start`, oldest first; none where the store has no bar of it. */
export function versionsOfBar(
  reader: StoreReader,
  calendar: TradingCalendar,
  symbol: string,
  start: EpochMs,
): readonly ToldVersion[] {
  const session = calendar.sessionDateOf(start)
  const stored = reader.readSession(symbol, oneMinute, session)
  const index = stored ? lowerBound(stored.columns.start, start) : 0
  if (!stored || stored.columns.start[index] !== start) return []
  const end = addMs(at(stored.columns.start, index) as EpochMs, minuteMs)
  const versions = reader.versions(symbol, oneMinute, session).filter((version) => version.start === start)
  if (versions.length === 0)
    return [
      {
        start,
        version: 1,
        knownAt: end,
        ...valuesAt(stored.columns, index),
        feed: stored.feed,
        arrival: 'assumed',
      },
    ]
  const fill = reader.fillsOf(symbol, oneMinute, session).find((one) => one.start === start)
  return versions.map((version) => ({
    ...version,
    arrival: version.knownAt > end ? 'recorded' : 'assumed',
    ...(fill?.cameAt === version.knownAt && { source: fill.source }),
  }))
}
