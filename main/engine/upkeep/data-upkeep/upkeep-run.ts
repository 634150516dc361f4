import { setMaxListeners } from 'node:events'
import { oneMinute } from '#shared/bars/interval.ts'
import { filled } from '#shared/bars/state.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { GapEvidence, LedgerAnswer, RetriedGap } from '#shared/protocol/ledger-calls.ts'
import { countColumns } from '#shared/protocol/upkeep-events.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import type { SourceSurroundings } from '../../sources/registry/make-source.ts'
import type { FilledBars, SessionFill } from '../../store/fills/stored-fill.ts'
import type { StoreReader } from '../../store/store.ts'
import { nextTick } from '../../time/timetable.ts'
import type { LedgerSession } from '../gap-ledger.ts'
import type { LedgerQuestion, NextTries } from '../ledger-at-clock.ts'
import { lateMinutes } from '../quality/late-minutes.ts'
import type {
  FoundBars,
  GradedClock,
  KeptAnswer,
  PlayedSymbol,
  RetryRequest,
  UpkeepThreadSettings,
} from './contract.ts'
import { FillQueue, mostAtOnce } from './fill-queue.ts'
import { HandOver } from './hand-over.ts'
import { PlayedSymbolGrade } from './played-symbol.ts'
import { RunLedger } from './run-ledger.ts'
import { type KeptSession, SessionFiller } from './session-filler.ts'
import { TrailingWork } from './trailing-work.ts'

export interface RunPlan {
  readonly run: number
  /** First and last instant of the replay. */
  readonly start: EpochMs
  readonly end: EpochMs
  readonly settings: UpkeepThreadSettings
}

export interface RunSurroundings extends Omit<SourceSurroundings, 'store' | 'calendars'> {
  readonly store: StoreReader
  readonly calendars: Calendars
}

export interface RunNews {
  graded(graded: GradedClock): void
  found(found: FoundBars): void
  trouble(message: string): void
}

/**
 * The upkeep of one replay: grades its symbols at every clock it is told, looks every check interval of that clock,
 * on its grid (T8), for what is missing, and asks the sources. A clock that went far since the last check makes one
 * check of many. It writes nothing: what a source said is told, and counts once it is known to be kept.
 */
export class UpkeepRun {
  readonly #plan: RunPlan
  readonly #around: RunSurroundings
  readonly #news: RunNews
  readonly #ledger: RunLedger
  readonly #filler: SessionFiller
  readonly #symbols = new Map<string, PlayedSymbolGrade>()
  readonly #trailing: TrailingWork
  readonly #queue: FillQueue
  readonly #ended = new AbortController()
  readonly #handOver: HandOver
  /** Sessions of which nothing is to be asked, until they want something else. */
  readonly #resting = new Map<PlayedSymbolGrade, string>()
  /** How often answers about a symbol could not be kept. */
  readonly #lost = new Map<string, number>()
  #settings: UpkeepThreadSettings
  #clock: EpochMs
  #nextCheck: number
  #checksAgain = false

  constructor(plan: RunPlan, around: RunSurroundings, news: RunNews) {
    this.#plan = plan
    this.#around = around
    this.#news = news
    this.#settings = plan.settings
    this.#clock = plan.start
    this.#nextCheck = plan.start
    const { store, calendars } = around
    const trouble = (message: string): void => news.trouble(message)
    this.#ledger = new RunLedger({ store, calendars, time: { now: () => this.#clock }, trouble })
    this.#handOver = new HandOver(plan.run, store.path, (found) => news.found(found))
    const storeFill = (fill: SessionFill): Promise<FilledBars> => this.#keep(fill)
    const lookUp = (kept: KeptSession): LedgerSession | undefined => this.#lastLookOf(kept)
    this.#filler = new SessionFiller({ ...around, lookUp, storeFill, trouble })
    this.#trailing = new TrailingWork((kept) => this.#hasPlan(kept, this.#ledger.lookUp(kept)))
    // All that is asked at once listens to its end; Node warns of more than ten.
    setMaxListeners(2 * mostAtOnce, this.#ended.signal)
    this.#queue = new FillQueue(
      (kept) => this.#ask(kept),
      () => this.#rested(),
    )
  }

  /** How many sources there are to ask. */
  get sources(): number {
    return this.#filler.sources
  }

