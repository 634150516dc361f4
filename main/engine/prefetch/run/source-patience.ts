import { minuteMs } from '#shared/time/epoch.ts'
import type { FaultCode, SourceFault } from '../../sources/data-source.ts'
import { delayMs } from '../../sources/limits/retry.ts'
import type { Ticker } from '../../time/ticker.ts'

/** A source that failed so often in a row, whatever it was asked for, is left alone until the next run. */
const mostInARow = 5
/** A run has time: a source that wants to be left alone for so long is waited for. */
const longestRestMs = 15 * minuteMs

/** Faults that say something of the window that was asked for, not of the source. */
const ofWindow: ReadonlySet<FaultCode> = new Set([
  'no-data',
  'not-yet',
  'bad-request',
  'bad-answer',
  'unsupported',
])

interface Trouble {
  inARow: number
  dueAt: number
  /** Why it is not asked any more in this run. */
  givenUp: string | undefined
}

/** How long the sources of a run are left alone after they failed, and which of them are given up for this run. */
export class SourcePatience {
  readonly #ticker: Ticker
  readonly #random: () => number
  readonly #troubles = new Map<string, Trouble>()

  constructor(ticker: Ticker, random: () => number) {
    this.#ticker = ticker
    this.#random = random
  }

  /** Takes note of an answer of a source, with the fault that it came to. */
  note(source: string, fault: SourceFault | undefined): void {
    if (fault && ofWindow.has(fault.code)) return
    if (!fault) {
      this.#troubles.delete(source)
      return
    }
    const { retryable, retryAfterMs = 0, cause } = fault
    const inARow = 1 + (this.#troubles.get(source)?.inARow ?? 0)
    const isGivenUp = !retryable || retryAfterMs > longestRestMs || inARow >= mostInARow
    const waitMs = Math.max(delayMs(inARow, this.#random), retryAfterMs)
    this.#troubles.set(source, {
      inARow,
      dueAt: this.#ticker.elapsed() + waitMs,
      givenUp: isGivenUp ? cause : undefined,
    })
  }

  /** Why a source is not asked any more in this run; undefined while it is. */
  givenUp(source: string): string | undefined {
    return this.#troubles.get(source)?.givenUp
  }

  /** Milliseconds until a source may be asked; 0 for now. */
  waitMs(source: string): number {
    return Math.max(0, (this.#troubles.get(source)?.dueAt ?? 0) - this.#ticker.elapsed())
  }
}
