import type { Plan } from '#shared/prefetch/plan.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { ListedPlan, NextRuns, UpcomingSession } from '#shared/protocol/prefetch-calls.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { OpenStore } from '../system/open-store.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { checkPlan } from './check-plan.ts'
import { SessionDetector } from './detector/session-detector.ts'
import type { Runner } from './lease.ts'
import { nextRunsOf } from './schedule/next-runs.ts'
import { symbolsOfPlan } from './use/plan-symbols.ts'

export interface PlanSurroundings {
  readonly store: Pick<OpenStore, 'reader' | 'keep'>
  readonly calendars: Calendars
  readonly time: TimeProvider
  /** This process, and the runs that it has going. */
  readonly runner: () => Runner
  /** How near a session is when it is near, in minutes, by the settings. */
  readonly windowMinutes: () => number
  /** Told when the plans are not what they were. */
  readonly changed: () => void
}

/** The plans of the open store as a window lists and changes them, when they run, and what came of it. */
export class PlanDesk {
  readonly #around: PlanSurroundings
  readonly #detector: SessionDetector

  constructor(around: PlanSurroundings) {
    this.#around = around
    this.#detector = new SessionDetector(around.calendars, around.time)
  }

  /** Throws a Failure with code 'no-store' when no store is open, as everything here does. */
  plans(): ListedPlan[] {
    const { prefetch } = this.#around.store.reader
    return prefetch.plans().map(({ plan }) => {
      const last = prefetch.lastRun(plan.name)
      return { plan, ...(last && { last }) }
    })
  }

  /** How many plans run by themselves. */
  enabled(): number {
    return this.#around.store.reader.prefetch.plans().filter(({ plan }) => plan.enabled).length
  }

  /**
   * Adds a plan, or changes the one named `was`. Rejects with 'usage' and the field in its detail, with 'unknown-source'
   * or with 'read-only'.
   */
  async save(plan: Plan, was: string | undefined): Promise<ListedPlan[]> {
    const { store, calendars, time, changed } = this.#around
    const before = store.reader.prefetch.plans().find((stored) => stored.plan.name === was)
    checkPlan(plan, before?.plan, store.reader, calendars)
    const at = time.now()
    await store.keep((writer) => writer.call('savePlan', { plan, at, ...(was !== undefined && { was }) }))
    changed()
    return this.plans()
  }

  /** Rejects with 'usage' when it runs or is not there, or with 'read-only'. */
  async remove(name: string): Promise<ListedPlan[]> {
    const { store, time, runner, changed } = this.#around
    await store.keep((writer) => writer.call('removePlan', { name, runner: runner(), at: time.now() }))
    changed()
    return this.plans()
  }

  /** The symbols that a plan is for now. Throws a Failure with code 'usage' where there is no such plan, or none. */
  symbols(name: string): string[] {
    const { store, time } = this.#around
    const stored = store.reader.prefetch.plans().find(({ plan }) => plan.name === name)
    if (!stored) throw new Failure('usage', `There is no plan "${name}" in the store.`)
    return [...symbolsOfPlan(store.reader, stored.plan, time.now())]
  }

  /** A page of records, the last that began first, and whether there are more. */
  runs(query: {
    readonly plan?: string | undefined
    readonly before?: number | undefined
    readonly most: number
  }): {
    runs: RunRecord[]
    more: boolean
  } {
    const { plan, before, most } = query
    const found = this.#around.store.reader.prefetch.runs({
      most: most + 1,
      ...(plan !== undefined && { plan }),
      ...(before !== undefined && { before }),
    })
    return { runs: found.slice(0, most), more: found.length > most }
  }

  /** When each plan runs next. */
  next(most: number): NextRuns[] {
    const { store, calendars, time } = this.#around
    const now = time.now()
    return store.reader.prefetch.plans().map(({ plan }) => nextRunsOf(plan, calendars, now, most))
  }

  /** Where exchanges stand: those that are named, else all that the store or a plan has. */
  upcoming(exchanges: readonly string[] | undefined): UpcomingSession[] {
    return [...this.#detector.look(exchanges ?? this.#exchanges(), this.#around.windowMinutes())]
  }

  #exchanges(): readonly string[] {
    const { reader } = this.#around.store
    const planned = reader.prefetch.plans().map(({ plan }) => plan.exchange)
    return [...new Set([...reader.exchanges(), ...planned])].sort()
  }
}
