import { lowerBound } from '#shared/bars/columns.ts'
import { answersOf } from '../classify/answers.ts'
import type { LedgerSession } from '../gap-ledger.ts'
import type { FillOutcome } from './gap-filler.ts'

/** What filling came to, in minutes and requests; `asked` is the sum of the next three. */
export interface FillSummary {
  /** Missing minutes that a source was asked for, each counted once. */
  readonly asked: number
  readonly filled: number
  /** Minutes that are explained now: nobody traded. */
  readonly noTrade: number
  /** Minutes that are still missing. */
  readonly failed: number
  /** Requests that were made. */
  readonly tries: number
  /** Of those still missing, minutes of which no source has said that it has nothing. */
  readonly unanswered: number
}

/** Sums up the outcomes of a session, which is as it is after them. */
export function summariseFill(
  outcomes: readonly FillOutcome[],
  { columns, gaps }: LedgerSession,
): FillSummary {
  const asked = new Set(outcomes.flatMap(({ planned }) => planned.missing))
  const isPresent = (start: number) => columns.start[lowerBound(columns.start, start)] === start
  const filled = [...asked].filter(isPresent).length
  let [noTrade, unanswered] = [0, 0]
  for (const start of asked) {
    const gap = gaps.find((one) => one.start <= start && start < one.end)
    if (!gap) continue
    const part = gap.evidence.findLast((one) => one.start <= start)
    const isExplained = gap.class === 'no-trade' && gap.settled
    if (isExplained) noTrade++
    else if (part && answersOf(part.known, start).empty.length === 0) unanswered++
  }
  const failed = asked.size - filled - noTrade
  return { asked: asked.size, filled, noTrade, failed, tries: outcomes.length, unanswered }
}
