import { at, lowerBound } from '#shared/bars/columns.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { ShownSession } from '../stores/shown-session.ts'
import type { Stretch } from './slots.ts'

/**
 * The regular stretches of the trailing sessions that have bars on the chart. Their breaks are taken to be
 * those of the replayed session, counted from the open; a session that is not stored at all is no hole.
 */
export function trailingStretches(
  { trailing, segments }: Pick<ShownSession, 'trailing' | 'segments'>,
  starts: Float64Array,
  bars: number,
): readonly Stretch[] {
  const first = segments[0]
  if (!first) return []
  return trailing.flatMap(({ open, close }) => {
    const bar = lowerBound(starts, open, bars)
    if (bar >= bars || at(starts, bar) >= close) return []
    return segments.flatMap((segment, index) => {
      const from = open + (segment.open - first.open)
      const isLast = index === segments.length - 1
      const to = isLast ? close : Math.min(close, open + (segment.close - first.open))
      return from < to ? [{ open: from as EpochMs, close: to as EpochMs }] : []
    })
  })
}
