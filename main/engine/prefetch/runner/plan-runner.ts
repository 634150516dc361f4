import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { Readiness, RunRecord } from '#shared/prefetch/run.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { mostCells, type ReadinessBoard } from '#shared/protocol/prefetch-calls.ts'
import { type EpochMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import { mostRunErrors, type StoredEnd } from '../../store/prefetch/stored-prefetch.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import { beatMs, type Runner } from '../lease.ts'
import type { RunEnd, RunPlan, RunProgress } from '../plan-run.ts'
import { RunBoard } from './run-board.ts'
import type { RunStore } from './run-store.ts'

/** Boards that are kept of runs that have ended. */
const mostBoards = 8

export interface RunnerNews {
  /** Records of runs are not what they were. */
  changed(): void
  progress(run: RunRecord, cells: readonly Readiness[]): void
  /** A run of this process has ended, and how. */
  ended(run: RunRecord): void
  /** What no record tells, one sentence. */
  trouble(message: string): void
}

export interface RunnerSurroundings {
  readonly store: RunStore
  readonly time: TimeProvider
  readonly ticker: Ticker
  readonly runPlan: RunPlan
  readonly news: RunnerNews
  /** This process, as others are told. */
  readonly owner: string
  readonly pid: number
}

/** What a run is started for. */
export interface RunOrder {
  readonly plan: Plan
  readonly session: Pick<Session, 'date' | 'open'>
  readonly trigger: RunRecord['trigger']
  readonly due: EpochMs
}

/** A run that has begun. */
export interface StartedRun {
  readonly record: RunRecord
  /** Its record once it has ended; never rejects. */
  readonly done: Promise<RunRecord>
}

interface Going {
  record: RunRecord
  done: Promise<RunRecord>
  readonly cancelled: AbortController
  /** Why it was cancelled, where nobody asked for that. */
  why?: string
}

const whyStopped = 'The store was closed, or another one opened, while it ran.'

/** Starts runs of plans, one at a time a plan, says that they go on, and keeps their records and their boards. */
export class PlanRunner {
  readonly #around: RunnerSurroundings
  readonly #going = new Map<number, Going>()
  readonly #boards = new Map<number, RunBoard>()
  /** Runs that are about to begin. */
  readonly #beginning = new Set<Promise<unknown>>()
  #isOpen = true

  constructor(around: RunnerSurroundings) {
    this.#around = around
  }

  /** This process, with the runs that it has going. */
  get runner(): Runner {
    const { owner, pid } = this.#around
    return { owner, pid, runs: [...this.#going.keys()] }
  }

  /** Records of the runs that go on here, the first one first. */
  get running(): readonly RunRecord[] {
    return [...this.#going.values()].map(({ record }) => record)
  }

  /** Their ends. */
  get going(): readonly Promise<RunRecord>[] {
    return [...this.#going.values()].map(({ done }) => done)
  }

  /** The store is open: runs may begin, as they may before it was ever stopped. */
  open(): void {
    this.#isOpen = true
  }

  /**
   * Begins a run. Rejects with a Failure of code 'usage' when its plan runs already, here or elsewhere, or had a run of
   * that time; of code 'read-only' when another process owns the store, and 'no-store' when it is about to be closed.
   */
  async start(order: RunOrder): Promise<StartedRun> {
    if (!this.#isOpen)
      throw new Failure('no-store', 'The store is about to be closed: no run begins in it any more.')
    const beginning = this.#begin(order)
    const begun = beginning.catch(() => undefined)
    this.#beginning.add(begun)
    return await beginning.finally(() => this.#beginning.delete(begun))
  }

  async #begin(order: RunOrder): Promise<StartedRun> {
    const { store, time, news } = this.#around
    const { plan, session, trigger, due } = order
    const of = { plan: plan.name, exchange: plan.exchange, session: session.date }
    const record = await store.beginRun({ ...of, trigger, due, startedAt: time.now() }, this.runner)
    const cancelled = new AbortController()
    const going: Going = { record, done: Promise.resolve(record), cancelled }
    this.#going.set(record.id, going)
    this.#keepBoard(record.id)
    news.changed()
    going.done = this.#carryOut(order, record, cancelled)
    return { record, done: going.done }
  }

  /** Cancels a run; nothing happens when it does not go on here. */
  cancel(id: number): void {
    this.#going.get(id)?.cancelled.abort()
  }

  /** Lets no run begin any more, cancels all and waits until they have ended, on record in this store. */
  async stop(): Promise<void> {
    this.#isOpen = false
    await Promise.all(this.#beginning)
    for (const going of this.#going.values()) {
      going.why = whyStopped
      going.cancelled.abort()
    }
    await Promise.all(this.going)
    this.#boards.clear()
  }

  /** The board of a run, with the cells of some of its symbols; undefined when it is not kept. */
  board(id: number, from: number, most: number): Omit<ReadinessBoard, 'run'> | undefined {
    const board = this.#boards.get(id)
    return board && { sessions: board.sessions, symbols: board.symbols, cells: board.cells(from, most) }
  }

  async #carryOut(order: RunOrder, record: RunRecord, cancelled: AbortController): Promise<RunRecord> {
    const { time, runPlan } = this.#around
    const { id, session, due, startedAt } = record
    const callOff = this.#beat(id)
    let end: StoredEnd
    try {
      const run = { id, plan: order.plan, session, due, startedAt }
      const told = await runPlan(run, (progress) => this.#progress(id, progress), cancelled.signal)
      end = endOf(told, order, record, time.now())
    } catch (error) {
      const { message } = asFailure(error)
      const outcome = cancelled.signal.aborted ? 'cancelled' : 'failed'
      end = { outcome, reason: message, endedAt: time.now(), errors: [] }
    } finally {
      callOff()
    }
    const why = end.outcome === 'cancelled' ? this.#going.get(id)?.why : undefined
    return this.#end(record, why === undefined ? end : { ...end, reason: why })
  }

  async #end(begun: RunRecord, end: StoredEnd): Promise<RunRecord> {
    const { store, news } = this.#around
    const { id } = begun
    const record = this.#going.get(id)?.record ?? begun
    let after: RunRecord = { ...record, ...end.counts, ...end, errors: [...end.errors] }
    try {
      await store.endRun(id, end)
      after = store.reader.run(id) ?? after
    } catch (error) {
      news.trouble(
        `The end of a run of the plan ${record.plan} was not recorded: ${asFailure(error).message}`,
      )
    }
    this.#going.delete(id)
    news.ended(after)
    news.changed()
    return after
  }

  /** Says from time to time that a run goes on; one that the store has given up is ended. Answers how to stop. */
  #beat(id: number): () => void {
    const { store, time, ticker } = this.#around
    let isOver = false
    let callOff = ticker.after(beatMs, () => void next())
    const next = async (): Promise<void> => {
      const going = this.#going.get(id)
      if (!going) return
      try {
        await store.keepRun(id, going.record, time.now())
      } catch (error) {
        // What else keeps it from being written may pass; the run finds it out itself as soon as it stores something.
        if (asFailure(error).code === 'cancelled') going.cancelled.abort()
      }
      if (!isOver) callOff = ticker.after(beatMs, () => void next())
    }
    return () => {
      isOver = true
      callOff()
    }
  }

  #progress(id: number, { counts, cells }: RunProgress): void {
    const going = this.#going.get(id)
    if (!going) return
    going.record = { ...going.record, ...counts, errors: counts.errors.slice(0, mostRunErrors) }
    this.#boards.get(id)?.take(cells)
    for (let from = 0; from === 0 || from < cells.length; from += mostCells)
      this.#around.news.progress(going.record, cells.slice(from, from + mostCells))
  }

  #keepBoard(id: number): void {
    this.#boards.set(id, new RunBoard())
    const ended = [...this.#boards.keys()].filter((run) => !this.#going.has(run))
    for (const run of ended.slice(0, Math.max(0, ended.length - mostBoards))) this.#boards.delete(run)
  }
}

function endOf(
  { outcome, reason, errors, ...counts }: RunEnd,
  { session }: RunOrder,
  record: RunRecord,
  endedAt: EpochMs,
): StoredEnd {
  const said = [reason, reasonForLateness(record, session.open, endedAt)].filter((text) => text !== undefined)
  return { outcome, endedAt, counts, errors, ...(said.length > 0 && { reason: said.join(' ') }) }
}

/** A run that began late, or went on for long, may be ready too late: its record says why. */
function reasonForLateness(
  { trigger, due, startedAt }: RunRecord,
  open: EpochMs,
  endedAt: EpochMs,
): string | undefined {
  if (trigger === 'missed' && due >= startedAt) return 'It took up a run that had ended with its process.'
  if (trigger === 'missed')
    return `It was due at ${formatUtc(due)}, when nothing was there to run it, and was caught up with.`
  if (endedAt <= open) return undefined
  const minutes = Math.ceil((endedAt - open) / minuteMs)
  return `It ended ${minutes === 1 ? '1 minute' : `${minutes} minutes`} after the session had opened.`
}
