import type { EpochMs } from '#shared/time/epoch.ts'
import type { FaultCode, SourceFault } from '../../sources/data-source.ts'
import { delayMs, longestAskedMs } from '../../sources/limits/retry.ts'
import type { Ticker } from '../../time/ticker.ts'

/** Faults that say something of the window that was asked for, not of the source. */
const ofWindow: ReadonlySet<FaultCode> = new Set(['no-data', 'not-yet', 'bad-request', 'bad-answer'])

interface GivenUp {
  readonly source: string
  readonly from: number
  readonly to: number
}

/** How long sources that failed are left alone while gaps are filled, and what they are given up for. */
export class Patience {
  readonly #ticker: Ticker
  readonly #random: () => number
  readonly #dueAt = new Map<string, number>()
  readonly #givenUp: GivenUp[] = []
  /** How often minutes were asked for, by source and start. */
  readonly #asked = new Map<string, number>()
  readonly #maxTries: number

  /** `maxTries` of one minute and source end a run even where a clock that went back hides those in the store. */
  constructor(maxTries: number, ticker: Ticker, random: () => number) {
    this.#maxTries = maxTries
    this.#ticker = ticker
    this.#random = random
  }

  /**
   * Takes note of a request for [from, to) that came to this fault at its `tried`th try. What passes is waited for,
   * unless the source wants to be left alone for long; the rest is not asked again before somebody begins anew.
   */
  note(source: string, from: EpochMs, to: EpochMs, fault: SourceFault, tried: number): void {
    const { retryAfterMs = 0 } = fault
    if (fault.retryable && retryAfterMs <= longestAskedMs) {
      const waitMs = Math.max(delayMs(tried, this.#random), retryAfterMs)
      this.#dueAt.set(source, this.#ticker.elapsed() + waitMs)
    } else if (ofWindow.has(fault.code) || fault.retryable) this.#givenUp.push({ source, from, to })
    else this.#givenUp.push({ source, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY })
  }

  /** Takes note that a source was asked for these minutes, whatever it said. */
  count(source: string, missing: readonly EpochMs[]): void {
    for (const start of missing) this.#asked.set(keyOf(source, start), 1 + this.#askedFor(source, start))
  }

  /** Whether a source has not been given up for the minute that starts at `start`. */
  mayAsk(source: string, start: EpochMs): boolean {
    if (this.#askedFor(source, start) >= this.#maxTries) return false
    return !this.#givenUp.some((one) => one.source === source && one.from <= start && start < one.to)
  }

  /** Milliseconds until a source may be asked; 0 for now. */
  waitMs(source: string): number {
    return Math.max(0, (this.#dueAt.get(source) ?? 0) - this.#ticker.elapsed())
  }

  #askedFor(source: string, start: EpochMs): number {
    return this.#asked.get(keyOf(source, start)) ?? 0
  }
}

function keyOf(source: string, start: EpochMs): string {
  return `${source} ${start}`
}
