import { valuesAt } from '#shared/bars/bar-values.ts'
import { at, lowerBound } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { synthetic } from '#shared/bars/state.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { BarVersion, StoreReader } from '../store/store.ts'
import { standInsKnownBy } from './stand-in-bars.ts'

/** What synthetic bars in missing minutes name as their source. */
const standInSource = 'synthetic'

/** A version of a bar, and whether the store knows when it came or has it known at its end (R17). */
export interface ToldVersion extends BarVersion {
  readonly arrival: 'recorded' | 'assumed'
  /** The source that it was filled from. */
  readonly source?: string
  /** Who asked for it, where it is a synthetic bar in a minute without one. */
  readonly askedBy?: string
}

/**
 * All versions of the 1m bar that starts at `start`, oldest first. Where the store has no bar of it, those of the
 * synthetic one that stands there, if any.
 */
export function versionsOfBar(
  reader: StoreReader,
  calendar: TradingCalendar,
  symbol: string,
  start: EpochMs,
): readonly ToldVersion[] {
  const session = calendar.sessionDateOf(start)
  const stored = reader.readSession(symbol, oneMinute, session)
  const index = stored ? lowerBound(stored.columns.start, start) : 0
  if (!stored || stored.columns.start[index] !== start) return standInVersions(reader, symbol, start)
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

/** The synthetic bars that stand in a minute, each in the place of the one before; none once they are taken back. */
function standInVersions(reader: StoreReader, symbol: string, start: EpochMs): readonly ToldVersion[] {
  const recorded = reader.ledger.recorded(symbol, start, addMs(start, minuteMs))
  const standIns = standInsKnownBy(recorded, undefined)
  const takenBack = standIns.findLastIndex(({ price }) => price === undefined)
  return standIns.slice(takenBack + 1).flatMap(({ price, by, at: knownAt }, index) =>
    price === undefined
      ? []
      : [
          {
            ...{ start, version: index + 1, knownAt, open: price, high: price, low: price, close: price },
            ...{ volume: 0, state: synthetic, feed: standInSource, source: standInSource },
            ...{ arrival: 'recorded' as const, askedBy: by },
          },
        ],
  )
}
