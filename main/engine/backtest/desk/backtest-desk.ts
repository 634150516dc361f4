import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import type { RunTrust } from '#shared/protocol/backtest-calls.ts'
import type { Channel } from '#shared/protocol/channel.ts'
import { createClient } from '#shared/protocol/client.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { Tell } from '../../system/news.ts'
import type { Ticker } from '../../time/ticker.ts'
import { hostContract, type RunEnd, type RunOrder } from './host-contract.ts'
import { type HostClient, type HostProgress, inHost } from './in-host.ts'
import { runFault } from './run-fault.ts'

/** So many wait for the one that goes on. */
const mostWaiting = 8

export interface DeskHost {
  /** Starts a thread of backtests and returns the pipe to it. */
  readonly start: () => Channel
  /** File of the runs that are kept. */
  readonly keptPath: string
  /** Path of the open store. Throws a Failure with code 'no-store'. */
  readonly storePath: () => string
  readonly overlays: () => CalendarOverlays
  readonly ticker: Ticker
  readonly tell: Tell
}

const waiting: HostProgress = { phase: 'waiting', done: 0, total: 0 }

/** Where a thread finds things. */
interface Place {
  readonly kept: string
  readonly store: string
}

/** Something that takes its turn: a run, or what is worked out about one. */
interface Job {
  readonly run: number
  readonly stop: AbortController
  /** Never rejects. */
  readonly work: () => Promise<void>
  /** Tells that it was cancelled before its turn came. */
  readonly calledOff: () => void
}

/**
 * Backtests for a window: one goes on at a time, each in a thread of its own, and what came of it is kept until it is
 * removed. Kept runs are read by a thread, too.
 */
export class BacktestDesk {
  readonly #host: DeskHost
  /** What goes on, and behind it what waits. */
  #jobs: readonly Job[] = []
  /** How far what goes on was when it was last told. */
  #progress: HostProgress = waiting
  #going: Promise<void> = Promise.resolve()
  #reader: HostClient | undefined

  constructor(host: DeskHost) {
    this.#host = host
  }

  /**
   * Has a run done when its turn comes and gives its number; how it goes is told. Throws a Failure of code 'usage'
   * while as many wait as may.
   */
  async start(order: RunOrder): Promise<{ run: number }> {
    const place = this.#place()
    this.#checkRoom()
    const run = await this.#read((reader) => reader.call('number', { kept: place.kept }))
    if (this.#host.storePath() !== place.store)
      throw new Failure('cancelled', 'Another store was opened; start the run again.')
    const stop = new AbortController()
    const ended = (end: RunEnd): void => this.#host.tell('backtest.ended', { run, ...end })
    this.#enqueue({
      ...{ run, stop },
      calledOff: () => ended({ outcome: 'cancelled' }),
      work: async () => ended(await this.#run(run, order, place, stop.signal)),
    })
    return { run }
  }

  /** Runs a kept one again with its data taken otherwise. Rejects with 'cancelled' when it is cancelled. */
  trust(run: number): Promise<RunTrust> {
    const place = this.#place()
    this.#checkRoom()
    if (this.#jobs.some((job) => job.run === run))
      throw new Failure('usage', `Run ${run} is being compared already.`)
    const stop = new AbortController()
    return new Promise((resolve, reject) => {
      this.#enqueue({
        ...{ run, stop },
        calledOff: () => reject(new Failure('cancelled', `The comparison of run ${run} was cancelled.`)),
        work: () => this.#trust(run, place, stop.signal).then(resolve, reject),
      })
    })
  }

  /** Ends a run, or what is worked out about it; nothing happens when it has ended. */
  cancel(run: number): void {
    for (const job of this.#jobs) if (job.run === run) this.#callOff(job)
  }

  /** Tells again how far everything is, to a window that has just come. */
  retell(): void {
    for (const [place, { run }] of this.#jobs.entries())
      this.#host.tell('backtest.progress', { run, ...(place === 0 ? this.#progress : waiting) })
  }

  /** Has a thread read or change what is kept of the open store. */
  ask<T>(question: (reader: HostClient, place: Place) => Promise<T>): Promise<T> {
    const place = this.#place()
    return this.#read((reader) => question(reader, place))
  }

  /** Ends all that goes on and all that waits: another store is opened, or none. */
  async stop(): Promise<void> {
    for (const job of [...this.#jobs].reverse()) this.#callOff(job)
    await this.#going
  }

  /** Ends the thread that reads, too. */
  async close(): Promise<void> {
    await this.stop()
    this.#reader?.close()
  }

  #place(): Place {
    return { kept: this.#host.keptPath, store: this.#host.storePath() }
  }

  #checkRoom(): void {
    if (this.#jobs.length > mostWaiting)
      throw new Failure('usage', `${mostWaiting} backtests wait already; let one end, or cancel one.`)
  }

  /** It begins in a later turn, so that whoever started it knows its number before it hears of it. */
  #enqueue(job: Job): void {
    this.#checkRoom()
    this.#jobs = [...this.#jobs, job]
    this.#host.tell('backtest.progress', { run: job.run, ...waiting })
    if (this.#jobs.length === 1) this.#going = this.#goOn()
  }

  async #goOn(): Promise<void> {
    for (;;) {
      await new Promise<void>((resolve) => {
        this.#host.ticker.soon(resolve)
      })
      const [job] = this.#jobs
      if (!job) return
      this.#progress = waiting
      if (job.stop.signal.aborted) job.calledOff()
      else await job.work()
      this.#jobs = this.#jobs.filter((one) => one !== job)
      if (this.#jobs.length === 0) return
    }
  }

  #callOff(job: Job): void {
    job.stop.abort()
    // The first one goes on; it tells its end itself.
    if (job === this.#jobs[0]) return
    this.#jobs = this.#jobs.filter((one) => one !== job)
    job.calledOff()
  }

  async #run(run: number, order: RunOrder, place: Place, signal: AbortSignal): Promise<RunEnd> {
    const overlays = this.#host.overlays()
    try {
      return await inHost(
        this.#host,
        (client) => client.call('run', { ...place, overlays, id: run, order }),
        (progress) => this.#tell(run, progress),
        signal,
      )
    } catch (error) {
      if (asFailure(error).code === 'cancelled') return { outcome: 'cancelled' }
      return { outcome: 'failed', fault: runFault(error) }
    }
  }

  #trust(run: number, place: Place, signal: AbortSignal): Promise<RunTrust> {
    const overlays = this.#host.overlays()
    return inHost(
      this.#host,
      (client) => client.call('trust', { ...place, overlays, id: run }),
      (progress) => this.#tell(run, progress),
      signal,
    )
  }

  #tell(run: number, progress: HostProgress): void {
    this.#progress = progress
    this.#host.tell('backtest.progress', { run, ...progress })
  }

  async #read<T>(question: (reader: HostClient) => Promise<T>): Promise<T> {
    try {
      return await question(this.#readerClient())
    } catch (error) {
      const failure = asFailure(error)
      // One that hangs makes room for another.
      if (failure.code === 'timeout') this.#reader?.close()
      if (failure.code !== 'engine-gone') throw failure
      throw new Failure('internal', 'The thread that reads kept backtests ended; try again.')
    }
  }

  /** The thread that reads what is kept: started when it is first needed, and anew after it died. */
  #readerClient(): HostClient {
    if (this.#reader) return this.#reader
    const client: HostClient = createClient(hostContract, this.#host.start(), {
      onClose: () => {
        if (this.#reader === client) this.#reader = undefined
      },
    })
    this.#reader = client
    return client
  }
}
