import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMs, type EpochMs, minuteMs, parseUtc } from '../time/epoch.ts'
import { calendarOf, knownExchanges } from './calendars.ts'
import { dateOfDay, dayNumber, type SessionDate } from './session-date.ts'
import { minuteIndex, minuteStart, minutesEnded } from './session-minutes.ts'
import type { Session, TradingCalendar } from './trading-calendar.ts'

const calendars = [...new Set(knownExchanges().map(calendarOf))]

function date(text: string): SessionDate {
  return text as SessionDate
}

function utc(text: string): EpochMs {
  return parseUtc(text) as EpochMs
}

/** A calendar and a time well inside its range, on a full minute. */
const anyTime = fc.constantFrom(...calendars).chain((calendar) => {
  const minute = (text: string) => Date.parse(`${text}T00:00:00Z`) / minuteMs
  const margin = 40 * 1440
  return fc
    .integer({ min: minute(calendar.first) + margin, max: minute(calendar.last) - margin })
    .map((at) => ({ calendar, time: (at * minuteMs) as EpochMs }))
})

const anySession = fc
  .constantFrom(...calendars)
  .chain((calendar) =>
    fc
      .integer({ min: 0, max: calendar.sessionNumber(calendar.last) - 1 })
      .map((number) => ({ calendar, session: calendar.sessionAt(number) as Session })),
  )

/** Sessions around a time, found by looking at each date. */
function sessionsAround(calendar: TradingCalendar, time: EpochMs, days: number): Session[] {
  const today = Math.floor(time / 86_400_000)
  const sessions: Session[] = []
  for (let day = today - days; day <= today + days; day++) {
    const session = calendar.session(dateOfDay(day))
    if (session) sessions.push(session)
  }
  return sessions
}

/** Regular minutes in [from, to), counted one by one. */
function countMinutes(sessions: readonly Session[], from: number, to: number): number {
  let count = 0
  for (const { segments } of sessions) {
    for (const { open, close } of segments) {
      for (let time: number = open; time < close; time += minuteMs) if (time >= from && time < to) count++
    }
  }
  return count
}

