import { type SessionDate, utcDateOf } from '#shared/calendar/session-date.ts'
import type { Segment, Session } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs, parseUtc } from '#shared/time/epoch.ts'
import type { BoundaryCalendar } from '../calendar-place.ts'

/** A calendar that is a list of sessions, in order. */
export function listedCalendar(exchange: string, sessions: readonly Session[]): BoundaryCalendar {
  const numberFrom = (date: SessionDate) => {
    const number = sessions.findIndex((session) => session.date >= date)
    return number < 0 ? sessions.length : number
  }
  return {
    exchange,
    first: (sessions[0] as Session).date,
    last: (sessions.at(-1) as Session).date,
    session: (date) => sessions.find((session) => session.date === date),
    sessionAt: (number) => sessions[number],
    sessionNumber: numberFrom,
    sessionDateOf: (time) =>
      sessions.find(({ open, close }) => time >= open && time < close)?.date ?? utcDateOf(time),
  }
}

/** Sessions as the rows of an answer file: date, open, close, begin and end of the break, all in UTC. */
export function sessionsFromRows(rows: readonly string[]): readonly Session[] {
  return rows.map((row) => {
    const [date = '', open = '', close = '', breakStart, breakEnd] = row.split(',')
    const pause = breakStart && breakEnd ? { start: utc(breakStart), end: utc(breakEnd) } : undefined
    return session(date.slice(0, 10), utc(open), utc(close), pause)
  })
}

function session(
  date: string,
  open: EpochMs,
  close: EpochMs,
  pause: { readonly start: EpochMs; readonly end: EpochMs } | undefined,
): Session {
  const segments: Segment[] = pause
    ? [
        { open, close: pause.start },
        { open: pause.end, close },
      ]
    : [{ open, close }]
  return {
    date: date as SessionDate,
    dayStart: open,
    open,
    close,
    segments,
    preMarket: undefined,
    postMarket: undefined,
    earlyClose: false,
    reason: undefined,
    expectedMinutes: segments.reduce((sum, segment) => sum + segment.close - segment.open, 0) / minuteMs,
  }
}

/** An instant as text; throws a RangeError for any other. */
export function utc(text: string): EpochMs {
  const time = parseUtc(text)
  if (time === undefined) throw new RangeError(`Not an instant: ${text}`)
  return time
}
