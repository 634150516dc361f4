import type Database from 'better-sqlite3'
import { dayNumber } from '#shared/calendar/session-date.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import type { Use, UseMark } from '#shared/prefetch/used-symbol.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import { withUse } from '../../prefetch/use/score.ts'
import type { InTransaction } from '../ledger/ledger-file-writer.ts'
import { PrefetchFileReader } from './prefetch-file-reader.ts'
import { type PrefetchWrites, preparePrefetchWrites } from './prefetch-writes.ts'
import {
  type LeasedRun,
  type LeaseIsOver,
  longestKeptMs,
  mostRunErrors,
  mostRuns,
  type NewRun,
  type PrefetchWriter,
  type RunLease,
  type StoredCounts,
  type StoredEnd,
} from './stored-prefetch.ts'

/** Writes plans, runs and the use of symbols through the connection of a store's owner. */
export class PrefetchFileWriter extends PrefetchFileReader implements PrefetchWriter {
  readonly #writes: PrefetchWrites
  readonly #change: InTransaction

  constructor(path: string, database: Database.Database, change: InTransaction) {
    super(path, database)
    this.#writes = preparePrefetchWrites(database)
    this.#change = change
  }

  savePlan(plan: Plan, was: string | undefined, at: EpochMs): void {
    this.#changing(() => {
      const before = was === undefined ? undefined : this.#definitionOf(was)
      if (plan.name !== was) this.#mustBeFree(plan.name)
      const definition = JSON.stringify(plan)
      if (was === undefined || !before) {
        this.#writes.addPlan().run(plan.name, definition, at)
        return
      }
      const lookedAt = whenOf(before.definition) === whenOf(definition) ? before.lookedAt : at
      this.#writes.changePlan().run(plan.name, definition, lookedAt, was)
      if (plan.name !== was) this.#writes.renameRuns().run(plan.name, was)
    })
  }

  removePlan(name: string, isOver: LeaseIsOver): void {
    this.#changing(() => {
      this.#definitionOf(name)
      const running = this.#runningOf(name)
      if (running && !isOver(running)) throw runsAlready(running)
      this.#writes.removePlan().run(name)
    })
  }

  notePlansLooked(names: readonly string[], at: EpochMs): void {
    this.#changing(() => {
      for (const name of names) this.#writes.lookedAt().run(at, name)
    })
  }

  beginRun(run: NewRun, lease: RunLease, isOver: LeaseIsOver): RunRecord {
    return this.#changing(() => {
      const running = this.#runningOf(run.plan)
      if (running && !isOver(running)) throw runsAlready(running)
      if (running) this.#interrupt(running, run.startedAt)
      const id = this.#add(run, { outcome: 'running' }, lease)
      const record = id === undefined ? undefined : this.run(id)
      if (!record)
        throw new Failure('usage', `The plan ${run.plan} had its run of ${formatUtc(run.due)} already.`)
      this.#dropOld(run.plan, run.startedAt)
      return record
    })
  }

  keepRun(id: number, counts: StoredCounts, at: EpochMs): void {
    this.#changing(() => {
      const { changes } = this.#writes.keepRun().run(...valuesOf(counts), at, id)
      if (changes === 0) throw new Failure('cancelled', `Run ${id} of ${this.path} has ended.`)
    })
  }

  endRun(id: number, { outcome, reason, endedAt, counts, errors }: StoredEnd): void {
    this.#change(() => {
      const { changes } = this.#writes.endRun().run(outcome, reason ?? null, endedAt, id)
      if (changes === 0) return { result: undefined, changed: false }
      if (counts) this.#writes.countRun().run(...valuesOf(counts), id)
      for (const [place, { symbol, cause }] of errors.slice(0, mostRunErrors).entries())
        this.#writes.addError().run(id, place, symbol, cause)
      return { result: undefined, changed: true }
    })
  }

  skipRuns(runs: readonly (NewRun & { readonly reason: string })[]): void {
    this.#change(() => {
      const added = runs.map(({ reason, ...run }) => this.#add(run, { outcome: 'skipped', reason }))
      for (const [plan, at] of new Map(runs.map((run) => [run.plan, run.startedAt]))) this.#dropOld(plan, at)
      return { result: undefined, changed: added.some((id) => id !== undefined) }
    })
  }

  interruptRuns(at: EpochMs, isOver: LeaseIsOver): readonly RunRecord[] {
    return this.#change(() => {
      const over = this.running().filter(isOver)
      for (const leased of over) this.#interrupt(leased, at)
      return { result: over.flatMap(({ run }) => this.run(run.id) ?? []), changed: over.length > 0 }
    })
  }

  noteUse(symbols: readonly string[], use: Use, at: EpochMs): void {
    this.#change(() => {
      let changed = false
      for (const symbol of new Set(symbols)) {
        const row = this.reads.use().get(symbol)
        const before =
          row && row.lastUsedAt !== null ? { score: row.score, lastUsedAt: row.lastUsedAt } : undefined
        const after = withUse(before, at)
        if (!after) continue
        this.#writes.setUse().run(symbol, after.score, (row?.uses ?? 0) + 1, after.lastUsedAt, use)
        changed = true
      }
      return { result: undefined, changed }
    })
  }

  markUsed(symbol: string, mark: UseMark | undefined): void {
    this.#changing(() => {
      if (mark !== undefined) this.#writes.setMark().run(symbol, mark)
      else {
        this.#writes.clearMark().run(symbol)
        this.#writes.removeUnused().run()
      }
    })
  }

  forgetUsed(symbol: string | undefined): void {
    this.#changing(() => {
      if (symbol === undefined) this.#writes.removeAllUse().run()
      else this.#writes.removeUse().run(symbol)
    })
  }

  #changing<T>(change: () => T): T {
    return this.#change(() => ({ result: change(), changed: true }))
  }

  #definitionOf(name: string): { readonly definition: string; readonly lookedAt: number } {
    const row = this.reads
      .plans()
      .all()
      .find((plan) => plan.name === name)
    if (row) return row
    throw new Failure('usage', `There is no plan "${name}" in ${this.path}.`, { field: 'name' })
  }

  #mustBeFree(name: string): void {
    const isTaken = this.reads
      .plans()
      .all()
      .some((plan) => plan.name === name)
    if (!isTaken) return
    throw new Failure('usage', `There is a plan "${name}" already. Take another name, or change that plan.`, {
      field: 'name',
    })
  }

  #runningOf(plan: string): LeasedRun | undefined {
    return this.running().find(({ run }) => run.plan === plan)
  }

  #interrupt({ run, owner, beatAt }: LeasedRun, at: EpochMs): void {
    const reason = `${owner} ended before the run was done; it was last heard of at ${formatUtc(beatAt)}.`
    this.#writes.endRun().run('interrupted', reason, Math.min(at, beatAt), run.id)
  }

  /** Records that are too old go, and those of a plan that are too many. */
  #dropOld(plan: string, now: EpochMs): void {
    this.#writes.dropRunsBefore().run(now - longestKeptMs)
    this.#writes.dropFirstRuns().run(plan, plan, mostRuns)
  }

  /** The number of the row; undefined where the plan has a run of that time. */
  #add(
    { plan, exchange, session, trigger, due, startedAt }: NewRun,
    { outcome, reason = null }: { readonly outcome: RunRecord['outcome']; readonly reason?: string | null },
    lease?: RunLease,
  ): number | undefined {
    const endedAt = outcome === 'running' ? null : startedAt
    const leased = [lease?.owner ?? null, lease?.pid ?? null, lease?.beatAt ?? null] as const
    const { changes, lastInsertRowid } = this.#writes
      .addRun()
      .run(plan, exchange, dayNumber(session), trigger, due, startedAt, endedAt, outcome, reason, ...leased)
    return changes === 0 ? undefined : Number(lastInsertRowid)
  }
}

/** What a definition says of when its plan runs, as text to compare. */
function whenOf(definition: string): string {
  const { when, exchange, enabled } = JSON.parse(definition) as Plan
  return JSON.stringify([when, exchange, enabled])
}

function runsAlready({ run, owner }: LeasedRun): Failure {
  return new Failure(
    'usage',
    `The plan ${run.plan} runs already, in ${owner} since ${formatUtc(run.startedAt)}. Wait for it, or cancel it there.`,
  )
}

function valuesOf({ symbols, ready, of, requests, bars, bytes, gaps, filled }: StoredCounts) {
  return [symbols, ready, of, requests, bars, bytes, gaps, filled] as const
}
