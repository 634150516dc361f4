import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { asKnownAt } from '../bars-query/as-traded.ts'
import type { BarVersion, SessionVersions, StoredSession, StoreReader } from '../store/store.ts'

type PastBars = Pick<StoredSession, 'symbol' | 'session' | 'columns'>

/** What is asked of a store about sessions that have ended. */
export interface PastReader extends Pick<StoreReader, 'symbol' | 'adjustmentFactors'> {
  readSession(symbol: string, interval: Interval, session: SessionDate): PastBars | undefined
  readSessions(
    symbols: readonly string[],
    interval: Interval,
    from: SessionDate,
    to: SessionDate,
  ): readonly PastBars[]
}

/** A store with the bars that were known at `horizon`, each in its version of then (R17). */
export function readerKnownAt(reader: StoreReader, horizon: EpochMs): PastReader {
  const readSessions: PastReader['readSessions'] = (symbols, interval, from, to) => {
    const read = reader.readVersions(symbols, interval, from, to)
    const bySession = new Map(read.map((one) => [keyOf(one), one.versions]))
    return reader
      .readSessions(symbols, interval, from, to)
      .flatMap((stored) => sessionKnownAt(stored, bySession.get(keyOf(stored)), horizon))
  }
  return {
    readSessions,
    readSession: (symbol, interval, session) => readSessions([symbol], interval, session, session)[0],
    symbol: (symbol) => reader.symbol(symbol),
    adjustmentFactors: (symbol) => reader.adjustmentFactors(symbol),
  }
}

/** None where every bar of the session became known later. */
function sessionKnownAt(
  { symbol, session, columns }: StoredSession,
  versions: readonly BarVersion[] = [],
  horizon: EpochMs,
): readonly PastBars[] {
  const known = asKnownAt(columns, versions, horizon)
  return known.start.length === 0 ? [] : [{ symbol, session, columns: known }]
}

function keyOf({ symbol, feed, session }: Pick<SessionVersions, 'symbol' | 'feed' | 'session'>): string {
  return `${session} ${symbol} ${feed}`
}
