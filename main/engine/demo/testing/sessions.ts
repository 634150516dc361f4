import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Segment, Session } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'

function segment(open: number, minutes: number): Segment {
  return { open: open as EpochMs, close: (open + minutes * minuteMs) as EpochMs }
}

/** A session of a market with the hours of New York, written down by hand: `opens` is HH:MM UTC. */
export function handMadeSession(date: string, opens = '14:30', minutes = 390): Session {
  const regular = segment(Date.parse(`${date}T${opens}:00Z`), minutes)
  return {
    date: date as SessionDate,
    dayStart: (regular.open - 570 * minuteMs) as EpochMs,
    ...regular,
    segments: [regular],
    preMarket: segment(regular.open - 330 * minuteMs, 330),
    postMarket: segment(regular.close, 240),
    earlyClose: minutes < 390,
    lateOpen: false,
    reason: undefined,
    expectedMinutes: minutes,
  }
}
