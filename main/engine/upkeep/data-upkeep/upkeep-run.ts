import type { EpochMs } from '#shared/time/epoch.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { countColumns } from '#shared/protocol/upkeep-calls.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import type { StoreReader } from '../../store/store.ts'
import { nextTick } from '../../time/timetable.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import { GapLedger } from '../gap-ledger.ts'
import type { FoundBars, PlayedSymbol, UpkeepThreadSettings } from './contract.ts'
import { FillQueue } from './fill-queue.ts'
import type { Filler, Wanted } from './filler.ts'
import { PlayedSymbolGrade } from './played-symbol.ts'
import { TrailingWork } from './trailing-work.ts'

export interface RunPlan {
  readonly run: number
  readonly start: EpochMs
  readonly end: EpochMs
}

export interface RunSurroundings {
  readonly store: StoreReader
  readonly calendars: Calendars
  readonly filler: Filler
  readonly settings: UpkeepThreadSettings
}

export interface RunNews {
  graded(graded: {
    readonly run: number
    readonly clock: EpochMs
    readonly counts: Int32Array
    readonly asking: number
    readonly trailing: number
  }): void
  found(found: FoundBars): void
  trouble(message: string): void
}

/**
 * The upkeep of one replay: grades its symbols at every clock it is told, looks every check interval of that clock,
 * on its grid (T8), for what is missing, and asks the sources. A clock that went far since the last check makes one
 * check of many. It writes nothing; what it found is told, and counts once that is known to be kept.
 */
