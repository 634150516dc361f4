import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { MarkClass } from '#shared/gaps/gap-class.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { type EpochMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { Replay } from '../replay/replay.ts'
import type { OpenStore } from '../system/open-store.ts'
import { inTurns } from '../time/in-turns.ts'
import type { Ticker } from '../time/ticker.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import type { ClassifiedGap } from './classify/classify-gaps.ts'
import type { Horizon } from './evidence/session-evidence.ts'
import { type FillRun, fillRuns } from './fill-runs.ts'
import { GapLedger, type LedgerSession } from './gap-ledger.ts'
import { minutesBySource, type SourceMinutes } from './quality/minute-sources.ts'
import { countSession, type SessionCounts } from './quality/session-counts.ts'

/** Answers that are kept for those who ask again within the minute. */
const mostKept = 32
const takenBack = 'taken back'

/** A symbol's session as of a clock of the replay. */
export interface LedgerAtClock extends LedgerSession {
  readonly counts: SessionCounts
  readonly fills: readonly FillRun[]
  /** Where the minutes with a bar came from: as many as are counted as recorded and as filled. */
  readonly sources: readonly SourceMinutes[]
  readonly session: SessionDate
  readonly clock: EpochMs
}

/** Minutes [start, end) of a symbol of the replay. */
export interface SymbolRun {
  readonly symbol: string
  readonly start: EpochMs
  readonly end: EpochMs
}

/** What the ledger of the open replay needs of the engine. */
export interface LedgerSurroundings {
  readonly store: OpenStore
  readonly calendars: Calendars
  readonly ticker: Ticker
  /** Tells when a person said something: marks are made on the wall's clock, not the replay's. */
  readonly time: TimeProvider
  /** The open replay. Throws a Failure with code 'no-replay' when there is none. */
  replay(): Replay
  /** What is known of a symbol's session is not what it was. */
  changed(news: { readonly symbol: string; readonly session: SessionDate }): void
}

/** The gap ledger of the open replay: nothing of it lies beyond the replay's clock. */
export class ReplayLedger {
  readonly #around: LedgerSurroundings
  #ledger: { readonly of: OpenStore['reader']; readonly ledger: GapLedger } | undefined
  readonly #answers = new Map<string, Promise<LedgerAtClock>>()

  constructor(around: LedgerSurroundings) {
    this.#around = around
  }

  /**
   * The session that is replayed, or one that is shown before it. Throws a Failure of code 'no-replay',
   * 'unknown-symbol', 'no-session' or 'damaged-store'.
   */
  async sessionOf(symbol: string, asked?: SessionDate): Promise<LedgerAtClock> {
    const replay = this.#around.replay()
    const { calendar, session: own, trailing } = replay.loadedSymbol(symbol).exchange
    const session = [own, ...trailing].find(({ date }) => date === (asked ?? own.date))
    if (!session) throw new Failure('no-session', `This replay does not show session ${asked}.`)
    const clock = replay.now()
    const { view } = replay.loaded
    const key = `${symbol} ${calendar.exchange} ${session.date} ${view} ${Math.floor(clock / minuteMs)}`
    const kept = this.#answers.get(key)
    if (kept) return kept
    const answer = this.#find(symbol, calendar.exchange, session.date, { clock, view })
    this.#answers.set(key, answer)
    answer.catch(() => this.#answers.delete(key))
    const [oldest] = this.#answers.keys()
    if (this.#answers.size > mostKept && oldest !== undefined) this.#answers.delete(oldest)
    return answer
  }

  /** The gap that holds a minute. Throws a Failure of code 'usage' where the minute is not missing. */
  async gapAt(symbol: string, time: EpochMs): Promise<ClassifiedGap> {
    const { gaps } = await this.sessionOf(symbol)
    const gap = gaps.find(({ start, end, class: of }) => of !== 'pending' && start <= time && time < end)
    if (!gap) throw new Failure('usage', `The minute ${formatUtc(time)} of ${symbol} is not missing.`)
    return gap
  }

  /** Says by hand what minutes are. Throws a Failure of code 'usage' or 'read-only'. */
  mark(run: SymbolRun, gapClass: MarkClass, reason: string): Promise<void> {
    return this.#write(run, gapClass, reason)
  }

  /** Takes back what was said of minutes; what was said before stays in the store. */
  unmark(run: SymbolRun): Promise<void> {
    return this.#write(run, 'none', takenBack)
  }

  /** The store or a calendar is not what it was. */
  forget(): void {
    this.#ledger = undefined
    this.#answers.clear()
  }

  async #find(
    symbol: string,
    exchange: string,
    session: SessionDate,
    horizon: Horizon,
  ): Promise<LedgerAtClock> {
    const steps = this.#current().sessionSteps(symbol, exchange, session, horizon)
    const found = await inTurns(steps, this.#around.ticker)
    if (!found) throw new Failure('no-session', `${exchange} has no session on ${session}.`)
    const { clock } = horizon
    const { reader } = this.#around.store
    const fills = fillRuns(reader.fillsOf(symbol, oneMinute, session), clock)
    const { slots, columns, detector, gaps } = found
    const counts = countSession(slots, columns, detector, gaps)
    const feed = reader.sessions(symbol, oneMinute, session, session)[0]?.feed
    const sources = minutesBySource({ counts, feed, slots, columns, fills })
    return { ...found, counts, fills, sources, session, clock }
  }

  #current(): GapLedger {
    const { store, calendars, time } = this.#around
    const { reader } = store
    if (this.#ledger?.of !== reader)
      this.#ledger = { of: reader, ledger: new GapLedger(reader, time, calendars) }
    return this.#ledger.ledger
  }

  async #write(
    { symbol, start, end }: SymbolRun,
    gapClass: MarkClass | 'none',
    reason: string,
  ): Promise<void> {
    const { store, time } = this.#around
    const replay = this.#around.replay()
    const { session } = replay.loadedSymbol(symbol).exchange
    if (start >= end || start < session.open || end > Math.min(session.close, replay.now()))
      throw new Failure(
        'usage',
        `${formatUtc(start)} to ${formatUtc(end)} is no stretch of session ${session.date} up to the clock.`,
      )
    const mark = { kind: 'mark', from: start, to: end, class: gapClass, reason, at: time.now() } as const
    await store.write((writer) => writer.call('markGap', { symbol, mark }))
    this.forget()
    this.#around.changed({ symbol, session: session.date })
  }
}
