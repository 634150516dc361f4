import type { Plan } from '#shared/prefetch/plan.ts'
import type { Readiness } from '#shared/prefetch/run.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import { wait } from '../../sources/limits/wait.ts'
import type { FilledBars, SessionFill } from '../../store/fills/stored-fill.ts'
import { nextTurn } from '../../time/ticker.ts'
import { type FillOutcome, GapFiller } from '../../upkeep/fill/gap-filler.ts'
import { GapLedger, type LedgerSession } from '../../upkeep/gap-ledger.ts'
import type { RunEnd, RunProgress } from '../plan-run.ts'
import { judgeSession } from './judge-session.ts'
import { ReadinessBoard } from './readiness-board.ts'
import { RunBudget } from './run-budget.ts'
import { endOf } from './run-end.ts'
import { type RunSourceSurroundings, RunSources } from './run-sources.ts'
import { SourcePatience } from './source-patience.ts'
import { type Work, type WorkOrder, workOf } from './work-list.ts'

/** So many sessions of symbols are asked for at once; the gates of the sources bound what is sent. */
const atOnce = 4
/** Time between two tellings of how far the run is. */
const tellEveryMs = 200
/** Cells that are told of at once. */
const cellsATime = 500

/** What a run is to do. */
export interface RunOrder extends WorkOrder {
  readonly plan: Pick<Plan, 'name' | 'exchange' | 'trailing' | 'sources' | 'budget'>
  /** What was asked before is no reason not to ask again for what nothing explains: a new night may mend it. */
  readonly since: EpochMs
  /** How often a source is asked for a minute at most (G3). */
  readonly maxTries: number
}

/** What a run touches: a store to read, whoever writes to it, and what sources need. */
export interface RunSurroundings extends Omit<RunSourceSurroundings, 'calendars' | 'onReceived'> {
  readonly calendars: Calendars
  readonly storeFill: (fill: SessionFill) => FilledBars | Promise<FilledBars>
}

/**
 * Makes the sessions of a plan ready: looks at all of them, asks the sources for what the store lacks, and looks
 * again; what it knows of them lies in the store, so that a run after a crash goes on where this one was. Ends soon
 * after `signal`. Throws a Failure where it cannot begin, as for a calendar that is not known.
 */
