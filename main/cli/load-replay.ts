import { Failure } from '#shared/protocol/failure.ts'
import type { Calendars } from '../engine/calendars/calendars.ts'
import { parseSymbol } from '../engine/import/symbol.ts'
import { loadSession, type SessionRequest } from '../engine/replay/load-session.ts'
import { isEmpty, type LoadedSession } from '../engine/replay/loaded-session.ts'
import type { StoreReader } from '../engine/store/store.ts'
import { storedSymbol } from '../engine/store/stored-symbol.ts'
import { tellChanges } from './calendars.ts'
import type { Io } from './io.ts'
import { noSession } from './no-session.ts'

/** Which session is to be replayed. */
export interface ReplayedSession extends SessionRequest {
  /** Undefined for that of the first symbol. */
  readonly exchange: string | undefined
}

/** Symbols with commas between them, each once; undefined when one of them is no symbol. */
export function parseSymbols(text: string): readonly string[] | undefined {
  const symbols = text.split(',').map(parseSymbol)
  const known = symbols.filter((symbol) => symbol !== undefined)
  return known.length === symbols.length ? [...new Set(known)] : undefined
}

/**
 * Reads a session, each symbol's on its exchange. A symbol that the store lacks, one whose exchange has no session on
 * the day, and a session of which no symbol has a bar fail; a symbol without bars among others is named on stderr.
 */
export async function loadReplay(
  store: StoreReader,
  calendars: Calendars,
  request: ReplayedSession,
  io: Io,
): Promise<LoadedSession> {
  const calendar = calendars.of(exchangeOf(store, request))
  await tellChanges(calendars, calendar.exchange, io)
  if (!calendar.session(request.session)) throw noSession(calendar, request.session)
  const { loaded, leftOut } = await loadSession(store, calendars, calendar, request, io.ticker)
  const [first] = leftOut
  if (first) throw first.failure
  const empty = loaded.symbols.filter(isEmpty)
  if (empty.length === loaded.symbols.length)
    throw new Failure(
      'no-bars',
      `${request.symbols.join(',')}: ${store.path} has no 1m bars of ${request.session}; import them or choose another session`,
    )
  for (const { symbol } of empty)
    await io.stderr.write(`${symbol}: ${store.path} has no 1m bars of ${request.session}\n`)
  return loaded
}

/** The exchange whose session is replayed: the one that is named, else that of the first symbol. */
function exchangeOf(store: StoreReader, { symbols, exchange }: ReplayedSession): string {
  const [first] = symbols.map((symbol) => storedSymbol(store, symbol))
  return exchange ?? first?.exchange ?? ''
}
