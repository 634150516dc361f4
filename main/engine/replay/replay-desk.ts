import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { StartFacts } from '#shared/prefetch/session-start.ts'
import type { OpenedChart } from '#shared/protocol/chart-calls.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { ReplayInfo, ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { defaultSettings, type Settings } from '#shared/settings/settings.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { LeftOut } from '../history/left-out.ts'
import type { StoreReader } from '../store/store.ts'
import type { Ticker } from '../time/ticker.ts'
import type { ChartSeries } from './chart-series.ts'
import { asRequests, EarlyShowing } from './early-showing.ts'
import { FrameSender } from './frame-sender.ts'
import type { LoadAnswer } from './load-session.ts'
import type { LoadedSession } from './loaded-session.ts'
import type { ChartRequest } from './open-series.ts'
import { RenewedCloses } from './renewed-closes.ts'
import { Replay } from './replay.ts'
import type { ReplayNews } from './replay-news.ts'
import { goToStart, infoOf, nextOf, type ReplayRequest, type Run, type RunOrigin } from './replay-run.ts'
import { type AddedSymbols, ReplaySymbols } from './replay-symbols.ts'
import { RunCharts } from './run-charts.ts'
import { isInLastPart } from './session-ahead.ts'
import { type Prefetch, SessionReads } from './session-reads.ts'
import { SessionRoll } from './session-roll.ts'
import { type WatchSettings, watchSettings } from './session-watch.ts'
import type { Legacies } from './session-watches.ts'
import { type FilledSession, takeTrailingFill } from './trailing-fill.ts'

/** Holds the one open replay, and rolls it through the sessions of its range. */
export class ReplayDesk {
  readonly #ticker: Ticker
  readonly #news: ReplayNews
  readonly #calendars: Calendars
  readonly #frames: FrameSender
  readonly #roll: SessionRoll
  readonly #reads: SessionReads
  readonly #closes: RenewedCloses
  #watching: WatchSettings
  readonly #charts: RunCharts
  readonly #early: EarlyShowing
  #run: Run | undefined
  #epoch = 0
  /** Counts openings and closings, so that of two openings at once only the last one counts. */
  #turn = 0

