import type { Hours } from './exchange.ts'
import { dayNumber, type SessionDate } from './session-date.ts'

/** Hours of an exchange in minutes after the midnight of a session date, in force from `fromDay` on. */
export interface WallHours {
  /** Days since 1970-01-01. */
  readonly fromDay: number
  readonly segments: readonly { readonly open: number; readonly close: number }[]
  readonly preMarketOpen: number | undefined
  /** Length of the post-market. */
  readonly postMarketMinutes: number | undefined
}

/** Reads the hours of an exchange. */
export function wallHoursOf(hours: Hours): WallHours {
  return {
    fromDay: dayNumber(hours.from as SessionDate),
    segments: hours.segments.map(([open, close]) => ({ open: minutesOf(open), close: minutesOf(close) })),
    preMarketOpen: hours.preMarketOpen === undefined ? undefined : minutesOf(hours.preMarketOpen),
    postMarketMinutes: hours.postMarketMinutes,
  }
}

/** Minutes after midnight of HH:MM. */
export function minutesOf(wallTime: string): number {
  return Number(wallTime.slice(0, 2)) * 60 + Number(wallTime.slice(3))
}