  /** Takes in symbols; one that is there already is begun anew, and counts up to the clock. */
  add(symbols: readonly PlayedSymbol[]): void {
    const areKnown = symbols.some(({ symbol }) => this.#symbols.has(symbol))
    for (const played of symbols) {
      const { symbol, exchange, session: date, trailing } = played
      const calendar = this.#around.calendars.of(exchange)
      const session = calendar.session(date)
      if (!session) throw new Failure('no-session', `${date} is no session of ${exchange}.`)
      const { preMarket, open, close, postMarket } = session
      const span = [preMarket?.open ?? open, postMarket?.close ?? close] as const
      const { store } = this.#around
      const { ledger } = store
      const feed = store.sessions(symbol, oneMinute, date, date)[0]?.feed
      const late = lateMinutes(store, feed, symbol, date)
      const hasEvidence = (): boolean => ledger.recorded(symbol, ...span).length > 0
      const lookUp = (kept: KeptSession): LedgerSession | undefined => this.#ledger.lookUp(kept)
      const graded = new PlayedSymbolGrade(played, { session, calendar, late, hasEvidence, lookUp })
      graded.grade.follow(this.#clock)
      this.#symbols.set(symbol, graded)
      this.#trailing.add(trailing.map((before) => ({ symbol, exchange, session: before })))
    }
    if (areKnown) this.#report()
  }

  configure(settings: UpkeepThreadSettings): void {
    const isOther = settings.checkIntervalMs !== this.#settings.checkIntervalMs
    this.#settings = settings
    this.#resting.clear()
    if (isOther) this.#nextCheck = this.#checkAfter(this.#clock)
    if (!settings.retries) this.#queue.clear()
    this.#report()
  }

  /** Sources of the store, or what lets them in, are not what they were: what they may have is asked for at once. */
  changeSources(): void {
    this.#filler.readSources()
    this.#resting.clear()
    this.#trailing.beginAnew()
    this.#checksAgain = this.#queue.count('present') > 0
    this.#check()
    this.#report()
  }

  /** The store was changed by others than this run, or a calendar was. */
  noteChanges(): void {
    this.#ledger.forget()
    for (const played of this.#symbols.values()) played.noteChange()
    this.#report()
  }

  /** The clock came to a time, on or back. */
  follow(clock: EpochMs): void {
    const isBack = clock < this.#clock
    this.#clock = clock
    for (const { grade } of this.#symbols.values()) grade.follow(clock)
    if (isBack) {
      this.#nextCheck = this.#checkAfter(clock)
      this.#resting.clear()
    }
    if (clock >= this.#nextCheck || clock >= this.#plan.end) this.#check()
    this.#report()
  }

  /** What the window is told of a session. Throws a Failure of code 'no-session' or 'damaged-store'. */
  ledger(question: LedgerQuestion): LedgerAnswer {
    const { symbol, session, clock, view } = question
    const played = this.#symbols.get(symbol)
    const isHere = Math.floor(clock / minuteMs) === Math.floor(this.#clock / minuteMs)
    const isPlayed = isHere && view === 'as-repaired' && played?.kept.session === session
    return this.#ledger.answer(
      question,
      isPlayed ? played.ledger() : undefined,
      played && this.#nextTries(played),
    )
  }

  /** All that is known of the gap that holds a minute. Throws like `ledger`, and 'usage' where none does. */
  evidence(question: LedgerQuestion, time: EpochMs): GapEvidence {
    return this.#ledger.evidence(question, time)
  }

  /**
   * Asks at once for what is missing in a run, because a person wants it. Throws a Failure of code 'unknown-symbol',
   * 'usage', 'read-only', or 'timeout' where the sources take too long.
   */
  async retry({ symbol, start, end, source }: RetryRequest): Promise<RetriedGap> {
    const played = this.#symbols.get(symbol)
    if (!played) throw new Failure('unknown-symbol', `${symbol} is not part of this replay.`)
    // What is asked for by hand may have come to be missing just now.
    played.ledger()
    try {
      return await this.#filler.retry(played.kept, { start, end }, source, this.#ended.signal)
    } finally {
      this.#report()
    }
  }

  /** What was found is stored, or cannot be. */
  kept(answer: KeptAnswer): void {
    this.#handOver.kept(answer)
  }

  /** Nothing more is asked for; what is under way is given up. */
  async end(): Promise<void> {
    this.#queue.clear()
    this.#ended.abort()
    this.#handOver.end()
    await this.#filler.close()
  }

  #check(): void {
    this.#nextCheck = this.#checkAfter(this.#clock)
    if (!this.#asks()) return
    // One in the line looks for itself when its turn comes.
    for (const played of this.#symbols.values())
      if (!this.#queue.has(played.kept) && this.#isWanting(played)) this.#queue.add(played.kept, 'present')
    if (this.#queue.count('present') > 0) return
    for (const kept of this.#trailing.take(this.#settings.maxRetries)) this.#queue.add(kept, 'trailing')
  }

  /** What was being asked for while the sources changed was asked of the former ones. */
  #rested(): void {
    const checks = this.#checksAgain
    this.#checksAgain = false
    if (checks) this.#check()
    this.#report()
  }

  #checkAfter(clock: EpochMs): number {
    return nextTick(clock, this.#plan.start, this.#settings.checkIntervalMs)
  }

  #asks(): boolean {
    return this.#settings.retries && this.#filler.sources > 0
  }

  #isWanting(played: PlayedSymbolGrade): boolean {
    const { wants, kept, grade } = played
    if (grade.detector.missing === 0 || this.#resting.get(played) === wants) return false
    if ((this.#lost.get(kept.symbol) ?? 0) >= this.#settings.maxRetries) return false
    if (this.#hasPlan(kept, played.ledger())) return true
    this.#resting.set(played, wants)
    return false
  }

  /** When a symbol is asked for next; undefined when it is not. */
  #nextTries(played: PlayedSymbolGrade): NextTries | undefined {
    const ledger = this.#asks() && this.#clock < this.#plan.end ? played.ledger() : undefined
    if (!ledger) return undefined
    const of = this.#settings.maxRetries
    const planned = this.#filler.plan(played.kept, ledger, of)
    const runs = planned.map(({ start, end, try: tried }) => ({ start, end, try: tried }))
    return { at: Math.min(this.#nextCheck, this.#plan.end) as EpochMs, of, runs }
  }

  #hasPlan(kept: KeptSession, ledger: LedgerSession | undefined): boolean {
    return ledger !== undefined && this.#filler.hasPlan(kept, ledger, this.#settings.maxRetries)
  }

  /** What the check has looked up serves for asking too, as long as nothing was learnt since. */
  #lastLookOf(kept: KeptSession): LedgerSession | undefined {
    const played = this.#symbols.get(kept.symbol)
    if (played?.kept.session !== kept.session) return this.#ledger.lookUp(kept)
    return played.grade.missing === 0 ? undefined : played.lastLook()
  }

  async #ask(kept: KeptSession): Promise<void> {
    try {
      await this.#filler.fill(kept, this.#settings.maxRetries, this.#ended.signal)
    } catch (error) {
      const { code, message } = asFailure(error)
      if (this.#ended.signal.aborted) return
      this.#lost.set(kept.symbol, (this.#lost.get(kept.symbol) ?? 0) + 1)
      // Whoever could not keep it has told why.
      if (code !== 'read-only') this.#news.trouble(message)
    }
  }

  /** Resolves when the coordinator has taken it and has had it stored. */
  async #keep(fill: SessionFill): Promise<FilledBars> {
    const answer = await this.#handOver.give(fill)
    const played = this.#symbols.get(fill.symbol)
    if (played?.kept.session === fill.session) {
      const { start } = fill.columns
      if (answer?.knownAt !== undefined && start.length > 0)
        played.grade.addLate({ start, state: new Uint8Array(start.length).fill(filled) }, answer.knownAt)
      played.noteEvidence()
    }
    if (!answer?.bars) throw new Failure('read-only', `What ${fill.request.source} said cannot be stored.`)
    return answer.bars
  }

  #report(): void {
    if (this.#ended.signal.aborted) return
    const counts = new Int32Array(this.#symbols.size * countColumns.length)
    let offset = 0
    for (const played of this.#symbols.values()) {
      counts.set(played.counts(this.#queue.has(played.kept)), offset)
      offset += countColumns.length
    }
    const asking = this.#queue.count('present')
    const trailing = this.#asks() ? this.#trailing.count : 0
    this.#news.graded({ run: this.#plan.run, clock: this.#clock, counts, asking, trailing })
  }
}