  /** `prefetch` has sessions that were prepared ahead of time, if any. */
  constructor(
    ticker: Ticker,
    news: ReplayNews,
    calendars: Calendars,
    settings: Settings = defaultSettings,
    prefetch?: Prefetch,
  ) {
    this.#ticker = ticker
    this.#calendars = calendars
    this.#news = news
    this.#watching = watchSettings(settings)
    this.#frames = new FrameSender((frame) => news.frame(frame))
    this.#reads = new SessionReads(calendars, ticker, prefetch)
    this.#closes = new RenewedCloses({
      ticker,
      run: () => this.#run,
      tell: (closes) => news.previousCloses?.(closes),
      trouble: (failure) => news.trouble(failure),
    })
    this.#charts = new RunCharts({
      ticker,
      isShown: (run) => run === this.#run || run === this.#early.run,
      trouble: (failure) => news.trouble(failure),
    })
    this.#early = new EarlyShowing({
      calendars,
      ticker,
      charts: this.#charts,
      runOf: (answer, origin) => this.#runOf(answer, origin, origin.request.speed ?? 1, this.#epoch + 1),
      opening: (told) => news.opening?.(told),
    })
    this.#roll = new SessionRoll({
      run: () => this.#run,
      load: (origin) => this.#reads.load(origin),
      runOf: (...of) => this.#runOf(...of),
      chartsOn: (replay, run) => this.#charts.on(replay, run),
      replace: (...of) => this.#replace(...of),
    })
  }

  /** The open replay. Throws a Failure with code 'no-replay' when there is none. */
  get replay(): Replay {
    return this.#open().replay
  }

  /** Applies other settings from now on. */
  configure(settings: Settings): void {
    this.#watching = watchSettings(settings)
    this.#run?.replay.watch.configure(this.#watching)
  }

  /**
   * Closes the open replay and opens another, paused where the hours of its exchange begin unless told. Fails with
   * 'no-session' where the calendar has none, with 'unknown-symbol' or the cause when no symbol can be read, and with
   * 'cancelled' when another opening overtook it. The first frame has the bars of `charts`; where `opening` names it to
   * the window, frames show them before the rest of the session is read, or told.
   */
  async open(
    reader: StoreReader,
    calendar: TradingCalendar,
    request: ReplayRequest,
    charts: readonly OpenedChart[] = [],
    opening?: number,
  ): Promise<ReplayInfo> {
    const times = [this.#ticker.elapsed()]
    this.#end()
    const turn = this.#turn
    const origin = { reader, calendar, request }
    const { answer: atHand, ...how } = this.#reads.atHand(origin)
    const asked = opening === undefined ? undefined : { charts, opening }
    const isGivenUp = (): boolean => turn !== this.#turn
    if (!atHand && asked) await this.#early.show(origin, asked, isGivenUp)
    const answer =
      atHand ??
      (await this.#reads.read(origin).catch((error) => {
        // A store that was closed meanwhile fails in words of its own.
        throw isGivenUp() ? givenUp(request) : error
      }))
    times.push(this.#ticker.elapsed())
    if (isGivenUp()) throw givenUp(request)
    const early = this.#endEarly()
    const run = this.#runOf(answer, origin, request.speed ?? 1, this.#epoch + 1)
    this.#run = run
    times.push(this.#ticker.elapsed())
    await goToStart(run)
    times.push(this.#ticker.elapsed())
    if (atHand && asked) await this.#early.showOf(run, asked, isGivenUp)
    if (isGivenUp()) throw givenUp(request)
    // What follows a replay tells the window of it, for which its charts would have to wait.
    this.#news.opened(run.replay)
    if (!atHand || !asked)
      for (const [chart, shown] of early?.charts ?? asRequests(charts))
        void this.#charts.openAlong(run, chart, shown, early?.replay.chart(chart))
    this.#showLater(run, answer.leftOut)
    const start = { ...how, ...waitedFor([...times, this.#ticker.elapsed()]) }
    const info = { ...infoOf(run), opened: start }
    this.#news.started?.(info, start)
    return info
  }

  #endEarly(): Run | undefined {
    const early = this.#early.end()
    if (early) this.#epoch = early.replay.playback.epoch
    return early
  }

  /**
   * Takes symbols into the open replay while it goes on, and answers it as it is then. What cannot be taken in is
   * told like at an opening. Fails with 'cancelled' when the replay is closed meanwhile.
   */
  addSymbols(reader: StoreReader, symbols: readonly string[]): Promise<ReplayInfo> {
    return this.#change((replayed) => replayed.add(reader, symbols))
  }

  /** Takes symbols out of the open replay, in the same way. */
  removeSymbols(symbols: readonly string[]): Promise<ReplayInfo> {
    return this.#change(async (replayed) => {
      await replayed.remove(symbols)
      return { leftOut: [], filled: [] }
    })
  }

  async #change(change: (symbols: ReplaySymbols) => Promise<AddedSymbols>): Promise<ReplayInfo> {
    if (this.#roll.underWay) await this.#roll.underWay
    const run = this.#open()
    const { leftOut, filled } = await change(run.symbols)
    if (run !== this.#run) throw new Failure('cancelled', 'The replay was closed.')
    const { loaded } = run.replay
    run.request = { ...run.request, symbols: loaded.symbols.map(({ symbol }) => symbol) }
    run.answer = { loaded, leftOut: run.symbols.leftOut }
    // What was read for other symbols serves no more.
    this.forgetRead()
    for (const one of filled) this.#takeFilled(run, one)
    this.#news.opened(run.replay)
    this.#showLater(run, leftOut)
    return infoOf(run)
  }

  /** In a later turn, so that the caller knows what the replay has before it gets the first frame of it. */
  #showLater(run: Run, leftOut: readonly LeftOut[]): void {
    this.#ticker.soon(() => {
      if (run !== this.#run) return
      this.#tell(leftOut)
      run.replay.show()
    })
  }

  /** That an exchange is closed on a day is no trouble: the window says it where the symbol is. */
  #tell(leftOut: readonly LeftOut[]): void {
    for (const { failure } of leftOut) if (failure.code !== 'no-session') this.#news.trouble(failure)
  }

  /** Plays on from where the clock stands; while the session rolls, the next one. */
  play(): void {
    if (!this.#roll.setPlays(true)) this.replay.playback.play()
  }

  pause(): void {
    if (!this.#roll.setPlays(false)) this.replay.playback.pause()
  }

  /**
   * Goes on to the next session of the range by hand, paused. Throws a Failure with code 'usage' while the session
   * has not ended or when none follows.
   */
  async roll(): Promise<void> {
    const run = this.#open()
    const { session } = run.request
    if (!nextOf(run)) throw new Failure('usage', `No session follows ${session} in this replay.`)
    if (!run.replay.playback.ended)
      throw new Failure(
        'usage',
        `Session ${session} has not ended. Play it to its end, or open the next one.`,
      )
    await this.#roll.begin(run, false)
  }

  /** Shows a symbol of the replay under a number; its bars come with the frames. */
  async openChart(chart: number, request: ChartRequest): Promise<void> {
    await this.#charts.open(this.#early.run ?? this.#open(), chart, request)
  }

  /** Shows a chart no longer; does nothing when it went with its replay. */
  closeChart(chart: number): void {
    const run = this.#run ?? this.#early.run
    run?.charts.delete(chart)
    run?.replay.closeChart(chart)
  }

  /** The store, or a calendar, is not what it was: what was read ahead or kept may be out of date. */
  forgetRead(): void {
    this.#roll.forgetAhead()
    this.#reads.forget()
  }

  /**
   * A session of a symbol has more bars in the store: where it is shown before the replayed one it has them from now
   * on, and nothing that was read before serves for another replay.
   */
  sessionFilled(filled: FilledSession): void {
    this.#reads.noteFilled()
    this.#roll.noteFilled(filled)
    const run = this.#run
    if (!run) return
    run.isAsStored = false
    run.symbols.noteFilled(filled)
    if (this.#takeFilled(run, filled) === 'taken') run.replay.update()
  }

  #takeFilled(run: Run, filled: FilledSession): ReturnType<typeof takeTrailingFill> {
    const taken = takeTrailingFill(run, filled, (failure) => this.#news.trouble(failure))
    if (taken !== 'unreadable') this.#closes.noteFilled(run, filled)
    return taken
  }

  /** Bars were imported, which may be other versions of what was read. */
  imported(): void {
    if (!this.#run) return
    this.#run.isAsStored = false
    this.#closes.noteAll(this.#run)
  }

  /** Ends the open replay, if there is one, and forgets what was kept. */
  close(): void {
    this.#end()
    this.#reads.forget()
  }

  /** The window drew frame `seq`. */
  drawn(seq: number): void {
    const run = this.#run ?? this.#early.run
    if (run) run.replay.drawn(seq)
    else this.#frames.drawn(seq)
  }

  /** Another window takes the place of the one before: it has to open a session itself. */
  startAnew(): void {
    this.close()
    this.#frames.startAnew()
  }

  #open(): Run {
    if (!this.#run) throw new Failure('no-replay', 'No session is open. Open one first.')
    return this.#run
  }

  #end(): void {
    this.#turn++
    this.#roll.giveUp()
    this.#endEarly()
    if (!this.#run) return
    this.#epoch = this.#run.replay.playback.epoch
    this.#run.replay.close()
    this.#run = undefined
    this.#news.opened(undefined)
  }

  #runOf(answer: LoadAnswer, of: RunOrigin, speed: ReplaySpeed, epoch: number, legacies?: Legacies): Run {
    const replay = this.#replayOf(answer.loaded, speed, epoch, legacies)
    const symbols = new ReplaySymbols(replay, answer.leftOut, this.#calendars, this.#ticker)
    return { ...of, replay, symbols, answer, charts: new Map(), isAsStored: true }
  }

  #replayOf(loaded: LoadedSession, speed: ReplaySpeed, epoch: number, legacies?: Legacies): Replay {
    const replay = new Replay(
      loaded,
      { speed, ticker: this.#ticker, epoch, frames: this.#frames, settings: this.#watching, legacies },
      {
        sessionChanged: (reports) => this.#news.sessions(reports),
        reachedEnd: () => {
          if (this.#watching.autoRoll && this.#run?.replay === replay) void this.#roll.begin(this.#run, true)
        },
      },
    )
    replay.consumers.add({
      name: 'next session',
      limitMs: 0,
      whenLate: 'go-on',
      busy: false,
      take: (clock) => {
        if (isInLastPart(replay.loaded, clock)) this.#lookAhead(replay)
      },
    })
    return replay
  }

  #lookAhead(replay: Replay): void {
    const run = this.#run
    if (!this.#watching.autoRoll || run?.replay !== replay) return
    const next = nextOf(run)
    if (next) this.#roll.lookAhead(run, next)
  }

  #replace(
    before: Run,
    next: Run,
    charts: ReadonlyMap<number, ChartSeries>,
    filled: readonly FilledSession[],
  ): void {
    const { request, answer: ended } = before
    if (before.isAsStored) this.#reads.keep(before)
    const taken = filled.filter(
      (one) => takeTrailingFill(next, one, (failure) => this.#news.trouble(failure)) !== 'unreadable',
    )
    before.replay.close()
    this.#run = next
    for (const one of taken) this.#closes.noteFilled(next, one)
    this.#news.opened(next.replay)
    for (const [chart, series] of charts) if (next.charts.has(chart)) next.replay.openChart(chart, series)
    this.#news.rolled({ info: infoOf(next), from: { session: request.session, end: ended.loaded.end } })
    this.#tell(next.answer.leftOut)
    next.replay.show()
  }
}

/** What an opening took, in all and part by part, by the times between its parts. */
function waitedFor(times: readonly number[]): Pick<StartFacts, 'ms' | 'waited'> {
  const [began = 0, read = 0, built = 0, stood = 0, followed = 0] = times
  const session = built - read + (followed - stood)
  return { ms: followed - began, waited: { bars: read - began, session, clock: stood - built } }
}

function givenUp({ session }: ReplayRequest): Failure {
  return new Failure('cancelled', `${session} was given up for another session.`)
}
