import { type Interval, intradayMs } from '#shared/bars/interval.ts'
import { dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import { dayMs } from '#shared/time/epoch.ts'

/**
 * Which block holds a session's bars, as days since 1970: a block of its own, named by its date, or for bars of
 * days and weeks the block of its calendar year, named by the first of January.
 */
export function blockDay(interval: Interval, session: SessionDate): number {
  return holdsYear(interval) ? dayNumber(`${session.slice(0, 4)}-01-01` as SessionDate) : dayNumber(session)
}

/** Whether blocks of this interval hold the sessions of a year. */
export function holdsYear(interval: Interval): boolean {
  return intradayMs(interval) === undefined
}

/** Milliseconds by which bars of this interval mostly follow one another. */
export function stepMs(interval: Interval): number {
  return intradayMs(interval) ?? dayMs
}
