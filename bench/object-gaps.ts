import { minuteMs } from '#shared/time/epoch.ts'
import type { BarObject } from './row-a-bar.ts'

/** The mission's design: every minute from the open to the clock looked for in a set, neighbours joined to gaps. */
export function scanMinutes(
  bars: readonly BarObject[],
  open: number,
  clock: number,
): readonly { readonly from: number; readonly minutes: number }[] {
  const present = new Set(bars.map(({ timestamp }) => timestamp))
  const gaps: { from: number; minutes: number }[] = []
  for (let minute = open; minute < clock; minute += minuteMs) {
    if (present.has(minute)) continue
    const last = gaps.at(-1)
    if (last && last.from + last.minutes * minuteMs === minute) last.minutes++
    else gaps.push({ from: minute, minutes: 1 })
  }
  return gaps
}
