import type { Plan } from '#shared/prefetch/plan.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { Ticker } from '../../time/ticker.ts'

/**
 * What a run may still take. Requests are set aside before they are sent, so that several at once do not go over;
 * what a source sends again or on further pages counts afterwards, and may go over by one answer.
 */
export class RunBudget {
  readonly #most: Plan['budget']
  readonly #late = new AbortController()
  readonly #callOff: () => void
  #requests = 0
  #held = 0
  readonly #waiting = new Set<() => void>()

  constructor(most: Plan['budget'], ticker: Ticker) {
    this.#most = most
    const { minutes } = most
    this.#callOff = minutes === undefined ? () => {} : ticker.after(minutes * minuteMs, () => this.#stop())
  }

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.#late.signal
  }

  /** Requests that were sent. */
  get requests(): number {
    return this.#requests
  }

  /** Sets a request aside, once it is known that others leave one; false when there is none left, or no time. */
  async hold(): Promise<boolean> {
    const { requests = Number.POSITIVE_INFINITY } = this.#most
    while (this.usedUp() === undefined && this.#requests + this.#held >= requests)
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve)
      })
    if (this.usedUp() !== undefined) return false
    this.#held++
    return true
  }

  /** What was set aside came to so many requests. */
  spend(sent: number): void {
    this.#held--
    this.#requests += sent
    this.#wake()
  }

  /** Which bound was met, in words; undefined while there is enough. */
  usedUp(): string | undefined {
    const { minutes, requests = Number.POSITIVE_INFINITY } = this.#most
    if (this.#late.signal.aborted) return `its ${minutes} minutes are over`
    return this.#requests >= requests ? `its ${requests} requests are used up` : undefined
  }

  /** No time runs any more. */
  end(): void {
    this.#callOff()
  }

  #stop(): void {
    this.#late.abort()
    this.#wake()
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}
