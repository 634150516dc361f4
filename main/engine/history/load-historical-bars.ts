import type { BarColumns } from '#shared/bars/columns.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'
import { nextTurn, type Ticker } from '../time/ticker.ts'
import { HistoricalBars, type HistorySettings, type LoadedWindow } from './historical-bars.ts'
import { type LeftOut, notStored, unreadable } from './left-out.ts'
import type { PastReader } from './past-reader.ts'
import { PastSession } from './past-session.ts'
import { checkWindows, symbolsAtOnce, windowsOf } from './windows.ts'

export interface HistoryRequest extends HistorySettings {
  readonly session: SessionDate
  readonly symbols: readonly string[]
  readonly windows: readonly TrailingWindow[]
}

type StoredBars = ReadonlyMap<SessionDate, BarColumns>
type BySymbol = ReadonlyMap<string, StoredBars>
const nothing: StoredBars = new Map()

/**
 * Loads the sessions before `session` for all windows. A symbol that the store lacks or cannot read is left out and
 * named in `leftOut`. Throws a Failure with code 'usage' for a window of bars longer than a day, 'outside-calendar'
 * for a session that the calendar does not know.
 */
export async function loadHistoricalBars(
  reader: PastReader,
  request: HistoryRequest,
  ticker: Ticker,
): Promise<{ readonly history: HistoricalBars; readonly leftOut: readonly LeftOut[] }> {
  const { calendar, hours, adjustment, session, symbols, windows } = request
  const history = new HistoricalBars({ calendar, hours, adjustment }, session)
  const leftOut: LeftOut[] = []
  const atOnce = symbolsAtOnce(windows)
  for (let index = 0; index < symbols.length; index += atOnce) {
    leftOut.push(...addSymbols(reader, history, symbols.slice(index, index + atOnce), windows))
    await nextTurn(ticker)
  }
  return { history, leftOut }
}

/**
 * Loads some symbols, one read an interval, into a history that exists, so that a symbol added during a session is
 * as if it had been there from the start (L3). Answers why others are left out.
 */
export function addSymbols(
  reader: PastReader,
  history: HistoricalBars,
  symbols: readonly string[],
  windows: readonly TrailingWindow[],
): readonly LeftOut[] {
  checkWindows(windows)
  const { settings, session } = history
  return addReadable(reader, history, { ...settings, session, symbols, windows })
}

/** One read for all; only when a damaged session stops it, one for each, so that the others are not lost. */
function addReadable(
  reader: PastReader,
  history: HistoricalBars,
  request: HistoryRequest,
): readonly LeftOut[] {
  const { symbols } = request
  try {
    const loaded = [...new HistoryRead(reader, request).windows()]
    // Asked only where nothing was found: the question costs as much as reading a session.
    const isUnknown = ([symbol, windows]: (typeof loaded)[number]) =>
      windows.every(({ past }) => past.length === 0) && !reader.symbol(symbol)
    const unknown = loaded.filter(isUnknown)
    for (const [symbol, windows] of loaded.filter((entry) => !unknown.includes(entry)))
      history.add(symbol, windows, reader.adjustmentFactors(symbol))
    return unknown.map(([symbol]) => notStored(symbol))
  } catch (error) {
    const [symbol] = symbols
    if (symbol === undefined) throw error
    if (symbols.length > 1)
      return symbols.flatMap((one) => addReadable(reader, history, { ...request, symbols: [one] }))
    return [unreadable(symbol, error)]
  }
}

/** The reading of some symbols at once. */
class HistoryRead {
  readonly #reader: PastReader
  readonly #request: HistoryRequest
  readonly #windows: ReadonlyMap<string, ReadonlyMap<Interval, number>>
  /** All sessions that any window reaches, oldest first. */
  readonly #trailing: readonly Session[]
  readonly #stored = new Map<Interval, BySymbol>()

  constructor(reader: PastReader, request: HistoryRequest) {
    this.#reader = reader
    this.#request = request
    this.#windows = new Map(request.symbols.map((symbol) => [symbol, windowsOf(request.windows, symbol)]))
    const most = Math.max(0, ...request.windows.map(({ sessions }) => sessions))
    this.#trailing = request.calendar.trailingSessions(request.session, most)
  }

  windows(): ReadonlyMap<string, readonly LoadedWindow[]> {
    const intervals = new Set([...this.#windows.values()].flatMap((windows) => [...windows.keys()]))
    intervals.delete(oneMinute)
    for (const interval of intervals) this.#read(interval, this.#spans(interval))
    this.#read(oneMinute, this.#minuteSpans())
    return new Map(
      [...this.#windows].map(([symbol, windows]) => [
        symbol,
        [...windows].map(([interval, sessions]) => ({
          interval,
          sessions,
          past: this.#sessionsOf(sessions).flatMap((session) => this.#past(symbol, interval, session)),
        })),
      ]),
    )
  }

  /** By symbol the oldest session that its window reaches. */
  #spans(interval: Interval): Map<string, SessionDate> {
    const spans = new Map<string, SessionDate>()
    for (const [symbol, windows] of this.#windows) {
      const [oldest] = this.#sessionsOf(windows.get(interval) ?? 0)
      if (oldest) spans.set(symbol, oldest.date)
    }
    return spans
  }

  /** Those of the 1m windows, and the sessions whose bars have to be made of minutes. */
  #minuteSpans(): Map<string, SessionDate> {
    const spans = this.#spans(oneMinute)
    for (const [symbol, windows] of this.#windows)
      for (const [interval, sessions] of windows) {
        const stored = this.#storedOf(symbol, interval)
        const missing = this.#sessionsOf(sessions).find(({ date }) => !stored.has(date))?.date
        if (interval === oneMinute || missing === undefined) continue
        const oldest = spans.get(symbol)
        spans.set(symbol, oldest === undefined || missing < oldest ? missing : oldest)
      }
    return spans
  }

  #read(interval: Interval, spans: ReadonlyMap<string, SessionDate>): void {
    const last = this.#trailing.at(-1)
    const [first] = [...spans.values()].sort()
    const bySymbol = new Map<string, Map<SessionDate, BarColumns>>()
    this.#stored.set(interval, bySymbol)
    if (!last || first === undefined) return
    for (const symbol of spans.keys()) bySymbol.set(symbol, new Map())
    const read = this.#reader.readSessions([...spans.keys()], interval, first, last.date)
    for (const { symbol, session, columns } of read) bySymbol.get(symbol)?.set(session, columns)
  }

  #past(symbol: string, interval: Interval, session: Session): readonly PastSession[] {
    const past = PastSession.stored(session, interval, this.#request.hours, {
      bars: this.#storedOf(symbol, interval).get(session.date),
      minutes: this.#storedOf(symbol, oneMinute).get(session.date),
    })
    return past ? [past] : []
  }

  #storedOf(symbol: string, interval: Interval): StoredBars {
    return this.#stored.get(interval)?.get(symbol) ?? nothing
  }

  #sessionsOf(count: number): readonly Session[] {
    return this.#trailing.slice(Math.max(0, this.#trailing.length - count))
  }
}
