import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Frame, ReplayInfo, ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { LeftOut } from '../history/left-out.ts'
import type { StoreReader } from '../store/store.ts'
import type { Ticker } from '../time/ticker.ts'
import { FrameSender } from './frame-sender.ts'
import { spanOfHours } from './hours.ts'
import { loadSession, type SessionRequest } from './load-session.ts'
import { type ChartRequest, openSeries } from './open-series.ts'
import { Replay } from './replay.ts'
import { ReplaySymbols } from './replay-symbols.ts'

export interface ReplayRequest extends SessionRequest {
  /** Where the clock is to stand; at the start of the session when undefined. */
  readonly at?: EpochMs | undefined
  readonly speed?: ReplaySpeed | undefined
}

export interface ReplayNews {
  frame(frame: Frame): void
  /** A symbol was left out. */
  trouble(failure: Failure): void
}

/** Holds the one open replay. */
export class ReplayDesk {
  readonly #ticker: Ticker
  readonly #news: ReplayNews
  #replay: Replay | undefined
  #symbols: ReplaySymbols | undefined
  readonly #frames: FrameSender
  #epoch = 0
  /** Counts openings and closings, so that of two openings at once only the last one counts. */
  #turn = 0

  constructor(ticker: Ticker, news: ReplayNews) {
    this.#ticker = ticker
    this.#news = news
    this.#frames = new FrameSender((frame) => news.frame(frame))
  }

  /** The open replay. Throws a Failure with code 'no-replay' when there is none. */
  get replay(): Replay {
    if (!this.#replay) throw new Failure('no-replay', 'No session is open. Open one first.')
    return this.#replay
  }

  /**
   * Closes the open replay and opens another, paused where the hours of its exchange begin unless told. Fails with
   * 'no-session' where the calendar has none, with 'unknown-symbol' or the cause when no symbol can be read, and with
   * 'cancelled' when another opening overtook it.
   */
  async open(reader: StoreReader, calendar: TradingCalendar, request: ReplayRequest): Promise<ReplayInfo> {
    this.close()
    const turn = this.#turn
    const { loaded, leftOut } = await loadSession(reader, calendar, request, this.#ticker).catch((error) => {
      // A store that was closed meanwhile fails in words of its own.
      throw turn === this.#turn ? error : givenUp(request)
    })
    if (turn !== this.#turn) throw givenUp(request)
    const replay = new Replay(loaded, {
      speed: request.speed ?? 1,
      ticker: this.#ticker,
      epoch: this.#epoch + 1,
      frames: this.#frames,
    })
    this.#replay = replay
    const symbols = new ReplaySymbols(replay, leftOut, this.#ticker)
    this.#symbols = symbols
    const at = request.at ?? spanOfHours(loaded.session, loaded.hours).open
    if (at !== loaded.start) await replay.playback.seek(at)
    this.#showLater(replay, leftOut)
    return symbols.info()
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
      return []
    })
  }

  async #change(change: (replayed: ReplaySymbols) => Promise<readonly LeftOut[]>): Promise<ReplayInfo> {
    const { replay } = this
    const replayed = this.#symbols
    const leftOut = (replayed && (await change(replayed))) ?? []
    if (!replayed || replay !== this.#replay) throw new Failure('cancelled', 'The replay was closed.')
    this.#showLater(replay, leftOut)
    return replayed.info()
  }

  /** In a later turn, so that the caller knows what the replay has before it gets the first frame of it. */
  #showLater(replay: Replay, leftOut: readonly LeftOut[]): void {
    this.#ticker.soon(() => {
      if (replay !== this.#replay) return
      this.#tell(leftOut)
      replay.show()
    })
  }

  /** That an exchange is closed on a day is no trouble: the window says it where the symbol is. */
  #tell(leftOut: readonly LeftOut[]): void {
    for (const { failure } of leftOut) if (failure.code !== 'no-session') this.#news.trouble(failure)
  }

  /** Shows a symbol of the replay under a number; its bars come with the frames. */
  async openChart(reader: StoreReader, chart: number, request: ChartRequest): Promise<void> {
    const { replay } = this
    const series = await openSeries(reader, replay, request, this.#ticker)
    if (replay === this.#replay) replay.openChart(chart, series)
  }

  /** Shows a chart no longer; does nothing when it went with its replay. */
  closeChart(chart: number): void {
    this.#replay?.closeChart(chart)
  }

  /** Ends the open replay, if there is one. */
  close(): void {
    this.#turn++
    if (!this.#replay) return
    this.#epoch = this.#replay.playback.epoch
    this.#replay.close()
    this.#replay = undefined
    this.#symbols = undefined
  }

  /** The window drew frame `seq`. */
  drawn(seq: number): void {
    if (this.#replay) this.#replay.drawn(seq)
    else this.#frames.drawn(seq)
  }

  /** Another window takes the place of the one before: it has to open a session itself. */
  startAnew(): void {
    this.close()
    this.#frames.startAnew()
  }
}

function givenUp({ session }: ReplayRequest): Failure {
  return new Failure('cancelled', `${session} was given up for another session.`)
}
