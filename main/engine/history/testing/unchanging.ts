import type { BarRange } from '#shared/bars/columns.ts'
import type { PastBars } from '../past-bars.ts'

/** Bars of earlier sessions that stay as they are. */
export function unchanging(ranges: readonly BarRange[]): PastBars {
  return { version: 0, ranges: () => ranges }
}
