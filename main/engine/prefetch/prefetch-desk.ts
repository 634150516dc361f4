import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { Readiness, RunRecord } from '#shared/prefetch/run.ts'
import type { SessionStart, StartFacts } from '#shared/prefetch/session-start.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import type { Settings } from '#shared/settings/settings.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { SessionRequest } from '../replay/load-session.ts'
import type { ReplaySettings } from '../replay/loaded-session.ts'
import type { Prefetch } from '../replay/session-reads.ts'
import type { StoreReader } from '../store/store.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { KeepReady } from './cache/keep-ready.ts'
import { PreparedSessions, type Taken, type WantedSession } from './cache/prepared-sessions.ts'
import { SessionStarts } from './cache/session-starts.ts'
import type { PlanRun, RunEnd, RunProgress } from './plan-run.ts'
import { type RunHost, runInThread } from './run/run-thread.ts'
import { usualRequest, wantedBy } from './wanted-sessions.ts'

export interface PrefetchHost extends RunHost {
  /** The open store; undefined when none is. */
  reader(): StoreReader | undefined
  readonly calendars: Calendars
  readonly time: TimeProvider
  /** The symbols that a plan is for now. Throws a Failure that says why there are none. */
  symbolsOf(plan: Plan): readonly string[]
  /** A session was started, with what was prepared or without. */
  started(start: SessionStart): void
}

/** Does the runs of plans, keeps what they make ready in memory, and puts it in place when a session is started. */
export class PrefetchDesk implements Prefetch {
  readonly #host: PrefetchHost
  readonly #prepared: PreparedSessions
  readonly #ready: KeepReady
  readonly #starts = new SessionStarts()
  #settings: Settings
  /** How the window asked for a session last. */
  #request: ReplaySettings | undefined

  constructor(host: PrefetchHost, settings: Settings) {
    const { calendars, ticker } = host
    this.#host = host
    this.#settings = settings
    this.#prepared = new PreparedSessions(calendars, ticker)
    this.#ready = new KeepReady(this.#prepared, { ticker, reader: () => host.reader() })
  }

  /** Applies other settings from now on. */
  configure(settings: Settings): void {
    this.#settings = settings
    if (!settings.prefetchEnabled) this.#ready.forget()
  }

  /**
   * Makes a plan's session ready in a thread of its own, and prepares it in memory when every session of it was found
   * to be what it is. Rejects with the Failure that keeps the run from beginning, or that it broke with.
   */
  async run(run: PlanRun, tell: (progress: RunProgress) => void, signal: AbortSignal): Promise<RunEnd> {
    const { plan, session, due } = run
    const symbols = this.#host.symbolsOf(plan)
    const wanted = this.#wantedBy(plan, symbols, session)
    const putOff = (reason: string): void => this.#ready.putOff(plan.name, wanted, reason)
    putOff(`The run of the plan ${plan.name} that makes it ready is not through.`)
    const cells = new Map<string, Readiness>()
    const take = (progress: RunProgress): void => {
      for (const cell of progress.cells) cells.set(`${cell.symbol} ${cell.session}`, cell)
      tell(progress)
    }
    try {
      const order = { plan, symbols, session, since: due, maxTries: this.#maxTries() }
      const end = await runInThread(order, this.#host, take, signal)
      const open = whyHalfDone(plan, end, [...cells.values()])
      if (open !== undefined) putOff(open)
      else if (this.#settings.prefetchEnabled) await this.#ready.want(plan.name, wanted)
      return end
    } catch (error) {
      putOff(`The run of the plan ${plan.name} failed: ${asFailure(error).message}`)
      throw error
    }
  }

  activatePrefetch(reader: StoreReader, calendar: TradingCalendar, request: SessionRequest): Taken {
    const { hours, adjustment, view, windows } = request
    this.#request = { hours, adjustment, view, windows }
    const { prefetchEnabled, prefetchAutoActivate } = this.#settings
    if (!prefetchEnabled || !prefetchAutoActivate) {
      const what = prefetchEnabled ? 'Putting prepared sessions in place' : 'Preparing sessions'
      return { miss: { code: 'off', reason: `${what} is off in the settings.` } }
    }
    const taken = this.#prepared.take(reader, calendar, request)
    if (taken.answer) this.#ready.changed()
    return taken
  }

  /** Takes note of how a session was started. */
  noteStart({ exchange, session, symbols }: ReplayInfo, facts: StartFacts): void {
    const at = this.#host.time.now()
    const start = { ...facts, at, exchange, session, symbols: symbols.length }
    this.#starts.add(start)
    this.#host.started(start)
  }

  /** How the last `most` sessions were started, and about how much memory the prepared ones take, in bytes. */
  starts(most?: number): ReturnType<SessionStarts['state']> & { readonly bytes: number } {
    return { ...this.#starts.state(most), bytes: this.#prepared.bytes }
  }

  /** The store or a calendar is not what it was: what is prepared is brought up to date soon. */
  changed(): void {
    this.#ready.changed()
  }

  /**
   * Another store is open, or none: what the last runs of its plans made ready, be it on the command line, is
   * prepared soon.
   */
  startAnew(): void {
    this.#ready.forget()
    const reader = this.#host.reader()
    if (!reader || !this.#settings.prefetchEnabled) return
    for (const plan of plansOf(reader)) {
      const last = reader.prefetch.lastRun(plan.name)
      if (last) this.#resume(plan, last)
    }
  }

  /** A plan that cannot be read any more, or has no symbols now, says so when it runs. */
  #resume(plan: Plan, { session, outcome, ready, of, reason }: RunRecord): void {
    try {
      const wanted = this.#wantedBy(plan, this.#host.symbolsOf(plan), session)
      if (outcome === 'done' && ready === of) this.#ready.wantSoon(plan.name, wanted)
      else
        this.#ready.putOff(
          plan.name,
          wanted,
          reason ?? `The last run of the plan ${plan.name} is ${outcome}.`,
        )
    } catch {
      this.#ready.drop(plan.name)
    }
  }

  #wantedBy(plan: Plan, symbols: readonly string[], session: SessionDate): readonly WantedSession[] {
    const calendar = this.#host.calendars.of(plan.exchange)
    return wantedBy(plan, symbols, session, calendar, this.#request ?? usualRequest(this.#settings))
  }

  /** Who has a plan wants each source asked at least once, whatever the settings say of upkeep. */
  #maxTries(): number {
    return Math.max(1, this.#settings.dataUpkeepMaxRetries)
  }
}

/** Plans that nobody can read are told where plans are listed. */
function plansOf(reader: StoreReader): readonly Plan[] {
  try {
    return reader.prefetch.plans().map(({ plan }) => plan)
  } catch {
    return []
  }
}

/** Why what a run made ready is not whole; undefined where of every session it is known what it is. */
function whyHalfDone({ name }: Plan, end: RunEnd, cells: readonly Readiness[]): string | undefined {
  const open = cells.filter(({ state }) => state === 'failed' || state === 'queued' || state === 'fetching')
  const [first] = open
  if (end.outcome === 'cancelled') return `The run of the plan ${name} that makes it ready was cancelled.`
  if (end.of === 0) return end.reason ?? `The run of the plan ${name} made nothing ready.`
  if (!first) return undefined
  const more = open.length > 1 ? ` and ${open.length - 1} more` : ''
  return `The run of the plan ${name} could not have ${first.symbol} of ${first.session}${more}.`
}
