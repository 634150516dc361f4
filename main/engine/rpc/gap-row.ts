import type { GapRow } from '#shared/protocol/ledger-calls.ts'
import type { ClassifiedGap } from '../upkeep/classify/classify-gaps.ts'
import { ofKind } from '../upkeep/evidence/evidence.ts'
import { standInRuns } from '../upkeep/fill/stand-ins.ts'

/** A gap as the window is told of it, without what it follows from. */
export function gapRowOf({
  start,
  end,
  minutes,
  certainty,
  reason,
  settled,
  tries,
  evidence,
  ...gap
}: ClassifiedGap): GapRow {
  const marked = evidence.some(({ known }) => (ofKind(known, 'mark').at(-1)?.class ?? 'none') !== 'none')
  const row = { start, end, minutes, class: gap.class, certainty, reason, settled, marked, tries }
  return { ...row, ...standInRuns(evidence) }
}
