import type { Hours } from './exchange.ts'
import { dayNumber, type SessionDate } from './session-date.ts'

/** Hours of an exchange in minutes after the midnight of a session date, in force from `fromDay` on. */
export interface WallHours {
  /** Days since 1970-01-01. */
  readonly fromDay: number
  readonly segments: readonly WallSegment[]
  readonly preMarketOpen: number | undefined
  /** Length of the post-market. */
  readonly postMarketMinutes: number | undefined
}

/** A stretch of the wall clock, [open, close) in minutes after midnight, negative on the day before. */
export interface WallSegment {
  readonly open: number
  readonly close: number
}

const dayMinutes = 1440
const eve = 'eve '

/** Reads the hours of an exchange. */
export function wallHoursOf(hours: Hours): WallHours {
  return {
    fromDay: dayNumber(hours.from as SessionDate),
    segments: wallSegmentsOf(hours.segments),
    preMarketOpen: hours.preMarketOpen === undefined ? undefined : minutesOf(hours.preMarketOpen),
    postMarketMinutes: hours.postMarketMinutes,
  }
}

/** Reads stretches of the wall clock. */
export function wallSegmentsOf(segments: Hours['segments']): readonly WallSegment[] {
  return segments.map(([open, close]) => ({ open: minutesOf(open), close: minutesOf(close) }))
}

/** Minutes after midnight of HH:MM, or of "eve HH:MM" on the day before. */
export function minutesOf(wallTime: string): number {
  if (wallTime.startsWith(eve)) return minutesOf(wallTime.slice(eve.length)) - dayMinutes
  return Number(wallTime.slice(0, 2)) * 60 + Number(wallTime.slice(3))
}

/** The part of some segments that lies in [from, to), without those that are empty then. */
export function segmentsWithin(
  segments: readonly WallSegment[],
  from: number,
  to: number,
): readonly WallSegment[] {
  return segments
    .filter(({ open, close }) => open < to && close > from)
    .map(({ open, close }) => ({ open: Math.max(open, from), close: Math.min(close, to) }))
}
