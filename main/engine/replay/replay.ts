import type { BarColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Frame, ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import type { SessionReport } from '#shared/protocol/session-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { Consumers } from '../coordinator/consumers.ts'
import { StreamCoordinator } from '../coordinator/stream-coordinator.ts'
import type { BarSource } from '../history/bar-source.ts'
import type { HistoricalBars } from '../history/historical-bars.ts'
import { type LeftOut, unreadable } from '../history/left-out.ts'
import { SessionData } from '../session/session-data.ts'
import type { SymbolSession } from '../session/symbol-session.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import type { Ticker } from '../time/ticker.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import type { ChartSeries } from './chart-series.ts'
import type { FrameHeader, FrameSender } from './frame-sender.ts'
import { HeldEnd } from './held-end.ts'
import { lagOf } from './lag.ts'
import { type LoadedSession, type LoadedSymbol, sessionOf } from './loaded-session.ts'
import { Playback } from './playback.ts'
import { quotesOf } from './quotes.ts'
import { ReplayAnalysis } from './replay-analysis.ts'
import { continuousBars } from './replay-bars.ts'
import type { WatchSettings } from './session-watch.ts'
import { type Legacies, SessionWatches } from './session-watches.ts'
import { sourceOf } from './symbol-source.ts'

/** At full speed the window may hold the clock for at most so long a frame. */
const longestFrameMs = 1_000
const windowName = 'window'

export interface ReplayOptions {
  readonly speed: ReplaySpeed
  readonly ticker: Ticker
  /** The first epoch of this replay, which no replay before it had. */
  readonly epoch: number
  readonly frames: FrameSender
  readonly settings: WatchSettings
  /** What the sessions take over from those that rolled to them. */
  readonly legacies?: Legacies | undefined
}

export interface ReplayHost {
  /** A session stands elsewhere than before; the main one comes first. */
  sessionChanged(reports: readonly SessionReport[]): void
  /** The clock played on to the end of the replay. */
  reachedEnd(): void
}

/** One open session: its clock, what is known at it, and what the window is shown of it. Paused at its start. */
export class Replay {
  /** Indicators over all bars that this replay has. */
  readonly analysis = new ReplayAnalysis(() => Array.from(this.#charts.values(), (chart) => chart.indicators))
  #loaded: LoadedSession
  readonly #time: SimulatedTime
  readonly #data: SessionData
  readonly #coordinator: StreamCoordinator
  #sessions: readonly SymbolSession[] = []
  readonly #charts = new Map<number, ChartSeries>()
  readonly #frames: FrameSender
  readonly #consumers = new Consumers()
  readonly #playback: Playback
  readonly #watch: SessionWatches
  readonly #host: ReplayHost
  readonly #ending: HeldEnd
  #isShown = false
  /** Whether bars were taken that are not shown yet. */
  #hasFills = false

  constructor(loaded: LoadedSession, options: ReplayOptions, host: ReplayHost) {
    const { session, hours, start, end, symbols } = loaded
    const { ticker, speed, epoch, frames, settings, legacies } = options
    this.#loaded = loaded
    this.#host = host
    this.#time = new SimulatedTime(start)
    this.#data = new SessionData(session, this.#time, hours)
    this.#coordinator = new StreamCoordinator(this.#time, this.#data, symbols.map(sourceOf), () =>
      ticker.elapsed(),
    )
    this.#sessions = this.#sessionsNow()
    this.#frames = frames
    this.#watch = new SessionWatches(loaded, this.#data, {
      settings,
      legacies,
      changed: () => this.#tellSession(),
    })
    // Before the window, so that a frame has the state of its own clock.
    this.#consumers.add({
      name: 'session watch',
      limitMs: 0,
      whenLate: 'go-on',
      take: (clock) => {
        this.#ending.follow(clock)
        this.#watch.follow(clock)
      },
      busy: false,
    })
    this.#watch.follow(start)
    this.#ending = new HeldEnd({ end, watch: this.#watch, ticker, reached: () => host.reachedEnd() })
    this.#consumers.add({
      name: windowName,
      limitMs: longestFrameMs,
      whenLate: 'go-on',
      take: () => frames.send(),
      get busy() {
        return frames.busy
      },
    })
    this.#playback = new Playback(
      this.#coordinator,
      ticker,
      {
        changed: () => frames.send(),
        reachedEnd: () => this.#ending.played(),
      },
      this.#consumers,
      { start, end, speed, epoch },
    )
  }

  /** What was read for it, of the symbols that it has now. */
  get loaded(): LoadedSession {
    return this.#loaded
  }

  /** Everything known at the clock. */
  get data(): SessionData {
    return this.#data
  }

  /** Who follows the clock; the window is one of them. */
  get consumers(): Consumers {
    return this.#consumers
  }

  /** Where the sessions stand at the clock, and which symbols are late. */
  get watch(): SessionWatches {
    return this.#watch
  }

  /** Moves the clock. */
  get playback(): Playback {
    return this.#playback
  }

  /** Keeps the session from ending, and from giving way to the next, once the clock has come there. */
  get ending(): HeldEnd {
    return this.#ending
  }

  get time(): TimeProvider {
    return this.#time
  }

  now(): EpochMs {
    return this.#time.now()
  }

  /** What was read of a symbol. Throws a Failure with code 'unknown-symbol' when the replay does not have it. */
  loadedSymbol(symbol: string): LoadedSymbol {
    const found = this.loaded.symbols.find((loaded) => loaded.symbol === symbol)
    if (!found) throw new Failure('unknown-symbol', `${symbol} is not part of this replay.`)
    return found
  }

  /** The sessions before this one, of the symbols of an exchange. Throws like `loadedSymbol`. */
  history(symbol: string): HistoricalBars {
    return this.loadedSymbol(symbol).exchange.history
  }

  /**
   * The trailing sessions of a symbol and this one as it becomes known, in an interval of 1d at most: a source of
   * its own for each call, which has one reader. Throws like `loadedSymbol`.
   */
  bars(symbol: string, interval: Interval): BarSource {
    return continuousBars(this.loadedSymbol(symbol), this.#data.symbolSession(symbol), interval)
  }

  /**
   * Takes in symbols that were read into the histories of their exchanges, as if they had been there from the start
   * (L3). Answers those whose bars cannot be played.
   */
  addSymbols(symbols: readonly LoadedSymbol[]): readonly LeftOut[] {
    const leftOut: LeftOut[] = []
    const added = symbols.filter((loaded) => {
      try {
        this.#coordinator.addSource(sourceOf(loaded))
        return true
      } catch (error) {
        loaded.exchange.history.remove(loaded.symbol)
        leftOut.push(unreadable(loaded.symbol, error))
        return false
      }
    })
    this.#setSymbols([...this.#loaded.symbols, ...added])
    return leftOut
  }

  /**
   * Takes bars of a symbol that a source delivered late: they are known from the clock's present time on, whatever
   * way the clock comes (R18, T6), and those that have not ended on it from their end on. Throws like `loadedSymbol`.
   * `showFills` shows all that was taken.
   */
  takeFill(symbol: string, bars: BarColumns): void {
    this.#coordinator.takeLate(this.loadedSymbol(symbol).symbol, bars)
    this.#hasFills = true
  }

  /** Shows what was taken, and takes it into where the sessions stand. */
  showFills(): void {
    if (!this.#hasFills) return
    this.#hasFills = false
    this.#watch.noteFills()
    // Symbols without a chart are other than they were too.
    this.#frames.refresh()
  }

  /** A symbol closed elsewhere in the session before than was read. */
  setPreviousClose(symbol: string, previousClose: number | undefined): void {
    const symbols = this.#loaded.symbols.map((loaded) =>
      loaded.symbol === symbol ? { ...loaded, previousClose } : loaded,
    )
    this.#loaded = { ...this.#loaded, symbols }
  }

  /** Takes symbols out with all that is known of them, and their charts; does nothing for those it does not have. */
  removeSymbols(symbols: readonly string[]): void {
    const gone = this.#loaded.symbols.filter(({ symbol }) => symbols.includes(symbol))
    for (const { symbol, exchange } of gone) {
      this.#coordinator.removeSource(symbol)
      exchange.history.remove(symbol)
    }
    for (const [chart, series] of this.#charts)
      if (gone.some(({ symbol }) => symbol === series.symbol)) this.#charts.delete(chart)
    this.#setSymbols(this.#loaded.symbols.filter((loaded) => !gone.includes(loaded)))
  }

  /** Shows a series under a number; a chart of that number is replaced. */
  openChart(chart: number, series: ChartSeries): void {
    this.#charts.set(chart, series)
    this.#frames.send()
  }

  /** The series that is shown under a number. */
  chart(chart: number): ChartSeries | undefined {
    return this.#charts.get(chart)
  }

  closeChart(chart: number): void {
    this.#charts.delete(chart)
  }

  /** Shows this replay in the window; of its symbols only some, where they are named. */
  show(only?: readonly string[]): void {
    this.#isShown = true
    this.#tellSession()
    this.#frames.show({
      header: () => this.#header(),
      quotes: () => this.#quotes(only),
      charts: () => this.#chartsNow(),
    })
  }

  /** Shows nothing of this replay until it is shown again. */
  hide(): void {
    this.#isShown = false
    this.#frames.show(undefined)
  }

  /** Shows what is there now of bars that are not played: those of earlier sessions. */
  update(): void {
    this.#frames.send()
  }

  /** The window drew frame `seq`: the next may come, and at full speed the clock may go on. */
  drawn(seq: number): void {
    this.#frames.drawn(seq)
    if (!this.#frames.busy) this.#playback.consumerReady()
  }

  /** Ends the replay: the clock stands and no frame comes any more. */
  close(): void {
    this.hide()
    this.#ending.close()
    this.#playback.close()
  }

  #setSymbols(symbols: readonly LoadedSymbol[]): void {
    const [primary] = this.#loaded.exchanges
    if (primary) this.#loaded = sessionOf(primary, symbols, this.#loaded)
    this.#sessions = this.#sessionsNow()
    this.#watch.setSymbols(this.#loaded)
  }

  #sessionsNow(): readonly SymbolSession[] {
    return this.#loaded.symbols.map(({ symbol }) => this.#data.symbolSession(symbol))
  }

  #header(): FrameHeader | undefined {
    const { epoch, playing, ended, speed, jumping, waitingFor } = this.#playback
    if (jumping) return undefined
    const lag = lagOf(waitingFor, this.#playback.behind(), windowName)
    return { epoch, clock: this.#time.now(), playing, ended, speed, ...lag }
  }

  #quotes(only: readonly string[] | undefined): Frame['quotes'] {
    const shown = only ? this.#sessions.filter(({ symbol }) => only.includes(symbol)) : this.#sessions
    return quotesOf(shown, (symbol) => this.#watch.stateOf(symbol))
  }

  /** A frame follows, since symbols may stand elsewhere too. */
  #tellSession(): void {
    if (!this.#isShown) return
    this.#host.sessionChanged(this.#watch.reports())
    this.#frames.refresh()
  }

  #chartsNow(): ReadonlyMap<number, ChartSeries> {
    for (const series of this.#charts.values()) series.update()
    return this.#charts
  }
}