export class UpkeepRun {
  readonly #plan: RunPlan
  readonly #around: RunSurroundings
  readonly #news: RunNews
  readonly #ledger: GapLedger
  readonly #symbols = new Map<string, PlayedSymbolGrade>()
  readonly #trailing: TrailingWork
  readonly #queue = new FillQueue(
    (wanted) => this.#ask(wanted),
    () => this.#report(),
  )
  readonly #ended = new AbortController()
  /** What was found and is not kept yet, by its number. */
  readonly #found = new Map<number, (knownAt: EpochMs | undefined) => void>()
  #settings: UpkeepThreadSettings
  #clock: EpochMs
  #nextCheck: number
  #lastId = 0

  constructor(plan: RunPlan, around: RunSurroundings, news: RunNews) {
    this.#plan = plan
    this.#around = around
    this.#news = news
    this.#settings = around.settings
    this.#clock = plan.start
    this.#nextCheck = plan.start
    this.#ledger = new GapLedger(around.store, { now: () => this.#clock }, around.calendars)
    this.#trailing = new TrailingWork(({ symbol, exchange, session }) =>
      this.#gapsOf(symbol, exchange, session),
    )
  }

  /** Takes in symbols. One that cannot be graded is told, and counts for nothing. */
  add(symbols: readonly PlayedSymbol[]): void {
    for (const played of symbols) {
      const { symbol, exchange, session: date, trailing } = played
      const calendar = this.#around.calendars.of(exchange)
      const session = calendar.session(date)
      if (!session) throw new Failure('no-session', `${date} is no session of ${exchange}.`)
      const span = [session.preMarket?.open ?? session.open, session.postMarket?.close ?? session.close] as const
      const hasEvidence = this.#around.store.ledger.recorded(symbol, ...span).length > 0
      const grade = new PlayedSymbolGrade(played, session, calendar, hasEvidence, () =>
        this.#gapsOf(symbol, exchange, date),
      )
      this.#symbols.set(symbol, grade)
      this.#trailing.add(symbol, exchange, trailing)
    }
  }

  configure(settings: UpkeepThreadSettings): void {
    const isOther = settings.checkIntervalMs !== this.#settings.checkIntervalMs
    this.#settings = settings
    if (isOther) this.#nextCheck = nextTick(this.#clock, this.#plan.start, settings.checkIntervalMs)
    if (!settings.retries) this.#queue.clear()
  }

  /** The clock came to a time, on or back. */
  follow(clock: EpochMs): void {
    const isBack = clock < this.#clock
    this.#clock = clock
    for (const { grade } of this.#symbols.values()) grade.follow(clock)
    if (isBack) this.#nextCheck = nextTick(clock, this.#plan.start, this.#settings.checkIntervalMs)
    if (clock >= this.#nextCheck || clock >= this.#plan.end) this.#check()
    this.#report()
  }

  /** Missing minutes of a symbol with their classes, and when it is asked for next; undefined when it is not. */
  gaps(symbol: string): {
    readonly clock: EpochMs
    readonly gaps: readonly ClassifiedGap[]
    readonly nextTry?: EpochMs
  } {
    const played = this.#symbols.get(symbol)
    if (!played) throw new Failure('unknown-symbol', `${symbol} is not part of this replay.`)
    const asksAgain = this.#asks() && played.wanted(this.#settings.maxRetries).length > 0
    return {
      clock: this.#clock,
      gaps: played.gaps(),
      ...(asksAgain && { nextTry: this.#nextCheck as EpochMs }),
    }
  }

  /** What was found under a number is stored, or cannot be. */
  kept(id: number, knownAt: EpochMs | undefined): void {
    this.#found.get(id)?.(knownAt)
  }

  /** Nothing more is asked for; what is under way is given up. */
  end(): void {
    this.#queue.clear()
    this.#ended.abort()
    for (const done of this.#found.values()) done(undefined)
  }

  #check(): void {
    const { checkIntervalMs, maxRetries } = this.#settings
    this.#nextCheck = nextTick(this.#clock, this.#plan.start, checkIntervalMs)
    if (!this.#asks()) return
    for (const played of this.#symbols.values()) {
      const gaps = played.wanted(maxRetries)
      const { symbol, exchange, session } = played
      if (gaps.length > 0) this.#queue.add({ symbol, exchange, session: session.date, gaps }, 'present')
    }
    if (this.#queue.count('present') > 0) return
    for (const wanted of this.#trailing.take(maxRetries)) this.#queue.add(wanted, 'trailing')
  }

  #report(): void {
    if (this.#ended.signal.aborted) return
    const counts = new Int32Array(this.#symbols.size * countColumns.length)
    let offset = 0
    for (const played of this.#symbols.values()) {
      counts.set(played.counts(), offset)
      offset += countColumns.length
    }
    this.#news.graded({
      run: this.#plan.run,
      clock: this.#clock,
      counts,
      asking: this.#queue.count('present'),
      trailing: this.#queue.count('trailing') + (this.#asks() ? this.#trailing.count : 0),
    })
  }

  #asks(): boolean {
    return this.#settings.retries && this.#around.filler.sources > 0
  }

  #playedOf({ symbol, session }: Wanted): PlayedSymbolGrade | undefined {
    const played = this.#symbols.get(symbol)
    return played?.session.date === session ? played : undefined
  }

  /** A session that cannot be read is told, and has nothing to ask for. */
  #gapsOf(symbol: string, exchange: string, session: SessionDate): readonly ClassifiedGap[] {
    try {
      return this.#ledger.gapsOf(symbol, exchange, session)
    } catch (error) {
      this.#news.trouble(asFailure(error).message)
      return []
    }
  }

  async #ask(wanted: Wanted): Promise<void> {
    const played = this.#playedOf(wanted)
    played?.noteAsked(wanted.gaps)
    try {
      const fills = await this.#around.filler.fill(wanted, this.#ended.signal)
      const knownAt = await this.#tell(wanted, fills)
      played?.noteEvidence()
      if (played && knownAt !== undefined)
        for (const { columns } of fills) if (columns.start.length > 0) played.grade.addLate(columns, knownAt)
    } catch (error) {
      if (!this.#ended.signal.aborted) this.#news.trouble(asFailure(error).message)
    }
  }

  #tell(wanted: Wanted, fills: FoundBars['fills']): Promise<EpochMs | undefined> {
    if (this.#ended.signal.aborted) return Promise.resolve(undefined)
    const id = ++this.#lastId
    const { symbol, exchange, session } = wanted
    return new Promise((resolve) => {
      this.#found.set(id, (knownAt) => {
        this.#found.delete(id)
        resolve(knownAt)
      })
      this.#news.found({ run: this.#plan.run, id, symbol, exchange, session, interval: oneMinute, fills })
    })
  }
}
