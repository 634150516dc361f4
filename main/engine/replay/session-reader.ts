import { oneMinute } from '#shared/bars/interval.ts'
import { type PastReader, readerKnownAt } from '../history/past-reader.ts'
import type { BarVersion, StoredSession, StoreReader } from '../store/store.ts'
import { spanOfHours } from './hours.ts'
import type { LoadedExchange, ReplaySettings } from './loaded-session.ts'

/**
 * What a replay reads the sessions before its own from: as repaired the store as it is, as traded with the versions
 * that were known when the hours of its session began.
 */
export function pastReaderOf(
  reader: StoreReader,
  { session }: Pick<LoadedExchange, 'session'>,
  { view, hours }: Pick<ReplaySettings, 'view' | 'hours'>,
): PastReader {
  return view === 'as-repaired' ? reader : readerKnownAt(reader, spanOfHours(session, hours).open)
}

/** 1m bars of a session, and what there is of their past: nothing as repaired, where it is not asked for. */
export interface SessionRead {
  readonly stored: StoredSession
  readonly versions: readonly BarVersion[]
}

/** The 1m bars of one session of some symbols in one read, by symbol. */
export function readReplayed(
  reader: StoreReader,
  symbols: readonly string[],
  { session: { date } }: Pick<LoadedExchange, 'session'>,
  { view }: Pick<ReplaySettings, 'view'>,
): ReadonlyMap<string, SessionRead> {
  const versions = view === 'as-traded' ? reader.readVersions(symbols, oneMinute, date, date) : []
  const byFeed = new Map(versions.map((one) => [`${one.symbol} ${one.feed}`, one.versions]))
  return new Map(
    reader
      .readSessions(symbols, oneMinute, date, date)
      .map((stored) => [
        stored.symbol,
        { stored, versions: byFeed.get(`${stored.symbol} ${stored.feed}`) ?? [] },
      ]),
  )
}
