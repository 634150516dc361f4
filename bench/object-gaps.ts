import { minuteMs } from '#shared/time/epoch.ts'
import type { BarObject } from './row-a-bar.ts'

/** A gap as the mission's design keeps it. */
export interface GapObject {
  readonly start: number
  end: number
  minutes: number
}

/** The mission's design of gap detection: every minute of the session is looked for among the bars' times. */
export function scanForGaps(bars: readonly BarObject[], open: number, close: number): GapObject[] {
  const present = new Set(bars.map(({ timestamp }) => timestamp))
  const gaps: GapObject[] = []
  let gap: GapObject | undefined
  for (let minute = open; minute < close; minute += minuteMs) {
    if (present.has(minute)) gap = undefined
    else if (gap) {
      gap.end = minute + minuteMs
      gap.minutes++
    } else {
      gap = { start: minute, end: minute + minuteMs, minutes: 1 }
      gaps.push(gap)
    }
  }
  return gaps
}
