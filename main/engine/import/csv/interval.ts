import { type Interval, intradayMs, oneDay } from '#shared/bars/interval.ts'

/** Whether bars of this length can be imported: up to a day; longer ones are derived. */
export function isImportInterval(interval: Interval): boolean {
  return interval === oneDay || intradayMs(interval) !== undefined
}