export async function runPlan(
  order: RunOrder,
  around: RunSurroundings,
  tell: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<RunEnd> {
  const run = new PrefetchRun(order, around, tell, signal)
  return await run.end()
}

class PrefetchRun {
  readonly #order: RunOrder
  readonly #around: RunSurroundings
  readonly #tell: (progress: RunProgress) => void
  readonly #signal: AbortSignal
  readonly #stopped: AbortSignal
  readonly #work: readonly Work[]
  readonly #board: ReadinessBoard
  readonly #ledger: GapLedger
  readonly #budget: RunBudget
  readonly #patience: SourcePatience
  readonly #sources: RunSources
  #callOffTelling: (() => void) | undefined

  constructor(
    order: RunOrder,
    around: RunSurroundings,
    tell: (progress: RunProgress) => void,
    signal: AbortSignal,
  ) {
    const { store, calendars, time, ticker, random } = around
    this.#order = order
    this.#around = around
    this.#tell = tell
    this.#work = workOf(order, store, calendars, time.now())
    this.#board = new ReadinessBoard(this.#work, order.symbols.length)
    this.#ledger = new GapLedger(store, time, calendars)
    this.#patience = new SourcePatience(ticker, random)
    this.#sources = new RunSources(order.plan.sources, {
      ...around,
      onReceived: (bytes) => this.#board.received(bytes),
    })
    this.#budget = new RunBudget(order.plan.budget, ticker)
    this.#signal = signal
    this.#stopped = AbortSignal.any([signal, this.#budget.signal])
  }

  async end(): Promise<RunEnd> {
    try {
      const lacking = await this.#lookAtAll()
      await this.#fetchAll(lacking)
    } finally {
      this.#budget.end()
      this.#callOffTelling?.()
      await this.#sources.close()
    }
    const usedUp = this.#budget.usedUp()
    const end = endOf(this.#board, this.#budget.requests, {
      cancelled: this.#signal.aborted,
      usedUp: usedUp === undefined ? undefined : `${usedUp}, and the next run goes on`,
      unknown: this.#sources.unknown,
    })
    while (this.#board.hasChanged) this.#tellNow()
    return end
  }

  /** Tells of every session what the store has of it; answers those that lack something, in their order. */
  async #lookAtAll(): Promise<readonly Work[]> {
    const lacking: Work[] = []
    for (const work of this.#work) {
      if (this.#stopped.aborted) break
      if (this.#lookAt(work, undefined, true)) lacking.push(work)
      this.#tellSoon()
      await nextTurn(this.#around.ticker)
    }
    return lacking
  }

  async #fetchAll(lacking: readonly Work[]): Promise<void> {
    const line = [...lacking]
    const lane = async (): Promise<void> => {
      for (let work = line.shift(); work; work = line.shift()) {
        if (this.#stopped.aborted || this.#budget.usedUp() !== undefined) {
          this.#leave(work)
          continue
        }
        await this.#fetch(work)
        this.#tellSoon()
      }
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
  }

  /** A session that could not be reached keeps what is known of it, and says what it waits for. */
  #leave(work: Work): void {
    const why = this.#budget.usedUp()
    if (this.#signal.aborted || why === undefined) return
    const { symbol, session, missing, filled } = this.#board.cellOf(work)
    const cause = `Not asked for any more: ${why}.`
    this.#board.set(work, { symbol, session, state: 'queued', missing, filled, cause })
  }

  async #fetch(work: Work): Promise<void> {
    const { symbol } = work
    const { cause: _, ...before } = this.#board.cellOf(work)
    this.#board.set(work, { ...before, state: 'fetching' })
    this.#tellSoon()
    let fault: string | undefined
    try {
      fault = await this.#fill(work)
    } catch (error) {
      const failure = asFailure(error)
      if (failure.code !== 'cancelled') fault = failure.message
    }
    if (this.#signal.aborted) {
      this.#board.set(work, before)
      return
    }
    this.#lookAt(work, fault, false)
    const { state, cause } = this.#board.cellOf(work)
    if ((state === 'gaps' || state === 'failed') && cause !== undefined) this.#board.fail(symbol, cause)
    if (this.#budget.usedUp() !== undefined && state !== 'complete' && state !== 'filled') this.#leave(work)
  }

  /**
   * Asks round after round until nothing is left to ask, or whoever is left is given up. Answers what went wrong
   * last with what is still missing; undefined where all was answered.
   */
  async #fill(work: Work): Promise<string | undefined> {
    let fault: string | undefined
    for (let round = 0; round < this.#order.maxTries; round++) {
      const filler = this.#fillerOf(work)
      const ledger = this.#look(work)
      const next = ledger ? filler.plan(ledger, this.#order.maxTries, undefined, this.#order.since) : []
      if (next.length === 0) return fault ?? this.#whyNobody(work, ledger)
      const waitMs = Math.max(...next.map(({ source }) => this.#patience.waitMs(source)))
      if (waitMs > 0 && !(await wait(this.#around.ticker, waitMs, this.#stopped))) return fault
      const last = await this.#round(filler, work)
      fault = last?.fault?.cause
      if (!last?.fault?.retryable || this.#budget.usedUp() !== undefined) return fault
    }
    return fault
  }

  /** Asks as far as that goes without waiting for a source that failed; answers the last answer that was no full one. */
  async #round(filler: GapFiller, work: Work): Promise<FillOutcome | undefined> {
    const { since, maxTries } = this.#order
    const asking = filler.run(work, work.session, { maxTries, waits: false, since }, this.#stopped)
    let last: FillOutcome | undefined
    for (;;) {
      if (!(await this.#budget.hold())) break
      let sent = 0
      try {
        const { value: outcome } = await asking.next()
        if (!outcome) break
        sent = outcome.sent
        this.#board.took(outcome.bars.added)
        this.#patience.note(outcome.planned.source, outcome.fault)
        if (outcome.fault) last = outcome
      } finally {
        this.#budget.spend(sent)
      }
    }
    await asking.return()
    return last
  }

  #fillerOf(work: Work): GapFiller {
    const { storeFill, time, ticker, random } = this.#around
    const sources = this.#sources.of(work).filter(({ name }) => this.#patience.givenUp(name) === undefined)
    const sessionOf = (): LedgerSession | undefined => this.#look(work)
    return new GapFiller({ sessionOf, storeFill, time, ticker, random }, sources)
  }

  /** Why a session that lacks something is asked of nobody; undefined where everybody has answered. */
  #whyNobody(work: Work, ledger: LedgerSession | undefined): string | undefined {
    if (!ledger || this.#sources.count === 0)
      return `There is no source to ask for ${work.symbol}. Add one under Data, in Sources.`
    for (const { name } of this.#sources.of(work)) {
      const why = this.#patience.givenUp(name)
      if (why !== undefined) return why
    }
    return undefined
  }

  #look({ symbol, exchange, session }: Work): LedgerSession | undefined {
    return this.#ledger.sessionOf(symbol, exchange, session)
  }

  /** Puts what a session is found to be on the board; answers whether it lacks something. */
  #lookAt(work: Work, fault: string | undefined, isFirst: boolean): boolean {
    const { symbol, session } = work
    try {
      const found = this.#look(work)
      if (!found) throw new Failure('no-session', `${work.exchange} has no session on ${session}.`)
      const { cell, lacking } = judgeSession(work, found, fault)
      const isOpen = cell.state === 'gaps' || cell.state === 'failed'
      this.#board.set(work, isFirst && isOpen ? waiting(cell) : cell, lacking)
      return isOpen
    } catch (error) {
      const cause = asFailure(error).message
      this.#board.set(work, { symbol, session, state: 'failed', missing: 0, filled: 0, cause })
      this.#board.fail(symbol, cause)
      return false
    }
  }

  #tellSoon(): void {
    this.#callOffTelling ??= this.#around.ticker.after(tellEveryMs, () => {
      this.#callOffTelling = undefined
      this.#tellNow()
      if (this.#board.hasChanged) this.#tellSoon()
    })
  }

  #tellNow(): void {
    const cells = this.#board.takeChanged(cellsATime)
    this.#tell({ counts: this.#board.counts(this.#budget.requests), cells })
  }
}

/** What a session is before anybody was asked: its gaps have no verdict yet. */
function waiting({ cause: _, ...cell }: Readiness): Readiness {
  return { ...cell, state: 'queued' }
}
