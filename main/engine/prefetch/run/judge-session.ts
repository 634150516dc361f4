import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Readiness } from '#shared/prefetch/run.ts'
import type { LedgerSession } from '../../upkeep/gap-ledger.ts'
import { countSession, type SessionCounts } from '../../upkeep/quality/session-counts.ts'
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
  const { filled, missing, pending } = counts
  const lacking = detector.missing
  const judged = (state: Readiness['state'], cause?: string): Judged => ({
    cell: { symbol, session, state, missing, filled, ...(cause !== undefined && { cause }) },
    lacking,
  })
  const state = readinessOf(counts)
  switch (state) {
    case 'failed':
      return judged(state, fault ?? noBar(symbol, session))
    case 'gaps':
      return judged(state, fault ?? longestReason(gaps))
    case 'queued':
      return judged(state, notEnded(session, pending))
    default:
      return judged(state)
  }
}

/** How ready a session is by what it counts to. */
export function readinessOf(counts: SessionCounts): Exclude<Readiness['state'], 'fetching'> {
  const { expected, recorded, filled, missing, pending, halted } = counts
  if (recorded + filled === 0 && expected > pending && halted === 0) return 'failed'
  if (missing > 0) return 'gaps'
  if (pending > 0) return 'queued'
  return filled > 0 ? 'filled' : 'complete'
}

/** Why a session without a bar has none. */
export function noBar(symbol: string, session: SessionDate): string {
  return `No source has a bar of ${symbol} in session ${session}.`
}

/** Why a session is waited for of which so many minutes are still to come. */
export function notEnded(session: SessionDate, pending: number): string {
  return `Session ${session} has not ended; ${pending} minutes of it are still to come.`
}

function longestReason(gaps: LedgerSession['gaps']): string | undefined {
  const open = gaps.filter((gap) => !gap.settled && gap.class !== 'pending')
  const [longest] = [...open].sort((one, other) => other.minutes - one.minutes)
  return longest?.reason
}
