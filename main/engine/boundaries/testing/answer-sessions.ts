import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Segment, Session } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { utc } from './utc.ts'

/** Sessions of an answer file: date, open, close, begin and end of the break, all in UTC. */
export function answerSessions(name: string): readonly Session[] {
  const text = readFileSync(join(process.env.TAPEDECK_ANSWERS ?? '', 'calendars', `${name}.csv`), 'utf8')
  const rows = text.trimEnd().split(/\r?\n/)
  return rows.slice(1).map((row) => {
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
    lateOpen: false,
    reason: undefined,
    expectedMinutes: segments.reduce((sum, segment) => sum + segment.close - segment.open, 0) / minuteMs,
  }
}
