import type { Session } from '../calendar/trading-calendar.ts'
import type { EpochMs } from '../time/epoch.ts'
import { type BarColumns, type BarRange, sliceColumns } from './columns.ts'
import type { DerivedCounts } from './derive-counts.ts'
import type { Hours } from './derive-windows.ts'
import { DerivedBars } from './derived-bars.ts'
import type { Interval } from './interval.ts'

export interface DerivedSession {
  readonly columns: BarColumns
  readonly counts: DerivedCounts
}

/**
 * Bars of a longer interval, 1d at most, made of the minutes of one session label (R8 to R10). `source` must hold
 * only minutes visible at `at`; bars whose window ends after `at` are forming, none without `at`. With regular
 * hours, minutes outside the segments are left out. A daily bar starts at the session's open. The
 * columns may share one buffer: send slices of them.
 */
export function deriveSession(
  source: BarRange,
  session: Session,
  interval: Interval,
  options: { readonly at?: EpochMs; readonly hours?: Hours } = {},
): DerivedSession {
  const bars = new DerivedBars(session, interval, options.hours)
  if (options.at !== undefined) bars.setClock(options.at)
  bars.append(source)
  const { columns, to } = bars.range()
  return {
    columns: columns.start.length === to ? columns : sliceColumns(columns, 0, to),
    counts: bars.counts(),
  }
}
