import type { Readiness } from '#shared/prefetch/run.ts'
import type { LedgerSession } from '../../upkeep/gap-ledger.ts'
import { countSession } from '../../upkeep/quality/session-counts.ts'
import type { Work } from './work-list.ts'

/** What is found of a symbol's session. */
export interface Judged {
  readonly cell: Readiness
  /** Expected minutes without a bar, whatever explains them. */
  readonly lacking: number
}

/**
 * How ready a symbol's session is, by what the ledger finds in the store and not by what a source says of itself.
 * `fault` is what went wrong last while it was asked for. A session without a single bar that is explained by no
 * halt is never ready, however many sources know nothing of it (B5).
 */
export function judgeSession(
  { symbol, session }: Work,
  { slots, columns, detector, gaps }: LedgerSession,
  fault: string | undefined,
): Judged {
  const counts = countSession(slots, columns, detector, gaps)
  const { expected, filled, missing, pending, halted } = counts
  const lacking = detector.missing
  const judged = (state: Readiness['state'], cause?: string): Judged => ({
    cell: { symbol, session, state, missing, filled, ...(cause !== undefined && { cause }) },
    lacking,
  })
  const isEmpty = detector.present === 0 && expected > pending && halted === 0
  if (isEmpty) return judged('failed', fault ?? `No source has a bar of ${symbol} in session ${session}.`)
  if (missing > 0) return judged('gaps', fault ?? longestReason(gaps))
  if (pending > 0)
    return judged('queued', `Session ${session} has not ended; ${pending} minutes of it are still to come.`)
  return judged(filled > 0 ? 'filled' : 'complete')
}

function longestReason(gaps: LedgerSession['gaps']): string | undefined {
  const open = gaps.filter((gap) => !gap.settled && gap.class !== 'pending')
  const [longest] = [...open].sort((one, other) => other.minutes - one.minutes)
  return longest?.reason
}
