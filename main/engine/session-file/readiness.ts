import { calendarOf } from '#shared/calendar/calendars.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import {
  type ComparedNeed,
  compare,
  type LeftOut,
  unknownSymbolReason,
} from '#shared/session-file/compare.ts'
import { type Need, needsOf } from '#shared/session-file/needs.ts'
import { linesOf, type Readiness } from '#shared/session-file/readiness.ts'
import { runOf, type SessionFile } from '#shared/session-file/session-file.ts'
import type { StoreReader } from '../store/store.ts'
import { nextTurn, type Ticker } from '../time/ticker.ts'

/** The event loop has its turn so often. */
const longestTurnMs = 4

/**
 * Compares what a run needs with what a store has, some symbols at a time so that the event loop stays free. Throws
 * a Failure with code 'bad-file' that names the file, which is `name`, and the key whose exchange or dates no
 * calendar knows.
 */
export async function readinessOf(
  file: SessionFile,
  name: string,
  store: StoreReader,
  ticker: Ticker,
): Promise<Readiness> {
  const symbols = [...new Set(file.symbols)]
  const exchange = exchangeOf(file, store)
  if (exchange === undefined) {
    const leftOut = symbols.map((symbol) => ({ symbol, reason: unknownSymbolReason }))
    return { sessions: 0, symbols: [], needs: [], leftOut }
  }
  const calendar = inFile(name, 'exchange', () => calendarOf(exchange))
  const needsOfSymbol = needsIn(file, name, calendar)
  const needs: ComparedNeed[] = []
  const leftOut: LeftOut[] = []
  let turn = ticker.elapsed()
  for (const symbol of symbols) {
    const compared = compare(needsOfSymbol(symbol), calendar, store)
    needs.push(...compared.needs)
    leftOut.push(...compared.leftOut)
    if (ticker.elapsed() - turn < longestTurnMs) continue
    await nextTurn(ticker)
    turn = ticker.elapsed()
  }
  const isOut = new Set(leftOut.map(({ symbol }) => symbol))
  const { from, to } = runOf(file)
  const run = calendar.sessions(from, to)
  return {
    exchange,
    sessions: run.length,
    ...(run[0] && { firstSession: run[0].date }),
    symbols: symbols.filter((symbol) => !isOut.has(symbol)),
    needs: linesOf(needs),
    leftOut,
  }
}

/** The exchange in the file, else that of its first symbol that the store knows. */
function exchangeOf(file: SessionFile, store: StoreReader): string | undefined {
  const told = file.exchange?.toUpperCase()
  return told ?? file.symbols.map((symbol) => store.symbol(symbol)?.exchange).find(Boolean)
}

function needsIn(
  file: SessionFile,
  name: string,
  calendar: TradingCalendar,
): (symbol: string) => readonly Need[] {
  const key = file.session === undefined ? 'from' : 'session'
  return inFile(name, key, () => needsOf(file, calendar))
}

/** Has a failure name the file and the key that it is about. */
function inFile<T>(name: string, key: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw new Failure('bad-file', `${name}: "${key}": ${asFailure(error).message}`)
  }
}
