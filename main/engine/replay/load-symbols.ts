import { allocateColumns } from '#shared/bars/columns.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { asTraded } from '../coordinator/bar-source.ts'
import { type LeftOut, notStored, unreadable } from '../history/left-out.ts'
import { addSymbols } from '../history/load-historical-bars.ts'
import type { PastReader } from '../history/past-reader.ts'
import { symbolsAtOnce } from '../history/windows.ts'
import type { StoredSymbol, StoreReader } from '../store/store.ts'
import { nextTurn, type Ticker } from '../time/ticker.ts'
import { barsInHours } from './hours.ts'
import type { LoadedExchange, LoadedSymbol } from './loaded-session.ts'
import { previousClose } from './previous-close.ts'
import type { ReplayExchanges } from './replay-exchanges.ts'
import { pastReaderOf, readReplayed, type SessionRead } from './session-reader.ts'

const noBars = allocateColumns(0)

export interface LoadedSymbols {
  readonly symbols: readonly LoadedSymbol[]
  readonly leftOut: readonly LeftOut[]
}

/**
 * Reads the session of some symbols, and of each the sessions before it, into the histories of their exchanges; so
 * many at once that the event loop stays free. A symbol that the store lacks or cannot read, or whose exchange has
 * no session on the day, is left out with its reason; the others are loaded, in the order asked.
 */
export async function loadSymbols(
  reader: StoreReader,
  exchanges: ReplayExchanges,
  symbols: readonly string[],
  ticker: Ticker,
): Promise<LoadedSymbols> {
  const loaded: LoadedSymbol[] = []
  const leftOut: LeftOut[] = []
  const atOnce = symbolsAtOnce(exchanges.settings.windows)
  for (let index = 0; index < symbols.length; index += atOnce) {
    const slice = new SliceLoad(reader, exchanges, leftOut)
    loaded.push(...slice.load(symbols.slice(index, index + atOnce)))
    await nextTurn(ticker)
  }
  return { symbols: loaded, leftOut }
}

/** The reading of some symbols in one turn of the event loop. */
class SliceLoad {
  readonly #reader: StoreReader
  readonly #exchanges: ReplayExchanges
  readonly #leftOut: LeftOut[]

  constructor(reader: StoreReader, exchanges: ReplayExchanges, leftOut: LeftOut[]) {
    this.#reader = reader
    this.#exchanges = exchanges
    this.#leftOut = leftOut
  }

  load(symbols: readonly string[]): readonly LoadedSymbol[] {
    const byExchange = new Map<LoadedExchange, StoredSymbol[]>()
    for (const symbol of symbols) {
      const place = this.#place(symbol)
      if (!place) continue
      const known = byExchange.get(place.exchange) ?? []
      byExchange.set(place.exchange, [...known, place.stored])
    }
    const read = [...byExchange].flatMap(([exchange, stored]) => this.#readHistory(exchange, stored))
    const bySymbol = new Map(read.map((loaded) => [loaded.symbol, loaded]))
    return symbols.flatMap((symbol) => bySymbol.get(symbol) ?? [])
  }

  #place(symbol: string): { readonly stored: StoredSymbol; readonly exchange: LoadedExchange } | undefined {
    const stored = this.#reader.symbol(symbol)
    if (!stored) {
      this.#leftOut.push(notStored(symbol))
      return undefined
    }
    try {
      return { stored, exchange: this.#exchanges.find(stored.exchange) }
    } catch (error) {
      const { code, message } = asFailure(error)
      this.#leftOut.push({ symbol, failure: new Failure(code, `${symbol} is left out: ${message}`) })
      return undefined
    }
  }

  #readHistory(exchange: LoadedExchange, stored: readonly StoredSymbol[]): readonly LoadedSymbol[] {
    const { history } = exchange
    const symbols = stored.map(({ symbol }) => symbol)
    const failed = addSymbols(this.#pastReader(exchange), history, symbols, this.#exchanges.settings.windows)
    this.#leftOut.push(...failed)
    const without = new Set(failed.map(({ symbol }) => symbol))
    return this.#readSession(
      exchange,
      stored.filter(({ symbol }) => !without.has(symbol)),
    )
  }

  /** One read for all; only when a damaged session stops it, one a symbol, so that the others are not lost. */
  #readSession(exchange: LoadedExchange, stored: readonly StoredSymbol[]): readonly LoadedSymbol[] {
    const [first] = stored
    if (!first) return []
    try {
      const symbols = stored.map(({ symbol }) => symbol)
      const read = readReplayed(this.#reader, symbols, exchange, this.#exchanges.settings)
      return stored.map((one) => this.#symbolOf(exchange, one, read.get(one.symbol)))
    } catch (error) {
      if (stored.length > 1) return stored.flatMap((one) => this.#readSession(exchange, [one]))
      exchange.history.remove(first.symbol)
      this.#leftOut.push(unreadable(first.symbol, error))
      return []
    }
  }

  #symbolOf(
    exchange: LoadedExchange,
    { symbol, synthetic }: StoredSymbol,
    read: SessionRead | undefined,
  ): LoadedSymbol {
    const { hours } = this.#exchanges.settings
    return {
      symbol,
      exchange,
      synthetic,
      feed: read?.stored.feed,
      previousClose: previousClose(this.#pastReader(exchange), exchange, symbol),
      ...(read ? playedBars(read, exchange.session, hours) : { columns: noBars }),
    }
  }

  #pastReader(exchange: LoadedExchange): PastReader {
    return pastReaderOf(this.#reader, exchange, this.#exchanges.settings)
  }
}

/** The bars of a session within its hours: those known at their end, and what became known later. */
function playedBars(
  { stored: { symbol, columns: all }, versions }: SessionRead,
  session: Session,
  hours: Hours,
): Pick<LoadedSymbol, 'columns' | 'late'> {
  const columns = barsInHours(all, session, hours)
  if (versions.length === 0) return { columns }
  const starts = new Set(columns.start)
  return asTraded(
    symbol,
    columns,
    versions.filter(({ start }) => starts.has(start)),
  )
}
