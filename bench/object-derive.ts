import { minuteMs } from '#shared/time/epoch.ts'
import type { BarObject } from './row-a-bar.ts'

/** The mission's design of derived bars: the minutes of each window are filtered out of all, then reduced to one. */
export function filterDerived(bars: readonly BarObject[], minutes: number): BarObject[] {
  const first = bars[0]
  const last = bars[bars.length - 1]
  const derived: BarObject[] = []
  if (!first || !last) return derived
  const length = minutes * minuteMs
  for (let start = first.timestamp; start <= last.timestamp; start += length) {
    const children = bars.filter(({ timestamp }) => timestamp >= start && timestamp < start + length)
    if (children.length > 0) derived.push(reduced(children))
  }
  return derived
}

/** The same with each window sliced out by its place, which goes wrong where a minute is missing. */
export function sliceDerived(bars: readonly BarObject[], minutes: number): BarObject[] {
  const derived: BarObject[] = []
  for (let from = 0; from < bars.length; from += minutes)
    derived.push(reduced(bars.slice(from, from + minutes)))
  return derived
}

function reduced(children: readonly BarObject[]): BarObject {
  return children.reduce((bar, { high, low, close, volume }) => ({
    timestamp: bar.timestamp,
    open: bar.open,
    high: Math.max(bar.high, high),
    low: Math.min(bar.low, low),
    close,
    volume: bar.volume + volume,
  }))
}
