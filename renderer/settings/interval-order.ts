import { type Interval, intradayMs } from '#shared/bars/interval.ts'
import { dayMs } from '#shared/time/epoch.ts'

/** Intervals from short to long. */
export function inOrder(intervals: readonly Interval[]): Interval[] {
  return intervals.toSorted((one, other) => lengthOf(one) - lengthOf(other))
}

/** Milliseconds, with days and weeks taken as whole ones: enough to compare by. */
function lengthOf(interval: Interval): number {
  const days = interval.endsWith('w') ? 7 : 1
  return intradayMs(interval) ?? Number.parseInt(interval, 10) * days * dayMs
}
