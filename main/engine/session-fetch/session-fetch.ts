import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { SessionFetchState } from '#shared/protocol/calendar-calls.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { RunCounts } from '../prefetch/plan-run.ts'
import { type RunHost, runInThread } from '../prefetch/run/run-thread.ts'
import type { TimeProvider } from '../time/time-provider.ts'

/** Who wants more has a plan. */
const mostSessions = 400

export interface SessionFetchHost extends RunHost {
  readonly calendars: Calendars
  readonly time: TimeProvider
  /** How often a source is asked for a minute at most. */
  maxTries(): number
  /** How far the fetch is, and what came of it. */
  told(state: SessionFetchState): void
}

/** Sessions from one to another, both included, of symbols. */
export interface FetchOrder {
  readonly exchange: string
  readonly from: SessionDate
  readonly to: SessionDate
  readonly symbols: readonly string[]
}

/** Asks the sources once more for what chosen sessions lack, by hand: one fetch at a time, as a run of a plan does. */
export class SessionFetch {
  readonly #host: SessionFetchHost
  #state: SessionFetchState | undefined
  #running: AbortController | undefined
  /** The end of the last fetch. */
  #ended: Promise<void> = Promise.resolve()

  constructor(host: SessionFetchHost) {
    this.#host = host
  }

  /** How far the last fetch is; undefined before the first one. */
  get state(): SessionFetchState | undefined {
    return this.#state
  }

  /**
   * Begins a fetch. Throws a Failure of code 'usage' while another one runs or when there is nothing to fetch,
   * 'unknown-exchange' or 'outside-calendar'.
   */
  start(order: FetchOrder): SessionFetchState {
    const { exchange, from, to, symbols } = order
    if (this.#running)
      throw new Failure('usage', 'Sessions are being fetched already. Wait or stop that first.')
    const sessions = this.#host.calendars.of(exchange).sessions(from, to)
    const last = sessions.at(-1)
    if (!last) throw new Failure('usage', `${exchange} has no session from ${from} to ${to}.`)
    if (symbols.length === 0) throw new Failure('usage', `None of these symbols trades on ${exchange}.`)
    if (sessions.length > mostSessions)
      throw new Failure('usage', `At most ${mostSessions} sessions are fetched at once. Choose fewer.`)
    const running = new AbortController()
    this.#running = running
    const begun: SessionFetchState = {
      exchange,
      from,
      to,
      state: 'running',
      ...nothingYet(order, sessions.length),
    }
    this.#state = begun
    this.#ended = this.#run(order, last.date, sessions.length - 1, begun, running)
    return begun
  }

  /** Ends the fetch; what came stays. */
  stop(): void {
    this.#running?.abort()
  }

  /** Another store is to be opened, or none: the fetch ends, which is waited for, and nothing of it is told any more. */
  async startAnew(): Promise<void> {
    this.stop()
    this.#running = undefined
    this.#state = undefined
    await this.#ended
  }

  async #run(
    { exchange, symbols }: FetchOrder,
    session: SessionDate,
    trailing: number,
    begun: SessionFetchState,
    running: AbortController,
  ): Promise<void> {
    const { time, maxTries } = this.#host
    const plan = { name: 'by hand', exchange, trailing, sources: [], budget: {} }
    const order = { plan, symbols, session, since: time.now(), maxTries: maxTries() }
    const tell = (told: Partial<SessionFetchState>): void => {
      if (this.#running !== running) return
      this.#state = { ...begun, ...told }
      this.#host.told(this.#state)
    }
    try {
      const progress = ({ counts }: { readonly counts: RunCounts }): void => tell(countsOf(counts))
      const { outcome, reason, ...counts } = await runInThread(order, this.#host, progress, running.signal)
      tell({ ...countsOf(counts), state: outcome, ...(reason !== undefined && { reason }) })
    } catch (error) {
      tell({ state: 'failed', reason: asFailure(error).message })
    } finally {
      if (this.#running === running) this.#running = undefined
    }
  }
}

function nothingYet({ symbols }: FetchOrder, sessions: number) {
  return { ready: 0, of: sessions * symbols.length, requests: 0, bars: 0, gaps: 0, filled: 0, errors: [] }
}

function countsOf({ ready, of, requests, bars, gaps, filled, errors }: RunCounts) {
  return { ready, of, requests, bars, gaps, filled, errors: [...errors] }
}
