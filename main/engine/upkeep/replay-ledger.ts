import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { MarkClass } from '#shared/gaps/gap-class.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { GapEvidence, GapRow, LedgerAnswer } from '#shared/protocol/ledger-calls.ts'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { Replay } from '../replay/replay.ts'
import type { OpenStore } from '../system/open-store.ts'
import { inTurns } from '../time/in-turns.ts'
import type { Ticker } from '../time/ticker.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import type { EvidenceWanted } from './classify/classify-gaps.ts'
import { GapLedger, type LedgerSession } from './gap-ledger.ts'
import { answerOf, evidenceOf, findSession, gapAt, type LedgerQuestion } from './ledger-at-clock.ts'

const takenBack = 'taken back'

/** Minutes [start, end) of a symbol of the replay. */
export interface SymbolRun {
  readonly symbol: string
  readonly start: EpochMs
  readonly end: EpochMs
}

/** The thread that looks the sessions of the replay up anyway. Answers undefined while it does not run. */
export interface LedgerThread {
  ledger(question: LedgerQuestion): Promise<LedgerAnswer | undefined>
  evidence(question: LedgerQuestion, time: EpochMs): Promise<GapEvidence | undefined>
}

/** What the ledger of the open replay needs of the engine. */
export interface LedgerSurroundings {
  readonly store: OpenStore
  readonly calendars: Calendars
  readonly ticker: Ticker
  /** Tells when a person said something: marks are made on the wall's clock, not the replay's. */
  readonly time: TimeProvider
  readonly thread: LedgerThread
  /** The open replay. Throws a Failure with code 'no-replay' when there is none. */
  replay(): Replay
  /** What is known of a symbol's session is not what it was. */
  changed(news: { readonly symbol: string; readonly session: SessionDate }): void
}

/**
 * The gap ledger of the open replay: nothing of it lies beyond the replay's clock. Upkeep answers for it; while that
 * does not run, sessions are looked up here between other work.
 */
export class ReplayLedger {
  readonly #around: LedgerSurroundings
  #ledger: { readonly of: OpenStore['reader']; readonly ledger: GapLedger } | undefined

  constructor(around: LedgerSurroundings) {
    this.#around = around
  }

  /**
   * The session that is replayed, or one that is shown before it. Throws a Failure of code 'no-replay',
   * 'unknown-symbol', 'no-session' or 'damaged-store'.
   */
  async sessionOf(symbol: string, asked?: SessionDate): Promise<LedgerAnswer> {
    const question = this.#questionOf(symbol, asked)
    const told = await this.#around.thread.ledger(question)
    return told ?? answerOf(this.#around.store.reader, question, await this.#find(question))
  }

  /** The gap that holds a minute. Throws a Failure of code 'usage' where the minute is not missing. */
  async gapAt(symbol: string, time: EpochMs): Promise<GapRow> {
    const { gaps } = await this.sessionOf(symbol)
    return gapAt(gaps, symbol, time)
  }

  /** What that gap follows from, and all that is known beside it. Throws like `gapAt`. */
  async evidenceAt(symbol: string, time: EpochMs): Promise<GapEvidence> {
    const question = this.#questionOf(symbol)
    const told = await this.#around.thread.evidence(question, time)
    return told ?? evidenceOf(symbol, await this.#find(question, 'all'), time)
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
  }

  #questionOf(symbol: string, asked?: SessionDate): LedgerQuestion {
    const replay = this.#around.replay()
    const { calendar, session: own, trailing } = replay.loadedSymbol(symbol).exchange
    const session = [own, ...trailing].find(({ date }) => date === (asked ?? own.date))
    if (!session) throw new Failure('no-session', `This replay does not show session ${asked}.`)
    const { view } = replay.loaded
    return { symbol, exchange: calendar.exchange, session: session.date, clock: replay.now(), view }
  }

  #find(question: LedgerQuestion, wanted?: EvidenceWanted): Promise<LedgerSession> {
    return inTurns(findSession(this.#current(), question, wanted), this.#around.ticker)
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
    this.#around.changed({ symbol, session: session.date })
  }
}
