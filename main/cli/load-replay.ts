import type { Hours } from '#shared/bars/derive-windows.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Calendars } from '../engine/calendars/calendars.ts'
import { parseSymbol } from '../engine/import/symbol.ts'
import { loadSession } from '../engine/replay/load-session.ts'
import type { LoadedSession } from '../engine/replay/loaded-session.ts'
import type { StoreReader } from '../engine/store/store.ts'
import { tellChanges } from './calendars.ts'
import type { Io } from './io.ts'
import { noSession } from './no-session.ts'
import { storedSymbol } from './symbols.ts'

/** Which session is to be replayed. */
export interface ReplayedSession {
  readonly session: SessionDate
  readonly symbols: readonly string[]
  /** Undefined for that of the first symbol. */
  readonly exchange: string | undefined
  readonly hours: Hours
  readonly trailing: number
}

/** Symbols with commas between them, each once; undefined when one of them is no symbol. */
export function parseSymbols(text: string): readonly string[] | undefined {
  const symbols = text.split(',').map(parseSymbol)
  const known = symbols.filter((symbol) => symbol !== undefined)
  return known.length === symbols.length ? [...new Set(known)] : undefined
}

/**
 * Reads a session. A symbol that the store lacks, one of another exchange, and a session of
 * which no symbol has a bar fail; a symbol without bars among others is named on stderr.
 */
export async function loadReplay(
  store: StoreReader,
  calendars: Calendars,
  request: ReplayedSession,
  io: Io,
): Promise<LoadedSession> {
  const calendar = calendars.of(exchangeOf(store, calendars, request))
  await tellChanges(calendars, calendar.exchange, io)
  if (!calendar.session(request.session)) throw noSession(calendar, request.session)
  const { loaded, leftOut } = await loadSession(store, calendar, request, io.ticker)
  const [failure] = leftOut
  if (failure) throw failure
  const empty = loaded.symbols.filter(({ columns }) => columns.start.length === 0)
  if (empty.length === loaded.symbols.length)
    throw new Failure(
      'no-bars',
      `${request.symbols.join(',')}: ${store.path} has no 1m bars of ${request.session}; import them or choose another session`,
    )
  for (const { symbol } of empty)
    await io.stderr.write(`${symbol}: ${store.path} has no 1m bars of ${request.session}\n`)
  return loaded
}

/** The exchange whose session is replayed: all symbols must be of the same. */
function exchangeOf(
  store: StoreReader,
  calendars: Calendars,
  { symbols, exchange }: ReplayedSession,
): string {
  const [first, ...others] = symbols.map((symbol) => storedSymbol(store, symbol))
  const wanted = exchange ?? first?.exchange ?? ''
  const stranger = [first, ...others].find(
    (symbol) => symbol && calendars.of(symbol.exchange) !== calendars.of(wanted),
  )
  if (stranger)
    throw new Failure(
      'no-session',
      `${stranger.symbol}: is of ${stranger.exchange}, not of ${wanted}; replay symbols of one exchange at a time`,
    )
  return wanted
}
