import type { BarColumns, BarRange } from '#shared/bars/columns.ts'
import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import type { EventPayload } from '#shared/protocol/contract.ts'
import type { Failure } from '#shared/protocol/failure.ts'
import type { UpkeepQuality } from '#shared/protocol/upkeep-events.ts'
import type { Settings } from '#shared/settings/settings.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { LoadedSymbol } from '../../replay/loaded-session.ts'
import type { Replay } from '../../replay/replay.ts'
import { sourceOf } from '../../replay/symbol-source.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { FoundBars, UpkeepContract } from './contract.ts'
import { keepDerivedReady } from './derived-ready.ts'
import { missingBars } from './missing-bars.ts'
import { playedSymbol, type RunFill } from './played-bars.ts'
import type { UpkeepClient } from './upkeep-link.ts'
import { threadSettings } from './upkeep-settings.ts'

const name = 'upkeep'
/** A replay at full speed waits for upkeep, and so for a source, at most so long at a time; then it goes on without. */
const limitMs = 5_000
/** Symbols are sent so many in a turn of the event loop: their starts are copied. */
const symbolsATurn = 25
const endCause = 'missing minutes are being filled'

export interface ReplayUpkeepHost {
  readonly ticker: Ticker
  /** So many bars came into session data. */
  filled(bars: number): void
  graded(quality: UpkeepQuality): void
  trouble(message: string): void
}

/**
 * What upkeep does for one replay, at the coordinator's end. It follows the clock by minutes, one at a time: while
 * the thread is at one, later ones wait, and only the newest is told.
 *
 * At full speed the replay waits for it (T6): for the clock to be graded and, where there are sources, by steps of the
 * check interval for what each check asks for, so that a fill is known at the check that asked for it, as it is at
 * 1x. At a multiple of real time the clock waits for nobody, and a fill is known when it comes.
 */
export class ReplayUpkeep {
  readonly #replay: Replay
  readonly #run: number
  readonly #host: ReplayUpkeepHost
  #settings: Settings
  #client: UpkeepClient | undefined
  /** Undefined until the thread has told. */
  #sources: number | undefined
  /** Whether the thread has been told of all symbols. */
  #isTold = false
  #cancelTelling: (() => void) | undefined
  #asking = 0
  /** The clock that the thread is at. */
  #sent: EpochMs | undefined
  #lastMinute = Number.NaN
  /** What came in this run, by symbol: another thread has to be told of it. */
  readonly #fills = new Map<string, readonly RunFill[]>()
  #isUnkeptTold = false

