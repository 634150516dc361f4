import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { parseSymbol } from '../engine/import/symbol.ts'
import { loadSession } from '../engine/replay/load-session.ts'
import type { LoadedSession } from '../engine/replay/loaded-session.ts'
import type { StoreReader } from '../engine/store/store.ts'
import type { Io } from './io.ts'
import { noSession } from './no-session.ts'
import { storedSymbol } from './symbols.ts'

/** Which session is to be replayed. */
export interface ReplayedSession {
  readonly session: SessionDate
  readonly symbols: readonly string[]
  /** Undefined for that of the first symbol. */
  readonly exchange: string | undefined
  readonly trailing: number
}

/** Symbols with commas between them, each once; undefined when one of them is no symbol. */
export function parseSymbols(text: string): readonly string[] | undefined {
  const symbols = text.split(',').map(parseSymbol)
  const known = symbols.filter((symbol) => symbol !== undefined)
  return known.length === symbols.length ? [...new Set(known)] : undefined
}

/**
 * Reads the regular hours of a session. A symbol that the store lacks, one of another exchange, and a session of
 * which no symbol has a bar fail; a symbol without bars among others is named on stderr.
 */
export async function loadReplay(
  store: StoreReader,
  request: ReplayedSession,
  io: Io,
): Promise<LoadedSession> {
  const calendar = calendarOf(exchangeOf(store, request))
  if (!calendar.session(request.session)) throw noSession(calendar, request.session)
  const { loaded, leftOut } = await loadSession(store, calendar, { ...request, hours: 'regular' }, io.ticker)
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
function exchangeOf(store: StoreReader, { symbols, exchange }: ReplayedSession): string {
  const [first, ...others] = symbols.map((symbol) => storedSymbol(store, symbol))
  const wanted = exchange ?? first?.exchange ?? ''
  const stranger = [first, ...others].find(
    (symbol) => symbol && calendarOf(symbol.exchange) !== calendarOf(wanted),
  )
  if (stranger)
    throw new Failure(
      'no-session',
      `${stranger.symbol}: is of ${stranger.exchange}, not of ${wanted}; replay symbols of one exchange at a time`,
    )
  return wanted
}
