import { hourMs, minuteMs } from '../time/epoch.ts'

declare const intervalBrand: unique symbol

/** Length of a bar: a count and a unit, `1m` `5m` `15m` `1h` `1d` `1w`. Days and weeks count sessions. */
export type Interval = string & { readonly [intervalBrand]: true }

export const oneMinute = '1m' as Interval
export const oneDay = '1d' as Interval
export const oneWeek = '1w' as Interval

const pattern = /^([1-9]\d{0,3})([mhdw])$/
const longestMinutes = 1440

/** Reads an interval; undefined when the text is none. `60m` is read as `1h`, so that equal lengths are equal. */
export function parseInterval(text: string): Interval | undefined {
  const match = pattern.exec(text)
  if (!match) return undefined
  const count = Number(match[1])
  const unit = match[2]
  if (unit === 'd' || unit === 'w') return `${count}${unit}` as Interval
  const minutes = unit === 'h' ? count * 60 : count
  if (minutes > longestMinutes) return undefined
  return (minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`) as Interval
}

/** Whether bars of an interval are made of several sessions: more than a day. */
export function isMultiSession(interval: Interval): boolean {
  return intradayMs(interval) === undefined && interval !== oneDay
}

/** Length in milliseconds of an interval below a day; undefined for days and weeks, whose length the calendar knows. */
export function intradayMs(interval: Interval): number | undefined {
  const count = Number.parseInt(interval, 10)
  if (interval.endsWith('m')) return count * minuteMs
  if (interval.endsWith('h')) return count * hourMs
  return undefined
}
