import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ListedSymbol } from '#shared/protocol/store-calls.ts'
import type { StoredSymbol, StoreReader } from '../store/store.ts'
import { nextTurn, type Ticker } from '../time/ticker.ts'

/** Symbols looked up between two turns of the event loop. */
const symbolsAtOnce = 20
const firstDay = '0001-01-01' as SessionDate
const lastDay = '9999-12-31' as SessionDate

/**
 * The symbols of the store that contain `query`, those that begin with it first, else in order of name; at most
 * `limit`, with what the store has of each. All of them for an empty query.
 */
export async function searchSymbols(
  reader: StoreReader,
  query: string,
  limit: number,
  ticker: Ticker,
): Promise<ListedSymbol[]> {
  const found = matchingSymbols(reader.symbols(), query.trim().toUpperCase()).slice(0, limit)
  const listed: ListedSymbol[] = []
  for (const stored of found) {
    listed.push(listSymbol(reader, stored))
    if (listed.length % symbolsAtOnce === 0) await nextTurn(ticker)
  }
  return listed
}

function matchingSymbols(symbols: readonly StoredSymbol[], text: string): StoredSymbol[] {
  return symbols
    .filter(({ symbol }) => symbol.includes(text))
    .sort(
      (one, other) =>
        Number(other.symbol.startsWith(text)) - Number(one.symbol.startsWith(text)) ||
        (one.symbol < other.symbol ? -1 : 1),
    )
}

function listSymbol(reader: StoreReader, { symbol, exchange, synthetic }: StoredSymbol): ListedSymbol {
  const sessions = reader.sessions(symbol, oneMinute, firstDay, lastDay)
  const firstSession = sessions[0]?.session
  const lastSession = sessions.at(-1)?.session
  return {
    symbol,
    exchange,
    synthetic,
    sessions: new Set(sessions.map(({ session }) => session)).size,
    ...(firstSession && { firstSession }),
    ...(lastSession && { lastSession }),
  }
}