  constructor(replay: Replay, run: number, settings: Settings, host: ReplayUpkeepHost) {
    this.#replay = replay
    this.#run = run
    this.#settings = settings
    this.#host = host
    keepDerivedReady(replay, host.ticker, () => this.#settings)
  }

  /** Sessions that sources are being asked for. */
  get asking(): number {
    return this.#asking
  }

  /** Tells a thread of the replay and of its clock from now on. */
  begin(client: UpkeepClient, store: { readonly path: string; readonly overlays: CalendarOverlays }): void {
    this.stop()
    const { start, end, symbols } = this.#replay.loaded
    const run = this.#run
    this.#client = client
    client.signal('begin', { run, ...store, start, end, settings: threadSettings(this.#settings) })
    // From the first on, so that a replay at full speed does not run ahead of a thread that is being started.
    this.#followClock()
    // A turn later still, so that a window that opens it has its first frame before.
    this.#cancelTelling = this.#host.ticker.soon(() => this.#tellLater(symbols))
  }

  /** There is no thread any more, or it is not wanted: nothing is measured. */
  stop(): void {
    const hasFollowed = this.#client !== undefined
    this.#client = undefined
    this.#cancelTelling?.()
    this.#sources = undefined
    this.#isTold = false
    this.#asking = 0
    this.#sent = undefined
    this.#lastMinute = Number.NaN
    if (hasFollowed) {
      this.#replay.consumers.remove(name)
      this.#letEnd()
      this.#replay.playback.consumerReady()
    }
    const { session, symbols } = this.#replay.loaded
    this.#host.graded({
      session: session.date,
      symbols: symbols.map(({ symbol }) => symbol),
      measured: undefined,
    })
  }

  /** The replay is closed. */
  end(): void {
    this.#client?.signal('end', { run: this.#run })
    this.#client = undefined
    this.#cancelTelling?.()
    this.#letEnd()
  }

  configure(settings: Settings): void {
    this.#settings = settings
    if (this.#client) this.#followClock()
  }

  hasSources({ run, sources }: EventPayload<UpkeepContract, 'sources'>): void {
    if (run !== this.#run || !this.#client) return
    this.#sources = sources
    this.#followClock()
  }

  graded({ run, clock, counts, asking }: EventPayload<UpkeepContract, 'graded'>): void {
    if (run !== this.#run || !this.#client) return
    if (this.#sent !== undefined && clock === this.#sent) this.#sent = undefined
    this.#asking = asking
    const { session, symbols, end } = this.#replay.loaded
    this.#host.graded({
      session: session.date,
      symbols: symbols.map(({ symbol }) => symbol),
      measured: { clock, counts },
    })
    if (clock >= end && asking === 0) this.#letEnd()
    if (!this.#isBusy()) this.#replay.playback.consumerReady()
  }

  /**
   * Takes bars that were found into the replay, be it for one before it that showed the same session; answers from
   * when they are known, each of them from its end on, and undefined when they are not.
   */
  take({ run, fill: { symbol, session, columns, request } }: FoundBars): EpochMs | undefined {
    const { loaded, data } = this.#replay
    const played = loaded.symbols.find((one) => one.symbol === symbol)
    if (played?.exchange.session.date !== session) return undefined
    const knownAt = this.#replay.now()
    // As traded it is known when it came, whatever is replayed (R17): it is in the store alone.
    if (loaded.view === 'as-traded' && request.answeredAt > knownAt) return undefined
    const before = this.#fills.get(symbol) ?? []
    const known = data.symbolSession(symbol).minutes().range()
    // What was set back with the clock is there too, and comes by itself.
    const there = [known, ...[played, ...before].map((one) => rangeOf(one.columns))]
    const missing = missingBars(there, columns)
    if (missing.start.length > 0) {
      this.#replay.takeFill(symbol, missing)
      this.#fills.set(symbol, [...before, { columns: missing, knownAt }])
      this.#host.filled(missing.start.length)
      if (run !== this.#run && this.#isTold) this.#tellSymbols([played])
    }
    return knownAt
  }

  /** Shows what was taken. */
  showFills(): void {
    this.#replay.showFills()
  }

  /** What was found cannot be stored; said once. */
  notKept({ message }: Failure): void {
    if (this.#isUnkeptTold) return
    this.#isUnkeptTold = true
    this.#host.trouble(`Filled minutes are shown and will be gone with this session: ${message}`)
  }

  /** In later turns, so that the window has its answer before. */
  #tellLater(symbols: readonly LoadedSymbol[]): void {
    this.#cancelTelling = this.#host.ticker.soon(() => {
      this.#tellSymbols(symbols.slice(0, symbolsATurn))
      if (symbols.length > symbolsATurn) return this.#tellLater(symbols.slice(symbolsATurn))
      this.#isTold = true
      this.#followClock()
    })
  }

  #tellSymbols(symbols: readonly LoadedSymbol[]): void {
    const told = symbols.map((one) => playedSymbol(one, sourceOf(one), this.#fills.get(one.symbol) ?? []))
    this.#client?.signal('symbols', { run: this.#run, symbols: told })
  }

  #followClock(): void {
    const isBusy = (): boolean => this.#isBusy()
    const steps = this.#sources !== 0 && this.#settings.dataUpkeepRetryMissingBars
    this.#replay.consumers.add({
      name,
      limitMs,
      whenLate: 'go-on',
      ...(steps && { stepMs: this.#settings.dataUpkeepCheckIntervalSeconds * 1000 }),
      take: (clock) => this.#take(clock),
      get busy() {
        return isBusy()
      },
    })
    // A jump that is on its way offers its clock when it is there.
    if (!this.#replay.playback.jumping) this.#take(this.#replay.now())
  }

  #take(clock: EpochMs): void {
    const minute = Math.floor(clock / minuteMs)
    if (!this.#isTold || minute === this.#lastMinute || this.#sent !== undefined) return
    this.#lastMinute = minute
    this.#sent = clock
    this.#replay.ending.hold(endCause)
    this.#client?.signal('clock', { run: this.#run, clock })
  }

  #letEnd(): void {
    this.#replay.ending.release(endCause)
  }

  /** At a multiple of real time nobody waits for sources, and the clock goes on being graded while they are asked. */
  #isBusy(): boolean {
    if (!this.#isTold || this.#sent !== undefined) return true
    return this.#asking > 0 && this.#replay.playback.pacing === 'data-driven'
  }
}

function rangeOf(columns: BarColumns): BarRange {
  return { columns, from: 0, to: columns.start.length }
}
