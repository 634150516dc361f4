import type { BarColumns, BarRange } from '#shared/bars/columns.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import type { QuoteEvents, TickEvents } from './column-table.ts'
import type { DerivedSeries } from './derived-series.ts'
import type { EventRange } from './event-series.ts'
import type { SessionMetrics } from './session-metrics.ts'
import { SharedArena } from './shared-arena.ts'
import type { SharedSession } from './shared-session.ts'
import { SymbolSession } from './symbol-session.ts'

/**
 * Everything known at the clock of one session, by symbol. Only the coordinator writes; readers in other threads
 * see it through shared memory (see `share`). Every question about a symbol that was not registered throws a
 * Failure with code 'unknown-symbol'.
 */
export class SessionData {
  readonly #session: Session
  readonly #time: TimeProvider
  readonly #hours: Hours
  readonly #arena = new SharedArena()
  readonly #sessions = new Map<string, SymbolSession>()
  /** Whether there may be readers: without any, nothing needs to be published. */
  #isShared = false

  /** `hours` say of which minutes derived bars are made. */
  constructor(session: Session, time: TimeProvider, hours: Hours = 'all') {
    this.#session = session
    this.#time = time
    this.#hours = hours
  }

  /** Makes room for a symbol; one that is known keeps its own. `session` is that of its exchange where it is another. */
  registerSymbol(symbol: string, session: Session = this.#session): SymbolSession {
    const known = this.#sessions.get(symbol)
    if (known) return known
    const added = new SymbolSession(symbol, session, this.#hours, this.#time, this.#arena)
    this.#sessions.set(symbol, added)
    return added
  }

  /** Forgets a symbol and all that is known of it; does nothing for one that is not registered. */
  removeSymbol(symbol: string): void {
    this.#sessions.delete(symbol)
  }

  /** The session of one symbol, for readers that ask for it often. */
  symbolSession(symbol: string): SymbolSession {
    const session = this.#sessions.get(symbol)
    if (!session) throw new Failure('unknown-symbol', `${symbol} is not part of this session.`)
    return session
  }

  /**
   * Adds one 1m bar. One that does not start after the symbol's latest takes its place in the middle or that of its
   * earlier version, which is kept; so does any with a `knownAt` after its end. What is there already changes nothing.
   */
  addBar(
    symbol: string,
    start: EpochMs,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    state: number,
    knownAt?: EpochMs,
  ): void {
    const session = this.symbolSession(symbol)
    session.addBar(start, open, high, low, close, volume, state, knownAt)
    this.#publishOne(session)
  }

  /** Adds 1m bars [from, to) of `source`, sorted by start, each as `addBar` does. */
  addBars(symbol: string, source: BarColumns, from = 0, to = source.start.length, knownAt?: EpochMs): void {
    const session = this.symbolSession(symbol)
    session.addBars(source, from, to, knownAt)
    this.#publishOne(session)
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

  /** Bars of an interval of at most a day, made of the minutes. Throws a RangeError for a longer one. */
  derivedBars(symbol: string, interval: Interval): DerivedSeries {
    return this.symbolSession(symbol).derivedBars(interval)
  }

  /** Adds a quote: the best bid and offer from `time` on. */
  addQuote(symbol: string, time: EpochMs, bid: number, ask: number, bidSize: number, askSize: number): void {
    const session = this.symbolSession(symbol)
    session.quotes.add(time, bid, ask, bidSize, askSize)
    this.#publishOne(session)
  }

  /** Adds a tick: one trade. */
  addTick(symbol: string, time: EpochMs, price: number, size: number): void {
    const session = this.symbolSession(symbol)
    session.ticks.add(time, price, size)
    this.#publishOne(session)
  }

  getLatestQuote(symbol: string): EventRange<QuoteEvents> | undefined {
    return this.symbolSession(symbol).quotes.latest()
  }

  getLastNQuotes(symbol: string, count: number): EventRange<QuoteEvents> {
    return this.symbolSession(symbol).quotes.last(count)
  }

  getQuotesSince(symbol: string, time: EpochMs): EventRange<QuoteEvents> {
    return this.symbolSession(symbol).quotes.since(time)
  }

  getQuoteCount(symbol: string): number {
    return this.symbolSession(symbol).quotes.count
  }

  getLatestTick(symbol: string): EventRange<TickEvents> | undefined {
    return this.symbolSession(symbol).ticks.latest()
  }

  getLastNTicks(symbol: string, count: number): EventRange<TickEvents> {
    return this.symbolSession(symbol).ticks.last(count)
  }

  getTicksSince(symbol: string, time: EpochMs): EventRange<TickEvents> {
    return this.symbolSession(symbol).ticks.since(time)
  }

  getTickCount(symbol: string): number {
    return this.symbolSession(symbol).ticks.count
  }

  /** Everything as it was known at `time`: later bars and versions are gone. */
  rewindTo(time: EpochMs): void {
    for (const session of this.#sessions.values()) session.rewindTo(time)
    this.publish()
  }

  /**
   * Shows readers in other threads all that was written to symbol sessions directly, at once: they never see the
   * bars of one symbol without those of another that were written before.
   */
  publish(): void {
    if (!this.#isShared) return
    this.#arena.beginPublish()
    for (const session of this.#sessions.values()) session.publish()
    this.#arena.endPublish()
  }

  /**
   * What a reader in another thread needs, to be sent in a message: memory, not a copy. Bars that come later show up
   * there by themselves; a symbol registered later, or its first quote or tick, needs another share.
   */
  share(): SharedSession {
    this.#isShared = true
    const tables = [...this.#sessions.values()].flatMap((session) =>
      session.tables().map((table) => ({ symbol: session.symbol, ...table })),
    )
    this.publish()
    return { buffer: this.#arena.buffer, tables }
  }

  #publishOne(session: SymbolSession): void {
    if (!this.#isShared) return
    // Late bars written to other symbols directly are not to be seen before the rest of them.
    if (this.#arena.isRewriting) {
      this.publish()
      return
    }
    this.#arena.beginPublish()
    session.publish()
    this.#arena.endPublish()
  }
}
