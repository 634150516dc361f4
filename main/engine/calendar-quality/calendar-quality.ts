import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { CalendarQuality, CalendarSession } from '#shared/protocol/calendar-calls.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { countColumns } from '#shared/protocol/upkeep-events.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { NewGrades } from '../store/ledger/stored-ledger.ts'
import type { StoredSymbol, StoreReader } from '../store/store.ts'
import type { OpenStore } from '../system/open-store.ts'
import { inTurns } from '../time/in-turns.ts'
import type { Ticker } from '../time/ticker.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import type { ClassifiedGap } from '../upkeep/classify/classify-gaps.ts'
import { GapLedger } from '../upkeep/gap-ledger.ts'
import { type QualityReport, qualitySteps } from '../upkeep/quality/quality.ts'
import { addCounts, totalsOf } from './session-totals.ts'

export interface CalendarQualityOptions {
  readonly store: OpenStore
  readonly calendars: Calendars
  readonly time: TimeProvider
  readonly ticker: Ticker
}

/** Sessions of an exchange, and whose bars are asked about: those of these symbols that trade there, or all that do. */
export interface SessionsAsked {
  readonly exchange: string
  readonly from: SessionDate
  readonly to: SessionDate
  readonly symbols?: readonly string[] | undefined
}

/**
 * How complete the stored bars of sessions are, as of now, whatever is replayed. Counted in turns with everything
 * else, for the first time from the bars and from then on from what the store has kept.
 */
export class CalendarQualities {
  readonly #options: CalendarQualityOptions
  /** Counts the questions about many sessions: only the last one is worth an answer. */
  #asked = 0

  constructor(options: CalendarQualityOptions) {
    this.#options = options
  }

  /**
   * The sum of the symbols for each session. Throws a Failure of code 'cancelled' when it is asked again meanwhile,
   * 'no-store', 'unknown-exchange', 'outside-calendar' or 'damaged-store'.
   */
  async ofSessions(asked: SessionsAsked): Promise<CalendarQuality> {
    const question = ++this.#asked
    const { calendars, ticker, time } = this.#options
    const sessions = calendars.of(asked.exchange).sessions(asked.from, asked.to)
    const clock = time.now()
    const symbols = this.symbolsOf(asked)
    const { rows } = await this.#count(asked, symbols, () => question !== this.#asked)
    const dates = sessions.map(({ date }) => date)
    return { clock, symbols: symbols.length, ...(await inTurns(totalsOf(dates, rows), ticker)) }
  }

  /** The counts of each symbol in one session. Throws as `ofSessions` does, but that nothing cancels it. */
  async bySymbol(
    asked: Omit<SessionsAsked, 'from' | 'to'>,
    session: SessionDate,
  ): Promise<Pick<CalendarSession, 'symbols' | 'counts'>> {
    const symbols = this.symbolsOf(asked)
    const { rows } = await this.#count({ ...asked, from: session, to: session }, symbols, () => false)
    const counts = new Int32Array(symbols.length * countColumns.length)
    let place = 0
    rows.forEach((row) => {
      addCounts(counts, place++, row)
    })
    return { symbols: symbols.map(({ symbol }) => symbol), counts }
  }

  /**
   * The missing minutes of a symbol's session. Throws a Failure of code 'unknown-symbol', 'no-session',
   * 'outside-calendar' or 'damaged-store'.
   */
  async gapsOf(symbol: string, session: SessionDate): Promise<readonly ClassifiedGap[]> {
    const { store, calendars, time, ticker } = this.#options
    const { reader } = store
    const stored = reader.symbol(symbol)
    if (!stored) throw new Failure('unknown-symbol', `The store has no symbol ${symbol}.`)
    const ledger = new GapLedger(reader, time, calendars)
    const horizon = { clock: time.now(), view: 'as-repaired' } as const
    const found = await this.#reading(reader, () =>
      inTurns(ledger.sessionSteps(symbol, stored.exchange, session, horizon), ticker),
    )
    if (!found) throw new Failure('no-session', `${stored.exchange} has no session on ${session}.`)
    return found.gaps
  }

  /** Symbols in the order of the question, else in that of the store. */
  symbolsOf({ exchange, symbols }: Pick<SessionsAsked, 'exchange' | 'symbols'>): readonly StoredSymbol[] {
    const there = this.#options.store.reader.symbols().filter((stored) => stored.exchange === exchange)
    if (!symbols) return there
    const bySymbol = new Map(there.map((stored) => [stored.symbol, stored]))
    return [...new Set(symbols)].flatMap((symbol) => bySymbol.get(symbol) ?? [])
  }

  async #count(
    { exchange, from, to }: SessionsAsked,
    symbols: readonly StoredSymbol[],
    isOver: () => boolean,
  ): Promise<QualityReport> {
    const { store, calendars, time, ticker } = this.#options
    const { reader } = store
    const calendar = calendars.of(exchange)
    const steps = qualitySteps(reader, time, calendars, { symbols, from, to })
    const report = await this.#reading(reader, () => inTurns(unless(steps, isOver), ticker))
    if (report.fresh.length > 0 && isWholeYears(calendar, from, to)) void this.#keep(reader, report.fresh)
    return report
  }

  /** Who reads a store that is closed meanwhile has asked for nothing any more. */
  async #reading<T>(reader: StoreReader, read: () => Promise<T>): Promise<T> {
    try {
      return await read()
    } catch (error) {
      if (this.#isOpen(reader)) throw error
      throw new Failure('cancelled', 'Another store was opened.')
    }
  }

  #isOpen(reader: StoreReader): boolean {
    const { store } = this.#options
    return store.state() !== undefined && store.reader === reader
  }

  /** A store that cannot be written to is counted again the next time. */
  async #keep(reader: StoreReader, grades: readonly NewGrades[]): Promise<void> {
    if (!this.#isOpen(reader)) return
    try {
      await this.#options.store.keep((writer) => writer.call('keepGrades', { grades: [...grades] }))
    } catch (error) {
      const { code } = asFailure(error)
      if (code !== 'read-only' && code !== 'no-store') throw error
    }
  }
}

/** The same steps, until nobody waits for their end. */
function* unless<T>(
  steps: Iterator<unknown, T, undefined>,
  isOver: () => boolean,
): Generator<undefined, T, undefined> {
  for (;;) {
    if (isOver()) throw new Failure('cancelled', 'Something else was asked for.')
    const step = steps.next()
    if (step.done) return step.value
    yield
  }
}

/** What is kept of a year is replaced as a whole, so that less than a year would take the rest away. */
function isWholeYears({ first, last }: TradingCalendar, from: SessionDate, to: SessionDate): boolean {
  return (from.endsWith('-01-01') || from === first) && (to.endsWith('-12-31') || to === last)
}
