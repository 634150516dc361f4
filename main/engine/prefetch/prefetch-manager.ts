import type { Plan } from '#shared/prefetch/plan.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { Settings } from '#shared/settings/settings.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { StoredPlan } from '../store/prefetch/stored-prefetch.ts'
import { nextOpening } from './detector/next-opening.ts'
import { PlanRunner, type RunnerSurroundings, type StartedRun } from './runner/plan-runner.ts'
import { type DueRun, dueRuns, type SkippedRun } from './schedule/due-runs.ts'
import { type PlannedRun, runAfter } from './schedule/run-times.ts'

/** How often runs of one session may end with their process before nothing takes it up again. */
const mostInterrupted = 3
/** A time that passed no longer ago, on top of the time between two looks, has just come. */
const leewayMs = minuteMs

export type PrefetchSettings = Pick<Settings, 'prefetchEnabled' | 'prefetchCheckIntervalMinutes'>

export interface ManagerSurroundings extends RunnerSurroundings {
  readonly calendars: Calendars
}

/** When a plan runs next. */
export interface NextDue {
  readonly plan: string
  readonly due: EpochMs
}

/**
 * Runs the plans of the open store at their times: looks at each of them and from time to time, so that it notices a
 * clock that jumped and a computer that slept, catches up with what was missed, and takes up what ended with its
 * process. One run of a plan at a time; all of it is on record.
 */
export class PrefetchManager {
  readonly runner: PlanRunner
  readonly #around: ManagerSurroundings
  #settings: PrefetchSettings
  #callOff: (() => void) | undefined
  #isOn = false
  #looking: Promise<void> | undefined
  #looksAgain = false
  /** What was told, so that it is told once. */
  readonly #told = new Set<string>()

  constructor(around: ManagerSurroundings, settings: PrefetchSettings) {
    this.#around = around
    this.#settings = settings
    this.runner = new PlanRunner(around)
  }

  /** Begins to look: a store was opened. */
  start(): void {
    this.#isOn = true
    this.runner.open()
    this.#told.clear()
    void this.look()
  }

  /** Looks no more, cancels what runs, and waits for it: the store is about to be closed. */
  async stop(): Promise<void> {
    this.#isOn = false
    this.#callOff?.()
    await this.#looking
    await this.runner.stop()
  }

  /** Applies other settings from now on. */
  configure(settings: PrefetchSettings): void {
    this.#settings = settings
    void this.look()
  }

  /** Looks at what is due: at once, or once more after the look that is under way. Never rejects. */
  look(): Promise<void> {
    if (!this.#isOn) return Promise.resolve()
    if (this.#looking) this.#looksAgain = true
    this.#looking ??= this.#lookOn()
    return this.#looking
  }

  /** What runs next by itself; undefined where nothing does. */
  next(): NextDue | undefined {
    if (!this.#isOn || !this.#settings.prefetchEnabled) return undefined
    return this.#nextOf(this.#plans(), this.#around.time.now())
  }

  /** Starts a run by hand, of the session that opens next. Rejects with 'usage' when there is no such plan, and as PlanRunner does. */
  async runNow(name: string, trigger: 'hand' | 'command' = 'hand'): Promise<StartedRun> {
    const { calendars, time } = this.#around
    const { plan } = this.#named(name)
    const due = time.now()
    const session = nextOpening(calendars.of(plan.exchange), due)
    return this.runner.start({ plan, session, trigger, due })
  }

  /**
   * Starts what is due of one plan, at its time or because it was missed, and notes what does not take place;
   * undefined when nothing is. For a process that is called from time to time. Rejects like `runNow`.
   */
  async runDue(name: string): Promise<StartedRun | undefined> {
    const { store, time } = this.#around
    const stored = this.#named(name)
    const now = time.now()
    const started = stored.plan.enabled ? await this.#runDue(stored, now) : undefined
    await store.notePlansLooked([name], now)
    return started
  }

  #named(name: string): StoredPlan {
    const stored = this.#around.store.reader.plans().find(({ plan }) => plan.name === name)
    if (!stored) throw new Failure('usage', `There is no plan "${name}" in the store.`)
    return stored
  }

  async #lookOn(): Promise<void> {
    do {
      this.#looksAgain = false
      this.#callOff?.()
      await this.#lookOnce().catch((error) => this.#tellOnce(error))
      this.#arm()
    } while (this.#looksAgain && this.#isOn)
    this.#looking = undefined
  }

  async #lookOnce(): Promise<void> {
    if (!this.#settings.prefetchEnabled) return
    const { store, time, news } = this.#around
    const now = time.now()
    const plans = this.#plans()
    const interrupted =
      store.reader.running().length > 0 ? await store.interruptRuns(this.runner.runner, now) : []
    if (interrupted.length > 0) news.changed()
    if (plans.length === 0) return
    const looked: string[] = []
    for (const stored of plans) {
      const isLooked = await this.#isDone(this.#runDue(stored, now))
      if (isLooked) looked.push(stored.plan.name)
    }
    for (const run of interrupted) await this.#isDone(this.#takeUp(run, now))
    if (looked.length > 0) await store.notePlansLooked(looked, now)
  }

  async #isDone(work: Promise<unknown>): Promise<boolean> {
    try {
      await work
      return true
    } catch (error) {
      this.#tellOnce(error)
      return false
    }
  }

  /** Starts what is due of a plan, and puts on record what does not take place. */
  async #runDue({ plan, lookedAt }: StoredPlan, now: EpochMs): Promise<StartedRun | undefined> {
    const { calendars } = this.#around
    const calendar = calendars.of(plan.exchange)
    const found = dueRuns(plan, calendar, lookedAt, now, this.#checkMs + leewayMs)
    const skipped = found.skipped.filter((skip) => !this.#ranSince(plan, skip))
    const run = found.run?.trigger === 'missed' && this.#ranSince(plan, found.run) ? undefined : found.run
    const goesOn = run && this.#runningOf(plan.name)
    await this.#skip(plan, goesOn ? [...skipped, { ...run, reason: reasonGoesOn(goesOn) }] : skipped, now)
    return run && !goesOn ? this.#startDue(plan, run, now) : undefined
  }

  async #startDue(plan: Plan, run: DueRun, now: EpochMs): Promise<StartedRun | undefined> {
    const { due, session, trigger } = run
    try {
      return await this.runner.start({ plan, session, trigger, due })
    } catch (error) {
      const { code, message } = asFailure(error)
      // Another process runs the plan, or it had this run before the clock was put back.
      if (code !== 'usage') throw error
      await this.#skip(plan, [{ ...run, reason: message }], now)
      return undefined
    }
  }

  async #skip({ name, exchange }: Plan, runs: readonly SkippedRun[], startedAt: EpochMs): Promise<void> {
    const { store, news } = this.#around
    if (runs.length === 0) return
    const of = { plan: name, exchange, trigger: 'schedule', startedAt } as const
    await store.skipRuns(
      runs.map(({ due, session, reason }) => ({ ...of, due, session: session.date, reason })),
    )
    news.changed()
  }

