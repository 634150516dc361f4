import { formatUtc } from '#shared/time/epoch.ts'
import type { LookAhead } from './look-ahead.ts'

/** Whether a strategy looks ahead, in words; `cuts` is at how many points it was cut off. */
export function lookAheadText(found: LookAhead | undefined, cuts: number): string {
  return found
    ? `Looks ahead: at ${formatUtc(found.at)} it decides otherwise about ${found.symbol} when the bars after ${formatUtc(found.cut)} are not there.`
    : `Looks at nothing ahead: cut off at ${cuts} points, it decides the same until then.`
}
