import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { Readiness, RunRecord } from '#shared/prefetch/run.ts'
import type { SessionStart, StartFacts } from '#shared/prefetch/session-start.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { ReadinessBoard } from '#shared/protocol/prefetch-calls.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import type { Settings } from '#shared/settings/settings.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { SessionRequest } from '../replay/load-session.ts'
import type { ReplaySettings } from '../replay/loaded-session.ts'
import type { Prefetch } from '../replay/session-reads.ts'
import type { StoreReader } from '../store/store.ts'
import { inTurns } from '../time/in-turns.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { KeepReady } from './cache/keep-ready.ts'
import { PreparedSessions, type Taken, type WantedSession } from './cache/prepared-sessions.ts'
import { SessionStarts } from './cache/session-starts.ts'
import type { PlanRun, RunEnd, RunProgress } from './plan-run.ts'
import { type RunHost, runInThread } from './run/run-thread.ts'
import { type RecordedRun, storedReadiness } from './stored-readiness.ts'
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
      if (last) void this.#resume(reader, plan, last)
    }
  }

  /**
   * The board of the last run of a plan by what the store has now, with the cells of some of its symbols; undefined of
   * another run, or one that did not take place. Rejects as `symbolsOf` throws, and as storedReadiness does.
   */
  async storedBoard(
    reader: StoreReader,
    record: RunRecord,
    from: number,
    most: number,
  ): Promise<Omit<ReadinessBoard, 'run'> | undefined> {
    const plan = plansOf(reader).find(({ name }) => name === record.plan)
    if (!plan || record.outcome === 'skipped' || reader.prefetch.lastRun(plan.name)?.id !== record.id)
      return undefined
    const symbols = [...this.#host.symbolsOf(plan)]
    const cells = await this.#readiness(reader, { plan, symbols, record }, symbols.slice(from, from + most))
    const sessions = [...new Set(cells.map(({ session }) => session))].sort()
    return { sessions, symbols, cells: [...cells] }
  }

  /**
   * What the last run of a plan came to by the store, however it ended, is prepared soon where it is whole. A plan that
   * cannot be read any more, or has no symbols now, says so when it runs.
   */
  async #resume(reader: StoreReader, plan: Plan, record: RunRecord): Promise<void> {
    const { name } = plan
    const isSame = (): boolean =>
      this.#host.reader() === reader && reader.prefetch.lastRun(name)?.id === record.id
    try {
      const symbols = this.#host.symbolsOf(plan)
      const wanted = this.#wantedBy(plan, symbols, record.session)
      const putOff = (reason: string): void => this.#ready.putOff(name, wanted, reason)
      if (record.outcome === 'done') return this.#ready.wantSoon(name, wanted)
      putOff(`What the last run of the plan ${name} made ready is being looked at.`)
      const cells = await this.#readiness(reader, { plan, symbols, record })
      if (!isSame()) return
      const open = whyOpen(plan, cells)
      if (open !== undefined) putOff(open)
      else this.#ready.wantSoon(name, wanted)
    } catch {
      if (this.#host.reader() === reader) this.#ready.drop(name)
    }
  }

  /** Whoever reads a store that is closed meanwhile has asked for nothing any more. */
  async #readiness(
    store: StoreReader,
    run: RecordedRun,
    shown?: readonly string[],
  ): Promise<readonly Readiness[]> {
    const { calendars, time, ticker } = this.#host
    try {
      return await inTurns(storedReadiness(run, { store, calendars, time }, shown), ticker)
    } catch (error) {
      if (this.#host.reader() === store) throw error
      throw new Failure('cancelled', 'Another store was opened.')
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
  if (end.outcome === 'cancelled') return `The run of the plan ${name} that makes it ready was cancelled.`
  if (end.of === 0) return end.reason ?? `The run of the plan ${name} made nothing ready.`
  return whyOpen({ name }, cells)
}

/** Which sessions a run could not have, or did not come to; undefined where there are none. */
function whyOpen({ name }: Pick<Plan, 'name'>, cells: readonly Readiness[]): string | undefined {
  const open = cells.filter(({ state }) => state === 'failed' || state === 'queued' || state === 'fetching')
  const [first] = open
  if (cells.length === 0) return `The run of the plan ${name} made nothing ready.`
  if (!first) return undefined
  const more = open.length > 1 ? ` and ${open.length - 1} more` : ''
  return `The run of the plan ${name} could not have ${first.symbol} of ${first.session}${more}.`
}
