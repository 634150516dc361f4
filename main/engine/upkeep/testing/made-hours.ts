import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Segment, Session } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'

/** When made sessions open. */
export const madeOpen = Date.parse('2024-07-08T13:30:00Z') as EpochMs

/** A session with these segments, in minutes after its open: [from, to) each. */
export function madeHours(segments: readonly (readonly [from: number, to: number])[]): Session {
  const own = segments.map(([from, to]): Segment => ({ open: minuteOf(from), close: minuteOf(to) }))
  const [first, last] = [own[0], own.at(-1)]
  if (!first || !last) throw new RangeError('A session has a segment')
  return {
    date: '2024-07-08' as SessionDate,
    dayStart: minuteOf(-570),
    open: first.open,
    close: last.close,
    segments: own,
    preMarket: undefined,
    postMarket: undefined,
    earlyClose: false,
    lateOpen: false,
    reason: undefined,
    expectedMinutes: own.reduce((sum, { open, close }) => sum + (close - open) / minuteMs, 0),
  }
}

/** When a minute after the open starts. */
export function minuteOf(minute: number): EpochMs {
  return (madeOpen + minute * minuteMs) as EpochMs
}

/** Starts of bars at these minutes after the open. */
export function startsAt(minutes: readonly number[]): Float64Array {
  return Float64Array.from(minutes, minuteOf)
}
