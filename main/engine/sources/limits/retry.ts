import type { Ticker } from '../../time/ticker.ts'
import type { SourceFault } from '../data-source.ts'
import { cancelled } from '../fault.ts'
import { wait } from './wait.ts'

/** What one sending came to. */
export type Sent<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: SourceFault }

export interface RetrySurroundings {
  readonly source: string
  readonly ticker: Ticker
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly signal: AbortSignal
}

const firstDelayMs = 500
const longestDelayMs = 30_000
/** A source that wants to be left alone for longer is given up for now: whoever asked knows what to do meanwhile. */
export const longestAskedMs = 60_000

/**
 * Sends until it goes well, the fault does not pass, or `tries` are used up; then the last fault is the outcome.
 * Between two tries it waits twice as long each time, half of that at random so that many that failed together do
 * not come back together, and never less than the source asked for. Throws a Failure with code 'cancelled'.
 */
export async function sendWithRetries<T>(
  tries: number,
  send: () => Promise<Sent<T>>,
  { source, ticker, random, signal }: RetrySurroundings,
): Promise<Sent<T>> {
  for (let tried = 1; ; tried++) {
    const sent = await send()
    if (sent.ok || !sent.fault.retryable || tried >= tries) return sent
    const { retryAfterMs = 0 } = sent.fault
    if (retryAfterMs > longestAskedMs) return sent
    if (!(await wait(ticker, Math.max(delayMs(tried, random), retryAfterMs), signal))) throw cancelled(source)
  }
}

/** Milliseconds until the next try after so many: twice as long each time, half of that at random. */
export function delayMs(tried: number, random: () => number): number {
  const longest = Math.min(longestDelayMs, firstDelayMs * 2 ** (tried - 1))
  return (longest * (1 + random())) / 2
}