describe('sessions', () => {
  test('next and previous are inverses', () => {
    fc.assert(
      fc.property(anySession, ({ calendar, session }) => {
        const number = calendar.sessionNumber(session.date)
        const next = calendar.sessionAt(number + 1)
        if (next) {
          expect(calendar.nextSession(session.date)).toBe(next)
          expect(calendar.previousSession(next.date)).toBe(session)
        }
        expect(calendar.sessionAt(number)).toBe(session)
        expect(calendar.session(session.date)).toBe(session)
      }),
      { numRuns: 1000 },
    )
  })

  test('trailing sessions are those of a slow scan (H1)', () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: 0, max: 12 }), ({ calendar, time }, count) => {
        const label = calendar.sessionDateOf(time)
        const found: Session[] = []
        const first = dayNumber(calendar.first)
        for (let day = dayNumber(label) - 1; day >= first && found.length < count; day--) {
          const session = calendar.session(dateOfDay(day))
          if (session) found.unshift(session)
        }
        expect(calendar.trailingSessions(label, count)).toEqual(found)
      }),
      { numRuns: 300 },
    )
  })

  test('groups of n days count sessions, over weekends and the new year after 53 weeks (D4)', () => {
    const xnys = calendarOf('XNYS')
    const group = (label: string) => Math.floor(xnys.sessionNumber(date(label)) / 3)
    const labels = xnys.sessions(date('2020-12-21'), date('2021-01-15')).map((session) => session.date)
    const sizes = new Map<number, number>()
    for (const label of labels) sizes.set(group(label), (sizes.get(group(label)) ?? 0) + 1)
    const counts = [...sizes.values()]
    expect(counts.slice(1, -1).every((count) => count === 3)).toBe(true)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(18)
    expect(xnys.sessionNumber(date('2021-01-04')) - xnys.sessionNumber(date('2020-12-31'))).toBe(1)
  })

  test('five trailing sessions over the Lunar New Year', () => {
    const dates = calendarOf('XHKG').trailingSessions(date('2024-02-15'), 5)
    expect(dates.map((session) => session.date)).toEqual([
      '2024-02-06',
      '2024-02-07',
      '2024-02-08',
      '2024-02-09',
      '2024-02-14',
    ])
  })

  test('the session that holds a time is that of a slow scan', () => {
    fc.assert(
      fc.property(anyTime, ({ calendar, time }) => {
        const holder = sessionsAround(calendar, time, 2).find(
          ({ open, close, preMarket, postMarket }) =>
            time >= (preMarket?.open ?? open) && time < (postMarket?.close ?? close),
        )
        expect(calendar.sessionHolding(time)).toBe(holder)
        if (holder) expect(calendar.sessionDateOf(time)).toBe(holder.date)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('minutes', () => {
  test('an index within a session and its start are inverses', () => {
    fc.assert(
      fc.property(
        anySession,
        fc.nat(),
        fc.integer({ min: 0, max: minuteMs - 1 }),
        ({ session }, seed, rest) => {
          const index = seed % session.expectedMinutes
          const start = minuteStart(session, index) as EpochMs
          expect(minuteIndex(session, start)).toBe(index)
          expect(minuteIndex(session, addMs(start, rest))).toBe(index)
          expect(minutesEnded(session, start)).toBe(index)
          expect(minutesEnded(session, addMs(start, minuteMs))).toBe(index + 1)
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('each time around a session has the index that counting gives', () => {
    for (const [exchange, label] of [
      ['XTKS', '2024-11-01'],
      ['XHKG', '2024-02-09'],
      ['XNYS', '2019-11-29'],
    ] as const) {
      const session = calendarOf(exchange).session(date(label)) as Session
      let before = 0
      for (let at = session.open - 5 * minuteMs; at < session.close + 5 * minuteMs; at += minuteMs) {
        const time = at as EpochMs
        const isOpen = session.segments.some(({ open, close }) => time >= open && time < close)
        expect(minuteIndex(session, time)).toBe(isOpen ? before : undefined)
        expect(minutesEnded(session, time)).toBe(before)
        if (isOpen) before++
      }
      expect(before).toBe(session.expectedMinutes)
      for (const outside of [-1, session.expectedMinutes]) {
        expect(minuteStart(session, outside)).toBeUndefined()
      }
    }
  })

  test('a stamp equal to the close, or in a break, is no minute of the session (T4)', () => {
    const session = calendarOf('XHKG').session(date('2024-05-02')) as Session
    expect(minuteIndex(session, session.close)).toBeUndefined()
    expect(minuteIndex(session, utc('2024-05-02T04:00:00Z'))).toBeUndefined()
    expect(minuteIndex(session, utc('2024-05-02T03:59:00Z'))).toBe(149)
    expect(minuteIndex(session, utc('2024-05-02T05:00:00Z'))).toBe(150)
    expect(minuteStart(session, 329)).toBe(utc('2024-05-02T07:59:00Z'))
  })

  test('a number through the calendar and its time are inverses', () => {
    fc.assert(
      fc.property(anySession, fc.nat(), ({ calendar, session }, seed) => {
        const index = seed % session.expectedMinutes
        const start = minuteStart(session, index) as EpochMs
        const number = calendar.minuteNumber(start)
        expect(calendar.minuteAt(number)).toBe(start)
        expect(number - index).toBe(calendar.minuteNumber(session.open))
      }),
      { numRuns: 1000 },
    )
  })

  test('expected minutes of any span are those counted one by one (R5)', () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: -200, max: 6000 }), ({ calendar, time }, minutes) => {
        const end = addMs(time, minutes * minuteMs)
        expect(calendar.expectedMinutes(time, end)).toBe(
          countMinutes(sessionsAround(calendar, time, 8), time, end),
        )
      }),
      { numRuns: 200 },
    )
  })

  test('minutes of years and of the whole calendar are the sums of their sessions', () => {
    for (const calendar of calendars) {
      const all = calendar.sessions(calendar.first, calendar.last)
      const sum = all.reduce((minutes, session) => minutes + session.expectedMinutes, 0)
      const last = all.at(-1) as Session
      expect(calendar.minuteNumber(last.close)).toBe(sum)
      expect(calendar.minuteAt(sum - 1)).toBe(addMs(last.close, -minuteMs))
      expect([calendar.minuteAt(sum), calendar.minuteAt(-1)]).toEqual([undefined, undefined])
    }
    const xnys = calendarOf('XNYS')
    // 250 sessions, three of them of 210 minutes.
    expect(xnys.expectedMinutes(utc('2025-01-01T05:00:00Z'), utc('2026-01-01T05:00:00Z'))).toBe(
      250 * 390 - 3 * 180,
    )
  })
})

describe('the edges of the range (R6)', () => {
  test.each(calendars)('$exchange: a date or a time outside is one clear error', (calendar) => {
    const refusal = expect.objectContaining({
      code: 'outside-calendar',
      message: expect.stringContaining(`reaches from ${calendar.first} to ${calendar.last}`),
    })
    const early = dateOfDay(dayNumber(calendar.first) - 2)
    const late = dateOfDay(dayNumber(calendar.last) + 2)
    for (const outside of [early, late]) {
      const noon = utc(`${outside}T12:00:00Z`)
      expect(() => calendar.session(outside)).toThrow(refusal)
      expect(() => calendar.sessionHolding(noon)).toThrow(refusal)
      expect(() => calendar.minuteNumber(noon)).toThrow(refusal)
      expect(() => calendar.interruptions(outside, outside)).toThrow(refusal)
    }
    expect(() => calendar.expectedMinutes(utc('2020-01-02T00:00:00Z'), utc(`${late}T00:00:00Z`))).toThrow(
      refusal,
    )
  })

  test('the whole range is a span that may be asked for', () => {
    const xnys = calendarOf('XNYS')
    const first = utc('1990-01-01T05:00:00Z')
    expect(xnys.minuteNumber(first)).toBe(0)
    expect(xnys.expectedMinutes(first, utc('2029-01-01T05:00:00Z'))).toBe(
      xnys.minuteNumber(utc('2028-12-29T21:00:00Z')),
    )
    expect(() => xnys.minuteNumber(utc('2029-01-01T05:00:01Z'))).toThrow('2029-01-01')
    expect(() => xnys.minuteNumber(utc('1990-01-01T04:59:00Z'))).toThrow('1989-12-31')
  })
})
