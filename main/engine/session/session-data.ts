import type { BarColumns, BarRange } from '#shared/bars/columns.ts'
import type { Segment } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { SessionMetrics } from './session-metrics.ts'
import { SymbolSession } from './symbol-session.ts'

/**
 * Everything known at the clock of one session, by symbol. Only the coordinator writes. Every question about a
 * symbol that was not registered throws a Failure with code 'unknown-symbol'.
 */
export class SessionData {
  readonly #segments: readonly Segment[]
  readonly #sessions = new Map<string, SymbolSession>()

  /** `segments` are the regular hours of the session. */
  constructor(segments: readonly Segment[]) {
    this.#segments = segments
  }

  /** Makes room for a symbol's bars; a symbol that is known already keeps its own. */
  registerSymbol(symbol: string): SymbolSession {
    const known = this.#sessions.get(symbol)
    if (known) return known
    const session = new SymbolSession(symbol, this.#segments)
    this.#sessions.set(symbol, session)
    return session
  }

  /** The session of one symbol, for readers that ask for it often. */
  symbolSession(symbol: string): SymbolSession {
    const session = this.#sessions.get(symbol)
    if (!session) throw new Failure('unknown-symbol', `${symbol} is not part of this session.`)
    return session
  }

  /** Adds one 1m bar that starts after the symbol's latest. */
  addBar(
    symbol: string,
    start: EpochMs,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    state: number,
  ): void {
    this.symbolSession(symbol).addBar(start, open, high, low, close, volume, state)
  }

  /** Adds 1m bars [from, to) of `source`, which starts after the symbol's latest. */
  addBars(symbol: string, source: BarColumns, from = 0, to = source.start.length): void {
    this.symbolSession(symbol).addBars(source, from, to)
  }

  /** The latest bar as a range of one; undefined before the first. */
  getLatestBar(symbol: string): BarRange | undefined {
    return this.symbolSession(symbol).getLatestBar()
  }

  /** The last `count` bars, or all when there are fewer: a view, good until the next write. */
  getLastNBars(symbol: string, count: number): BarRange {
    return this.symbolSession(symbol).getLastNBars(count)
  }

  /** Bars that start at `time` or later. */
  getBarsSince(symbol: string, time: EpochMs): BarRange {
    return this.symbolSession(symbol).getBarsSince(time)
  }

  getBarCount(symbol: string): number {
    return this.symbolSession(symbol).getBarCount()
  }

  /** The latest bar of each symbol, in the order asked. */
  getLatestBarsMulti(symbols: readonly string[]): readonly (BarRange | undefined)[] {
    const latest = new Array<BarRange | undefined>(symbols.length)
    for (let index = 0; index < symbols.length; index++)
      latest[index] = this.symbolSession(symbols[index] as string).getLatestBar()
    return latest
  }

  /** All registered symbols, in order of registration. */
  getActiveSymbols(): readonly string[] {
    return [...this.#sessions.keys()]
  }

  getSessionMetrics(symbol: string): SessionMetrics {
    return this.symbolSession(symbol).getMetrics()
  }

  /** Forgets every bar that ends after `time`. */
  truncate(time: EpochMs): void {
    for (const session of this.#sessions.values()) session.truncate(time)
  }
}
