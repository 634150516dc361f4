import type { PaperNews } from '#shared/protocol/paper-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { Ticker } from '../time/ticker.ts'
import type { PaperRun } from './paper-run.ts'

const displayFrameMs = 16
const mostEventsAtOnce = 500
const mostPointsAtOnce = 5_000

/** What is to be told at a moment. */
export interface PaperState {
  readonly session: PaperNews['session']
  readonly clock: EpochMs
  readonly later: number
  readonly run: Pick<PaperRun, 'events' | 'marks' | 'times' | 'equity'> | undefined
}

/**
 * Tells a window what is new of paper orders, once a display frame at most: what came after what it has, and where to
 * cut that. What is new is read when it is told, so that nothing queues up.
 */
export class PaperTeller {
  readonly #ticker: Ticker
  readonly #state: () => PaperState | undefined
  readonly #tell: (news: PaperNews) => void
  /** What the window has: so many events and points of equity, and so much told of what comes later. */
  #events = 0
  #points = 0
  #later = -1
  #isCut = false
  #cancel: (() => void) | undefined
  #toldAt = Number.NEGATIVE_INFINITY

  /** `state` answers undefined while there is nothing to tell of. */
  constructor(ticker: Ticker, state: () => PaperState | undefined, tell: (news: PaperNews) => void) {
    this.#ticker = ticker
    this.#state = state
    this.#tell = tell
  }

  /** The window has nothing of what is told from now on. */
  beginAnew(): void {
    this.#events = 0
    this.#points = 0
    this.#isCut = true
  }

  /** What the window has of the time up to the clock is right, and nothing that it has of later. */
  cutTo({ events, times }: Pick<PaperRun, 'events' | 'times'>, clock: EpochMs): void {
    const event = events.findIndex(({ at }) => at > clock)
    const point = times.findIndex((time) => time > clock)
    if (event >= 0) this.#events = Math.min(this.#events, event)
    if (point >= 0) this.#points = Math.min(this.#points, point)
    this.#isCut = true
  }

  /** Tells what is new, now or when the frame is over. */
  request(): void {
    if (this.#cancel || !this.#hasNews(this.#state())) return
    const waitMs = this.#toldAt + displayFrameMs - this.#ticker.elapsed()
    if (waitMs <= 0) this.#tellNow()
    else
      this.#cancel = this.#ticker.after(waitMs, () => {
        this.#cancel = undefined
        this.#tellNow()
      })
  }

  /** Tells nothing that was requested. */
  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #hasNews(state: PaperState | undefined): state is PaperState {
    if (!state) return false
    const { later, run } = state
    if (this.#isCut || later !== this.#later) return true
    return run !== undefined && (run.events.length > this.#events || run.times.length > this.#points)
  }

  #tellNow(): void {
    const state = this.#state()
    if (!this.#hasNews(state)) return
    const { run, ...moment } = state
    const [from, equityFrom] = [this.#events, this.#points]
    const events = run?.events.slice(from, from + mostEventsAtOnce) ?? []
    const time = Float64Array.from(run?.times.slice(equityFrom, equityFrom + mostPointsAtOnce) ?? [])
    this.#events += events.length
    this.#points += time.length
    this.#later = moment.later
    this.#isCut = false
    this.#toldAt = this.#ticker.elapsed()
    this.#tell({
      ...moment,
      from,
      events,
      marks: Uint8Array.from(run?.marks.slice(from, from + events.length) ?? []),
      equityFrom,
      time,
      equity: Float64Array.from(run?.equity.slice(equityFrom, equityFrom + time.length) ?? []),
    })
    this.request()
  }
}
