import { allocateColumns, at, type BarColumns } from '#shared/bars/columns.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import { oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { StoredSession, StoreReader } from '../store/store.ts'
import { nextTurn, type Ticker } from '../time/ticker.ts'
import { barsInHours, spanOfHours } from './hours.ts'
import type { LoadedSession, LoadedSymbol } from './loaded-session.ts'
import { SplitHistory } from './split-history.ts'

/** Symbols read between two turns of the event loop: with five trailing sessions 60 blocks, 2 to 6 ms. */
const symbolsAtOnce = 10
const noBars = allocateColumns(0)

export interface SessionRequest {
  readonly session: SessionDate
  readonly symbols: readonly string[]
  /** Sessions before it to read too. */
  readonly trailing: number
  readonly hours: Hours
}

/** A loaded session, and why symbols are left out of it. */
export interface LoadAnswer {
  readonly loaded: LoadedSession
  readonly leftOut: readonly Failure[]
}

interface SymbolSessions {
  readonly symbol: string
  readonly stored: readonly StoredSession[]
}

/**
 * Reads a session and the sessions before it for all symbols. A symbol that the store lacks or cannot read is
 * left out and named in `left out`; the others are loaded. Throws a Failure with code 'no-session' when there is
 * no session on that date, and the failure of the first symbol when none can be loaded.
 */
export async function loadSession(
  reader: StoreReader,
  calendar: TradingCalendar,
  request: SessionRequest,
  ticker: Ticker,
): Promise<LoadAnswer> {
  const session = sessionOn(calendar, request.session)
  const trailing = calendar.trailingSessions(session.date, request.trailing)
  const before = calendar.trailingSessions(session.date, Math.max(1, request.trailing))
  const leftOut: Failure[] = []
  const symbols: LoadedSymbol[] = []
  const known = request.symbols.filter((symbol) => isStored(reader, symbol, leftOut))
  for (let index = 0; index < known.length; index += symbolsAtOnce) {
    const batch = known.slice(index, index + symbolsAtOnce)
    const read = readBatch(reader, batch, before[0]?.date ?? session.date, session.date, leftOut)
    for (const entry of read)
      symbols.push(loadSymbol(reader, entry, session, trailing, before.at(-1), request.hours))
    await nextTurn(ticker)
  }
  if (symbols.length === 0) throw leftOut[0] ?? new Failure('usage', 'A replay needs at least one symbol.')
  const { open, close } = spanOfHours(session, request.hours)
  const synthetic = symbols.some(({ symbol }) => reader.symbol(symbol)?.synthetic)
  const loaded = {
    calendar,
    session,
    hours: request.hours,
    synthetic,
    start: open,
    end: close,
    trailing,
    symbols,
  }
  return { loaded, leftOut }
}

function sessionOn(calendar: TradingCalendar, date: SessionDate): Session {
  const session = calendar.session(date)
  if (!session)
    throw new Failure('no-session', `${calendar.exchange} has no session on ${date}. Choose a trading day.`)
  return session
}

function isStored(reader: StoreReader, symbol: string, leftOut: Failure[]): boolean {
  if (reader.symbol(symbol)) return true
  leftOut.push(
    new Failure('unknown-symbol', `${symbol} is left out: the store has no bars of it. Import some first.`),
  )
  return false
}

/** One read for all; only when a damaged session stops it, one read a symbol, so that the others are not lost. */
function readBatch(
  reader: StoreReader,
  symbols: readonly string[],
  from: SessionDate,
  to: SessionDate,
  leftOut: Failure[],
): readonly SymbolSessions[] {
  try {
    const bySymbol = new Map(symbols.map((symbol) => [symbol, [] as StoredSession[]]))
    for (const stored of reader.readSessions(symbols, oneMinute, from, to))
      bySymbol.get(stored.symbol)?.push(stored)
    return [...bySymbol].map(([symbol, stored]) => ({ symbol, stored }))
  } catch (error) {
    const [symbol] = symbols
    if (symbol !== undefined && symbols.length === 1) {
      const { code, message } = asFailure(error)
      leftOut.push(new Failure(code, `${symbol} is left out: ${message}`))
      return []
    }
    return symbols.flatMap((one) => readBatch(reader, [one], from, to, leftOut))
  }
}

function loadSymbol(
  reader: StoreReader,
  { symbol, stored }: SymbolSessions,
  session: Session,
  trailing: readonly Session[],
  previous: Session | undefined,
  hours: Hours,
): LoadedSymbol {
  const byDate = new Map(stored.map((entry) => [entry.session, entry]))
  const current = byDate.get(session.date)
  const history = new SplitHistory(reader.adjustmentFactors(symbol), session.date)
  return {
    symbol,
    feed: current?.feed,
    history,
    previousClose: previous && closeOf(reader, symbol, previous, byDate.get(previous.date), history),
    columns: current ? barsInHours(current.columns, session, hours) : noBars,
    trailing: trailing.flatMap((past) => {
      const entry = byDate.get(past.date)
      if (!entry) return []
      return [{ session: past, columns: history.bars(past.date, barsInHours(entry.columns, past, hours)) }]
    }),
  }
}

/** Close of the last regular minute of a session, else of its stored daily bar; adjusted for splits since. */
function closeOf(
  reader: StoreReader,
  symbol: string,
  session: Session,
  stored: StoredSession | undefined,
  history: SplitHistory,
): number | undefined {
  const minutes = stored && barsInHours(stored.columns, session, 'regular')
  const close = lastClose(minutes) ?? lastClose(reader.readSession(symbol, oneDay, session.date)?.columns)
  return close === undefined ? undefined : close * history.adjustmentOf(session.date).price
}

function lastClose(columns: BarColumns | undefined): number | undefined {
  const count = columns?.start.length ?? 0
  return columns && count > 0 ? at(columns.close, count - 1) : undefined
}
