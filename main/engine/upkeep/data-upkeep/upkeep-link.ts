import type { Channel } from '#shared/protocol/channel.ts'
import { type Client, createClient } from '#shared/protocol/client.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { Ticker } from '../../time/ticker.ts'
import { type UpkeepContract, upkeepContract } from './contract.ts'

export type UpkeepClient = Client<UpkeepContract>

/** Time between two signs of life that the thread is asked for. */
const pulseEveryMs = 2_000
/** The first wait before a dead thread is started again; each further one is twice as long. */
const firstRestartMs = 500
/** So many deaths within this time, and it is not started again. */
const mostDeaths = 4
const deathsWithinMs = 300_000

export interface LinkNews {
  /** The thread runs; it knows nothing yet. */
  started(client: UpkeepClient): void
  /** The thread died: it is started again, or was given up. */
  died(isGivenUp: boolean): void
  /** Share of one core that the thread took since the last sign of life, in percent. */
  used(cpuPercent: number): void
}

/**
 * The way to the thread of upkeep: it runs until it is told to stop (L5), is started again when it died or gives no
 * sign of life, and is given up when that happens over and over.
 */
export class UpkeepLink {
  readonly #start: () => Channel
  readonly #ticker: Ticker
  readonly #news: LinkNews
  readonly #deaths: number[] = []
  #client: UpkeepClient | undefined
  #isWanted = false
  #cancelRestart: (() => void) | undefined
  #cancelPulse: (() => void) | undefined

  /** `start` starts a thread and returns the pipe to it. */
  constructor(start: () => Channel, ticker: Ticker, news: LinkNews) {
    this.#start = start
    this.#ticker = ticker
    this.#news = news
  }

  /** The running thread's client; undefined while there is none. */
  get client(): UpkeepClient | undefined {
    return this.#client
  }

  /** Starts the thread unless it runs; one that was given up gets another chance. */
  open(): void {
    if (this.#client || this.#cancelRestart) return
    this.#isWanted = true
    this.#deaths.length = 0
    this.#run()
  }

  /** Ends the thread. */
  close(): void {
    this.#isWanted = false
    this.#cancelRestart?.()
    this.#cancelRestart = undefined
    this.#client?.close()
  }

  #run(): void {
    const client = createClient(upkeepContract, this.#start(), {
      onClose: () => {
        if (this.#client === client) this.#ended()
      },
    })
    this.#client = client
    this.#pulse(client, undefined)
    this.#news.started(client)
  }

  #ended(): void {
    this.#client = undefined
    this.#cancelPulse?.()
    if (!this.#isWanted) return
    const now = this.#ticker.elapsed()
    this.#deaths.push(now)
    while ((this.#deaths[0] ?? now) < now - deathsWithinMs) this.#deaths.shift()
    const isGivenUp = this.#deaths.length >= mostDeaths
    if (!isGivenUp)
      this.#cancelRestart = this.#ticker.after(firstRestartMs * 2 ** (this.#deaths.length - 1), () => {
        this.#cancelRestart = undefined
        this.#run()
      })
    this.#news.died(isGivenUp)
  }

  #pulse(client: UpkeepClient, before: { readonly cpuMs: number; readonly at: number } | undefined): void {
    client.call('pulse', undefined).then(
      ({ cpuMs }) => {
        if (this.#client !== client) return
        const at = this.#ticker.elapsed()
        if (before && at > before.at) this.#news.used((100 * (cpuMs - before.cpuMs)) / (at - before.at))
        this.#cancelPulse = this.#ticker.after(pulseEveryMs, () => this.#pulse(client, { cpuMs, at }))
      },
      (error) => {
        // A thread that hangs is ended; one that ended is known already.
        if (this.#client === client && asFailure(error).code === 'timeout') client.close()
      },
    )
  }
}
