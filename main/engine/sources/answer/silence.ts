import { at, type BarColumns, lowerBound } from '#shared/bars/columns.ts'
import { type Interval, intradayMs } from '#shared/bars/interval.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { BarAnswer, RejectedBar } from '../data-source.ts'

/**
 * Whether an answer proves that the source has no bar that starts at `start`, which lies in the window asked for
 * (R13). What came truncated proves nothing before its beginning and from its end on, and a rejected bar nothing about its own time.
 */
export function isProvenSilent(answer: BarAnswer, interval: Interval, start: EpochMs): boolean {
  switch (answer.kind) {
    case 'empty':
      return true
    case 'failed':
      return false
    case 'truncated':
      return start >= (answer.since ?? start) && start < answer.until && isAbsent(answer, interval, start)
    case 'bars':
      return isAbsent(answer, interval, start)
  }
}

interface Came {
  readonly columns: BarColumns
  readonly rejected: readonly RejectedBar[]
}

function isAbsent({ columns, rejected }: Came, interval: Interval, start: EpochMs): boolean {
  const index = lowerBound(columns.start, start)
  if (index < columns.start.length && at(columns.start, index) === start) return false
  const end = start + (intradayMs(interval) ?? 1)
  return rejected.every((bar) => bar.start !== undefined && (bar.start < start || bar.start >= end))
}
