import { type EpochMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import type { BarRequest } from '../data-source.ts'

/** A bar as it came, before anything is believed of it: what could not be read is NaN. */
export interface RawBar {
  readonly start: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

const names = ['open', 'high', 'low', 'close'] as const

/** Why a bar cannot be what was asked for; undefined when nothing is wrong with it. The rules are those of imports. */
export function barFault(bar: RawBar, { start, end }: BarRequest): string | undefined {
  if (!Number.isFinite(bar.start)) return 'has no time that can be read'
  const time = formatTime(bar.start)
  if (bar.start % minuteMs !== 0) return `${time} is not on a whole minute`
  if (bar.start < start || bar.start >= end) return `${time} lies outside the time that was asked for`
  for (const name of names) {
    if (!Number.isFinite(bar[name])) return `${time}: ${name} is no number`
    if (bar[name] <= 0) return `${time}: ${name} ${bar[name]} is not above zero`
  }
  const { open, high, low, close, volume } = bar
  if (!Number.isFinite(volume)) return `${time}: volume is no number`
  if (volume < 0) return `${time}: volume ${volume} is negative`
  if (high < low) return `${time}: high ${high} is below low ${low}`
  if (high < Math.max(open, close)) return `${time}: high ${high} is below ${Math.max(open, close)}`
  if (low > Math.min(open, close)) return `${time}: low ${low} is above ${Math.min(open, close)}`
  return undefined
}

const latestTime = 8.64e15

function formatTime(time: number): string {
  return Math.abs(time) <= latestTime ? formatUtc(time as EpochMs) : String(time)
}
