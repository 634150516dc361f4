import { at, type BarColumns, upperBound } from '#shared/bars/columns.ts'
import { filled, mergeOrigin } from '#shared/bars/state.ts'
import type { ExpectedSlots } from '../detect/expected-slots.ts'
import type { FillRun } from '../fill-runs.ts'
import type { SessionCounts } from './session-counts.ts'

/** Minutes of a session that came from one place: from a feed as it recorded them, or later from a source. */
export interface SourceMinutes {
  readonly kind: 'recorded' | 'filled'
  /** Name of the feed or of the source. */
  readonly source: string
  readonly minutes: number
}

/** A session's minutes with a bar: what they count to, and where the store has them from. */
export interface SourcedSession {
  readonly counts: Pick<SessionCounts, 'recorded' | 'filled'>
  /** The feed whose bars answer for the session; undefined where there are none. */
  readonly feed: string | undefined
  readonly slots: ExpectedSlots
  readonly columns: BarColumns
  readonly fills: readonly FillRun[]
}

/**
 * How many of a session's minutes came from where: those with a bar, each counted once, so that the sums are those of
 * the counts. A filled bar that came with a file and not by a request is its feed's.
 */
export function minutesBySource({ counts, feed = '', ...session }: SourcedSession): readonly SourceMinutes[] {
  const bySource = counts.filled > 0 ? filledBySource(session, feed) : new Map<string, number>()
  const repaired = [...bySource].map(([source, minutes]) => ({ kind: 'filled', source, minutes }) as const)
  const recorded = { kind: 'recorded', source: feed, minutes: counts.recorded } as const
  return [recorded, ...repaired].filter(({ minutes }) => minutes > 0)
}

function filledBySource(
  { slots, columns: { start, state }, fills }: Pick<SourcedSession, 'slots' | 'columns' | 'fills'>,
  feed: string,
): Map<string, number> {
  const starts = Float64Array.from(fills, (fill) => fill.start)
  const minutes = new Map<string, number>()
  let last = -1
  for (let index = 0; index < start.length; index++) {
    if (mergeOrigin(at(state, index), 0) !== filled) continue
    const time = at(start, index)
    const slot = slots.slotAt(time)
    if (slot >= 0 && slot !== last) {
      const fill = fills[upperBound(starts, time) - 1]
      const source = fill && time < fill.end ? fill.source : feed
      minutes.set(source, (minutes.get(source) ?? 0) + 1)
    }
    last = slot
  }
  return minutes
}
