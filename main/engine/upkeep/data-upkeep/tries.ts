import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import { ofKind } from '../evidence/evidence.ts'
import type { WantedGap } from './filler.ts'

/**
 * How often a gap was asked for: the most that any one source was. It is counted from the stored evidence, so that
 * it outlives the thread and the run (G3, L6).
 */
export function triesOf({ evidence }: ClassifiedGap): number {
  const requests = evidence.flatMap(({ known }) => ofKind(known, 'request'))
  return requests.reduce((most, request) => Math.max(most, request.try), 0)
}

/** Gaps that are worth asking for: not over yet, settled ones and those that were asked for often enough are not (R13). */
export function gapsToAsk(gaps: readonly ClassifiedGap[], maxRetries: number): readonly WantedGap[] {
  return gaps.flatMap((gap) => {
    const tries = triesOf(gap)
    if (gap.settled || gap.class === 'pending' || gap.class === 'not-listed' || tries >= maxRetries) return []
    return { start: gap.start, end: gap.end, tries }
  })
}
