import { asFailure } from '#shared/protocol/failure.ts'
import type { CellResult } from '#shared/sweep/cell-result.ts'
import { runInSandbox, type SandboxLimits } from '../backtest/sandbox/run-in-sandbox.ts'
import type { SandboxStrategy } from '../backtest/sandbox/sandbox-order.ts'
import { StrategyFailure } from '../backtest/sandbox/strategy-failure.ts'
import type { Ticker } from '../time/ticker.ts'
import { CellQueue } from './cell-queue.ts'
import type { CellsOf } from './run-cell.ts'
import { shareBars } from './share-bars.ts'
import type { Declared, SweepJob } from './sweep-job.ts'

/** What threads of a sweep are started with. */
export interface SweepThreads {
  /** The file of the thread. */
  readonly entry: URL
  readonly strategy: SandboxStrategy
  readonly ticker: Ticker
  readonly signal?: AbortSignal
  readonly limits?: Partial<SandboxLimits>
}

export interface CellsToRun {
  readonly of: CellsOf
  readonly cells: readonly number[]
  /** How many threads work at once. */
  readonly workers: number
  /** Hears of each cell when it is through, in no order; what it throws ends the sweep. */
  readonly onCell: (result: CellResult) => void
  /** Hears now and then how many cells are through; parts of cells count. */
  readonly onProgress?: (done: number) => void
}

/** What a strategy declares, read in a thread of its own. Rejects with a StrategyFailure. */
export async function declaredBy({ entry, limits, ...options }: SweepThreads): Promise<Declared> {
  const { output } = await runInSandbox<SweepJob, Declared>(
    entry,
    { type: 'declare' },
    { ...limits, ...options },
  )
  return output
}

/**
 * Runs cells on several threads over one copy of the bars. A cell whose strategy fails, hangs or takes too much memory
 * has that as its result, and the others go on. Rejects with the Failure of what ended the whole: a strategy that
 * cannot be read, what `onCell` threw, or code 'cancelled'.
 */
export async function runCells(threads: SweepThreads, work: CellsToRun): Promise<void> {
  await new CellRun(threads, { ...work, of: { ...work.of, input: shareBars(work.of.input) } }).run()
}

class CellRun {
  readonly #threads: SweepThreads
  readonly #work: CellsToRun
  readonly #done = new Set<number>()
  /** How far each thread is with its cell, 0 to 1. */
  readonly #parts: number[]
  readonly #stop = new AbortController()

  constructor(threads: SweepThreads, work: CellsToRun) {
    this.#threads = threads
    this.#work = work
    this.#parts = new Array<number>(work.workers).fill(0)
  }

  async run(): Promise<void> {
    const { cells, workers } = this.#work
    const count = Math.min(workers, cells.length)
    const queue = CellQueue.of(cells, count)
    const outside = this.#threads.signal
    const stop = (): void => this.#stop.abort()
    if (outside?.aborted) stop()
    outside?.addEventListener('abort', stop, { once: true })
    try {
      const ends = await Promise.allSettled(
        Array.from({ length: count }, (_, thread) =>
          this.#workOff(queue, count, thread).catch((error: unknown) => {
            // The first one ends the others; what these say then is not the cause.
            if (this.#stop.signal.aborted && !outside?.aborted) return
            this.#stop.abort()
            throw error
          }),
        ),
      )
      for (const end of ends) if (end.status === 'rejected') throw asFailure(end.reason)
    } finally {
      outside?.removeEventListener('abort', stop)
    }
  }

  /** Runs cells of a queue in one thread after the other: each ends with the queue, or with a cell that took it along. */
  async #workOff(queue: CellQueue, threads: number, thread: number): Promise<void> {
    while (!queue.isEmpty) {
      try {
        await this.#start(queue, threads, thread)
      } catch (error) {
        const cell = queue.current(thread)
        if (cell === undefined || !(error instanceof StrategyFailure) || !isOfCell(error)) throw error
        if (!this.#done.has(cell)) await this.#failed(cell, error)
      }
    }
  }

  /** A cell that hangs has failed; any other is tried once more alone: what was full may have been those before it. */
  async #failed(cell: number, failure: StrategyFailure): Promise<void> {
    if (failure.fault.kind === 'silent') return this.#take({ cell, fault: failure.message })
    try {
      await this.#start(CellQueue.of([cell], 1), 1, 0)
    } catch (error) {
      if (!(error instanceof StrategyFailure) || !isOfCell(error)) throw error
      this.#take({ cell, fault: error.message })
    }
  }

  async #start(queue: CellQueue, threads: number, thread: number): Promise<void> {
    const { entry, strategy, ticker, limits } = this.#threads
    const job: SweepJob = { type: 'run', of: this.#work.of, queue: queue.memory, threads, thread }
    await runInSandbox<SweepJob, Declared>(entry, job, {
      ...limits,
      ...{ strategy, ticker, signal: this.#stop.signal },
      onTold: (result) => this.#take(result as CellResult),
      onProgress: (done, total) => {
        this.#parts[thread] = done >= total ? 0 : done / total
        this.#tellProgress()
      },
    })
  }

  #take(result: CellResult): void {
    if (this.#done.has(result.cell)) return
    this.#done.add(result.cell)
    this.#work.onCell(result)
    this.#tellProgress()
  }

  #tellProgress(): void {
    const parts = this.#parts.reduce((sum, part) => sum + part, 0)
    this.#work.onProgress?.(Math.min(this.#done.size + parts, this.#work.cells.length))
  }
}

/** Whether the cell that a thread was at ended it; otherwise it was no cell's doing. */
function isOfCell({ fault: { kind } }: StrategyFailure): boolean {
  return kind === 'silent' || kind === 'memory' || kind === 'threw' || kind === 'internal'
}
