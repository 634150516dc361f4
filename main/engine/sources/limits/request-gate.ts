import { minuteMs } from '#shared/time/epoch.ts'
import type { Ticker } from '../../time/ticker.ts'
import { cancelled } from '../fault.ts'
import type { Gate, GateLimits } from './gate.ts'

/** More in line than this is a mistake of whoever asks: it would wait for hours. */
const mostWaiting = 10_000

/**
 * Lets requests through in the order they come, so many at once and so many a minute: in no stretch of a minute
 * do more begin.
 */
export class RequestGate implements Gate {
  readonly #source: string
  #limits: GateLimits
  readonly #ticker: Ticker
  /** Those in line, by what lets them in. */
  readonly #queue = new Set<() => void>()
  /** When the last requests began, oldest first: as many as may begin in a minute. */
  readonly #begun: number[] = []
  #running = 0
  #stopTimer = (): void => {}

  constructor(source: string, limits: GateLimits, ticker: Ticker) {
    this.#source = source
    this.#limits = limits
    this.#ticker = ticker
  }

  /** Holds to other limits from now on. */
  hold(limits: GateLimits): void {
    this.#limits = limits
    this.#letIn()
  }

  /** Runs `send` when its turn has come. Throws a Failure with code 'cancelled' when the signal comes first. */
  async pass<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
    await this.#turn(signal)
    try {
      return await send()
    } finally {
      this.#running--
      this.#letIn()
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(cancelled(this.#source))
    if (this.#queue.size >= mostWaiting)
      return Promise.reject(new RangeError(`More than ${mostWaiting} requests wait for ${this.#source}`))
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        this.#queue.delete(enter)
        reject(cancelled(this.#source))
      }
      this.#queue.add(enter)
      signal.addEventListener('abort', leave, { once: true })
      this.#letIn()
    })
  }

  #letIn(): void {
    this.#stopTimer()
    for (const enter of this.#queue) {
      if (this.#running >= this.#limits.parallel) return
      const waitMs = this.#waitMs()
      if (waitMs > 0) {
        this.#stopTimer = this.#ticker.after(waitMs, () => this.#letIn())
        return
      }
      this.#queue.delete(enter)
      this.#begin()
      enter()
    }
  }

  #begin(): void {
    this.#running++
    this.#begun.push(this.#ticker.elapsed())
    while (this.#begun.length > this.#limits.requestsPerMinute) this.#begun.shift()
  }

  #waitMs(): number {
    const oldest = this.#begun.at(-this.#limits.requestsPerMinute)
    if (oldest === undefined) return 0
    return oldest + minuteMs - this.#ticker.elapsed()
  }
}