  /** Runs again what ended with its process, as long as its session is ahead and it does not do so each time. */
  async #takeUp({ plan: name, exchange, session: date }: RunRecord, now: EpochMs): Promise<void> {
    const { store, calendars } = this.#around
    const plan = store.reader.plans().find((stored) => stored.plan.name === name)?.plan
    if (!plan?.enabled || plan.missed === 'skip' || this.#runningOf(name)) return
    const session = calendars.of(exchange).session(date)
    if (!session || session.open <= now) return
    const ended = store.reader.runsFor(name, date).filter(({ outcome }) => outcome === 'interrupted')
    if (ended.length > mostInterrupted) return
    await this.runner.start({ plan, session, trigger: 'missed', due: now })
  }

  /** Whether what was missed was run all the same, by hand or by the command line. */
  #ranSince({ name }: Plan, { due, session }: PlannedRun): boolean {
    return this.#around.store.reader
      .runsFor(name, session.date)
      .some(({ startedAt, outcome }) => startedAt >= due && (outcome === 'done' || outcome === 'partial'))
  }

  #runningOf(name: string): RunRecord | undefined {
    return this.runner.running.find(({ plan }) => plan === name)
  }

  /** Plans that run by themselves. */
  #plans(): readonly StoredPlan[] {
    return this.#around.store.reader.plans().filter(({ plan }) => plan.enabled)
  }

  #arm(): void {
    if (!this.#isOn) return
    const { ticker } = this.#around
    this.#callOff = ticker.after(this.#untilNextLook(), () => void this.look())
  }

  #untilNextLook(): number {
    const now = this.#around.time.now()
    try {
      const next = this.next()
      return next ? Math.min(next.due - now, this.#checkMs) : this.#checkMs
    } catch (error) {
      this.#tellOnce(error)
      return this.#checkMs
    }
  }

  #nextOf(plans: readonly StoredPlan[], now: EpochMs): NextDue | undefined {
    const { calendars } = this.#around
    let next: NextDue | undefined
    for (const { plan } of plans) {
      const due = whenKnown(() => runAfter(plan.when, calendars.of(plan.exchange), now).due)
      if (due !== undefined && (!next || due < next.due)) next = { plan: plan.name, due }
    }
    return next
  }

  get #checkMs(): number {
    return this.#settings.prefetchCheckIntervalMinutes * minuteMs
  }

  /** A store that another process owns is no trouble: that process sees to it, or it is looked at again. */
  #tellOnce(error: unknown): void {
    const { code, message } = asFailure(error)
    if (code === 'read-only' || code === 'no-store' || this.#told.has(message)) return
    this.#told.add(message)
    this.#around.news.trouble(message)
  }
}

function reasonGoesOn({ session }: RunRecord): string {
  return `The run before it, for the session of ${session}, had not ended.`
}

/** Undefined where a calendar has no answer or a plan is wrong: the look at that plan says so. */
function whenKnown<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch {
    return undefined
  }
}
