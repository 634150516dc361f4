import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { mostPastSessions } from '#shared/protocol/shapes.ts'
import { type Comparison, compare, type LeftOut, unknownSymbolReason } from '#shared/session-file/compare.ts'
import { type Need, needsOf, windowsFor } from '#shared/session-file/needs.ts'
import { NeedLines, type Readiness } from '#shared/session-file/readiness.ts'
import { runOf, type SessionFile } from '#shared/session-file/session-file.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { StoreReader } from '../store/store.ts'
import { nextTurn, type Ticker } from '../time/ticker.ts'

/** The event loop has its turn so often. */
const longestTurnMs = 4

/** What a run is compared with. */
export interface Place {
  readonly store: StoreReader
  readonly calendars: Calendars
}

/**
 * Compares what a run needs with what a store has, some symbols at a time so that the event loop stays free. Throws
 * a Failure with code 'bad-file' that names the file, which is `name`, and the key whose exchange or dates no
 * calendar knows.
 */
export async function readinessOf(
  file: SessionFile,
  name: string,
  { store, calendars }: Place,
  ticker: Ticker,
): Promise<Readiness> {
  const symbols = [...new Set(file.symbols)]
  const exchange = exchangeOf(file, store)
  if (exchange === undefined) {
    const leftOut = symbols.map((symbol) => ({ symbol, reason: unknownSymbolReason }))
    return { sessions: 0, windows: [], symbols: [], needs: [], leftOut }
  }
  const calendar = inFile(name, 'exchange', () => calendars.of(exchange))
  const comparison = new SymbolComparison(file, { store, calendars }, calendar)
  const run = inFile(name, file.session === undefined ? 'from' : 'session', () => comparison.run())
  const needs = new NeedLines()
  const leftOut: LeftOut[] = []
  let turn = ticker.elapsed()
  for (const symbol of symbols) {
    const compared = comparison.of(symbol)
    needs.add(compared.needs)
    leftOut.push(...compared.leftOut)
    if (ticker.elapsed() - turn < longestTurnMs) continue
    await nextTurn(ticker)
    turn = ticker.elapsed()
  }
  const isOut = new Set(leftOut.map(({ symbol }) => symbol))
  const [first] = run
  const last = run.at(-1)
  return {
    exchange,
    sessions: run.length,
    ...(first && { firstSession: first.date }),
    ...(last && { lastSession: last.date }),
    windows: first ? windowsIn(file, calendar, first.date) : [],
    symbols: symbols.filter((symbol) => !isOut.has(symbol)),
    needs: needs.lines(),
    leftOut,
  }
}

/** The exchange in the file, else that of its first symbol that the store knows. */
function exchangeOf({ exchange, symbols }: SessionFile, store: StoreReader): string | undefined {
  if (exchange !== undefined) return exchange.toUpperCase()
  const known = symbols.find((symbol) => store.symbol(symbol))
  return known === undefined ? undefined : store.symbol(known)?.exchange
}

/** The windows of a run, as far back as a replay goes. */
function windowsIn(
  file: SessionFile,
  calendar: TradingCalendar,
  first: SessionDate,
): readonly TrailingWindow[] {
  return windowsFor(file, calendar, first)
    .filter(({ sessions }) => sessions > 0)
    .map((window) => ({ ...window, sessions: Math.min(window.sessions, mostPastSessions) }))
}

/** Compares one symbol at a time, each on the calendar of its exchange. */
class SymbolComparison {
  readonly #file: SessionFile
  readonly #place: Place
  readonly #calendar: TradingCalendar
  readonly #needs = new Map<TradingCalendar, (symbol: string) => readonly Need[]>()

  /** `calendar` is that of the run. */
  constructor(file: SessionFile, place: Place, calendar: TradingCalendar) {
    this.#file = file
    this.#place = place
    this.#calendar = calendar
  }

  /** The sessions of the run. Throws a Failure with code 'outside-calendar'. */
  run(): readonly Session[] {
    const { from, to } = runOf(this.#file)
    this.#needsOn(this.#calendar)
    return this.#calendar.sessions(from, to)
  }

  of(symbol: string): Comparison {
    const { store, calendars } = this.#place
    const exchange = store.symbol(symbol)?.exchange
    let calendar: TradingCalendar
    let needs: readonly Need[]
    try {
      calendar = exchange === undefined ? this.#calendar : calendars.of(exchange)
      needs = this.#needsOn(calendar)(symbol)
    } catch (error) {
      // The calendar of its exchange does not reach as far, though that of the run does.
      return { needs: [], leftOut: [{ symbol, reason: asFailure(error).message }] }
    }
    return compare(needs, calendar, store)
  }

  #needsOn(calendar: TradingCalendar): (symbol: string) => readonly Need[] {
    const known = this.#needs.get(calendar) ?? needsOf(this.#file, calendar)
    this.#needs.set(calendar, known)
    return known
  }
}

/** Has a failure name the file and the key that it is about. */
function inFile<T>(name: string, key: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw new Failure('bad-file', `${name}: "${key}": ${asFailure(error).message}`)
  }
}
