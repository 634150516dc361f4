import type { EpochMs } from '#shared/time/epoch.ts'
import type { Ticker } from '../time/ticker.ts'
import type { SessionWatches } from './session-watches.ts'

export interface HeldEndOptions {
  /** Last instant of the replay. */
  readonly end: EpochMs
  readonly watch: SessionWatches
  readonly ticker: Ticker
  /** The clock has played on to the end, and nothing holds it. */
  readonly reached: () => void
}

/**
 * The end of a replay, held while something is not done that belongs to its session. What still holds it a session
 * timeout after the clock has come there is let go of, so that nothing holds it for ever.
 */
export class HeldEnd {
  readonly #options: HeldEndOptions
  readonly #causes = new Set<string>()
  #isReached = false
  #cancelTimeout: (() => void) | undefined

  constructor(options: HeldEndOptions) {
    this.#options = options
  }

  /** Holds the end until `release` of the same cause. */
  hold(cause: string): void {
    if (this.#causes.has(cause)) return
    this.#causes.add(cause)
    this.#options.watch.holdEnd(cause)
  }

  /** Does nothing for what does not hold it. */
  release(cause: string): void {
    if (!this.#causes.delete(cause)) return
    this.#options.watch.releaseEnd(cause)
    if (this.#causes.size > 0) return
    this.#stopTimeout()
    if (!this.#isReached) return
    this.#isReached = false
    this.#options.reached()
  }

  /** Follows the clock of the replay, on or back. */
  follow(clock: EpochMs): void {
    const { end, ticker, watch } = this.#options
    if (clock < end || this.#causes.size === 0) {
      this.#isReached = false
      this.#stopTimeout()
      return
    }
    this.#cancelTimeout ??= ticker.after(watch.timeoutMs, () => {
      this.#cancelTimeout = undefined
      for (const cause of [...this.#causes]) this.release(cause)
    })
  }

  /** The clock played on to the end. */
  played(): void {
    if (this.#causes.size > 0) this.#isReached = true
    else this.#options.reached()
  }

  /** The replay is closed: nothing ends any more. */
  close(): void {
    this.#stopTimeout()
    this.#causes.clear()
    this.#isReached = false
  }

  #stopTimeout(): void {
    this.#cancelTimeout?.()
    this.#cancelTimeout = undefined
  }
}
