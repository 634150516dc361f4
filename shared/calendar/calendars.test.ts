import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMs, dayMs, type EpochMs, hourMs, parseUtc } from '../time/epoch.ts'
import { calendarOf, knownExchanges } from './calendars.ts'
import { dateOfDay, dayNumber, type SessionDate } from './session-date.ts'

const xnys = calendarOf('XNYS')
const always = calendarOf('24/7')

function date(text: string): SessionDate {
  return text as SessionDate
}

function utc(text: string): EpochMs {
  const time = parseUtc(text)
  if (time === undefined) throw new RangeError(text)
  return time
}

function sessionOn(text: string) {
  const session = xnys.session(date(text))
  if (!session) throw new RangeError(`no session on ${text}`)
  return session
}

describe('XNYS', () => {
  test('a half day: 210 minutes, post-market for four hours after the early close (vector 1)', () => {
    const session = sessionOn('2019-11-29')
    expect(session).toEqual({
      date: '2019-11-29',
      dayStart: utc('2019-11-29T05:00:00Z'),
      open: utc('2019-11-29T14:30:00Z'),
      close: utc('2019-11-29T18:00:00Z'),
      segments: [{ open: utc('2019-11-29T14:30:00Z'), close: utc('2019-11-29T18:00:00Z') }],
      preMarket: { open: utc('2019-11-29T09:00:00Z'), close: utc('2019-11-29T14:30:00Z') },
      postMarket: { open: utc('2019-11-29T18:00:00Z'), close: utc('2019-11-29T22:00:00Z') },
      earlyClose: true,
      lateOpen: false,
      reason: 'day after Thanksgiving',
      expectedMinutes: 210,
    })
  })

  test('the open follows the clocks of New York (vector 2)', () => {
    const before = sessionOn('2021-03-12')
    const after = sessionOn('2021-03-15')
    expect([before.open, before.expectedMinutes]).toEqual([utc('2021-03-12T14:30:00Z'), 390])
    expect([after.open, after.expectedMinutes]).toEqual([utc('2021-03-15T13:30:00Z'), 390])
    expect(sessionOn('2021-11-05').open).toBe(utc('2021-11-05T13:30:00Z'))
    expect(sessionOn('2021-11-08').open).toBe(utc('2021-11-08T14:30:00Z'))
    expect(after.preMarket?.open).toBe(utc('2021-03-15T08:00:00Z'))
    expect(after.postMarket?.close).toBe(utc('2021-03-16T00:00:00Z'))
  })

  test('the day of a state funeral is skipped (vector 5)', () => {
    expect(xnys.nextSession(date('2025-01-08')).date).toBe('2025-01-10')
    expect(xnys.session(date('2025-01-09'))).toBeUndefined()
  })

  test('an early close before a holiday, a full day after it (vector 6)', () => {
    expect(sessionOn('2024-07-03').close).toBe(utc('2024-07-03T17:00:00Z'))
    expect(sessionOn('2024-07-05')).toMatchObject({ expectedMinutes: 390, earlyClose: false })
    expect(sessionOn('2024-07-05').reason).toBeUndefined()
  })

  test('every closed weekday has its reason', () => {
    expect(xnys.closures(date('2012-10-01'), date('2013-01-01'))).toEqual([
      { date: '2012-10-29', reason: 'Hurricane Sandy', scheduled: false },
      { date: '2012-10-30', reason: 'Hurricane Sandy', scheduled: false },
      { date: '2012-11-22', reason: 'Thanksgiving Day', scheduled: true },
      { date: '2012-12-25', reason: 'Christmas Day', scheduled: true },
      { date: '2013-01-01', reason: "New Year's Day", scheduled: true },
    ])
    expect(xnys.closures(date('2022-01-01'), date('2022-12-31')).map((closure) => closure.reason)).toEqual([
      'Martin Luther King Jr. Day',
      "Washington's Birthday",
      'Good Friday',
      'Memorial Day',
      'Juneteenth',
      'Independence Day',
      'Labor Day',
      'Thanksgiving Day',
      'Christmas Day',
    ])
  })

  test('each weekday is either a session or a closure, and no weekend day is one', () => {
    const closed = new Set(xnys.closures(xnys.first, xnys.last).map((closure) => closure.date))
    for (let day = dayNumber(xnys.first); day <= dayNumber(xnys.last); day++) {
      const label = dateOfDay(day)
      const weekday = new Date(`${label}T00:00:00Z`).getUTCDay()
      const states = Number(xnys.session(label) !== undefined) + Number(closed.has(label))
      expect(states, label).toBe(weekday === 0 || weekday === 6 ? 0 : 1)
    }
  })

  test('early closes have a reason, other sessions none', () => {
    const sessions = xnys.sessions(xnys.first, xnys.last)
    expect(sessions.filter((session) => session.earlyClose).length).toBeGreaterThan(70)
    for (const session of sessions) {
      expect(session.reason !== undefined, session.date).toBe(session.earlyClose)
      expect(session.expectedMinutes < 390, session.date).toBe(session.earlyClose)
    }
    expect(sessionOn('2003-12-26').reason).toBe('day after Christmas')
    expect(sessionOn('2002-07-05').reason).toBe('day after Independence Day')
  })
})

describe('24/7', () => {
  test('sessions are UTC days of 1,440 minutes, on weekends too (vector 13)', () => {
    const sessions = always.sessions(date('2024-02-28'), date('2024-03-03'))
    expect(sessions.map((session) => session.date)).toEqual([
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
      '2024-03-02',
      '2024-03-03',
    ])
    for (const session of sessions) {
      expect(session).toMatchObject({
        expectedMinutes: 1440,
        open: utc(`${session.date}T00:00:00Z`),
        close: addMs(session.open, dayMs),
        preMarket: undefined,
        postMarket: undefined,
        earlyClose: false,
      })
    }
    expect(always.closures(always.first, always.last)).toEqual([])
    expect(always.sessionNumber(always.last)).toBe(dayNumber(always.last))
    expect([always.first, always.last]).toEqual(['1970-01-01', '2099-12-31'])
  })
})

describe('which calendar', () => {
  test('XNAS shares the calendar of XNYS', () => {
    expect(calendarOf('XNAS')).toBe(xnys)
    expect(knownExchanges().join(' ')).toBe(
      'XNYS XNAS XLON XTKS XHKG XFRA XETR XASX XTSE XSWX XPAR XBOM XSHG CMES CME-ES 24/7',
    )
  })

  test('an unknown exchange is refused with the known ones', () => {
    expect(() => calendarOf('XXXX')).toThrow(
      expect.objectContaining({
        code: 'unknown-exchange',
        message: `No calendar for exchange "XXXX". Known are ${knownExchanges().join(', ')}.`,
      }),
    )
  })
})

describe('outside the range', () => {
  const refusal = expect.objectContaining({
    code: 'outside-calendar',
    message: expect.stringMatching(/XNYS.*1990-01-01 to 2028-12-31/),
  })

  test('every question is refused, with the exchange, the date and the range', () => {
    const early = date('1989-12-29')
    const late = date('2029-01-01')
    const inside = date('2020-01-02')
    for (const outside of [early, late]) {
      expect(() => xnys.session(outside)).toThrow(refusal)
      expect(() => xnys.session(outside)).toThrow(outside)
      expect(() => xnys.nextSession(outside)).toThrow(refusal)
      expect(() => xnys.previousSession(outside)).toThrow(refusal)
      expect(() => xnys.trailingSessions(outside, 5)).toThrow(refusal)
      expect(() => xnys.sessionNumber(outside)).toThrow(refusal)
      expect(() => xnys.sessionDateOf(utc(`${outside}T15:00:00Z`))).toThrow(refusal)
    }
    expect(() => xnys.sessions(early, inside)).toThrow(refusal)
    expect(() => xnys.sessions(inside, late)).toThrow(refusal)
    expect(() => xnys.closures(early, inside)).toThrow(refusal)
    expect(() => xnys.closures(inside, late)).toThrow(refusal)
  })

  test('there is nothing before the first session and nothing after the last', () => {
    expect(xnys.sessions(xnys.first, date('1990-01-02')).map((session) => session.date)).toEqual([
      '1990-01-02',
    ])
    expect(() => xnys.previousSession(date('1990-01-02'))).toThrow(refusal)
    expect(() => xnys.nextSession(date('2028-12-29'))).toThrow(refusal)
    expect([xnys.sessionAt(-1), xnys.sessionAt(9820)]).toEqual([undefined, undefined])
    expect(xnys.sessionAt(9819)?.date).toBe('2028-12-29')
    expect(xnys.trailingSessions(date('1990-01-04'), 5).map((session) => session.date)).toEqual([
      '1990-01-02',
      '1990-01-03',
    ])
  })
})

describe('neighbours, against a list that is walked', () => {
  const all = xnys.sessions(xnys.first, xnys.last)
  const anyDate = fc
    .integer({ min: dayNumber(date('1990-02-01')), max: dayNumber(date('2028-12-28')) })
    .map(dateOfDay)

  test('next and previous session', () => {
    fc.assert(
      fc.property(anyDate, (day) => {
        expect(xnys.nextSession(day)).toBe(all.find((session) => session.date > day))
        expect(xnys.previousSession(day)).toBe(all.findLast((session) => session.date < day))
        expect(xnys.session(day)).toBe(all.find((session) => session.date === day))
        const number = all.filter((session) => session.date < day).length
        expect(xnys.sessionNumber(day)).toBe(number)
        expect(xnys.sessionAt(number)).toBe(all[number])
      }),
    )
  })

  test('trailing sessions count sessions, not dates (R23, H1)', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 20 }), (day, count) => {
        const before = all.filter((session) => session.date < day)
        expect(xnys.trailingSessions(day, count)).toEqual(before.slice(before.length - count))
      }),
    )
    expect(xnys.trailingSessions(date('2024-07-08'), 5).map((session) => session.date)).toEqual([
      '2024-06-28',
      '2024-07-01',
      '2024-07-02',
      '2024-07-03',
      '2024-07-05',
    ])
  })

  test('a range holds both its ends; one that ends before it begins is empty', () => {
    fc.assert(
      fc.property(anyDate, anyDate, (from, to) => {
        expect(xnys.sessions(from, to)).toEqual(
          all.filter((session) => session.date >= from && session.date <= to),
        )
      }),
      { numRuns: 20 },
    )
  })
})

describe('label of a bar', () => {
  test('the session from its pre-market on to the end of its post-market', () => {
    for (const time of ['08:00', '13:29', '13:30', '20:00', '23:59']) {
      expect(xnys.sessionDateOf(utc(`2024-07-05T${time}:00Z`))).toBe('2024-07-05')
    }
  })

  test('after the end of the post-market it is the local date, also past midnight UTC (R3)', () => {
    expect(xnys.sessionDateOf(utc('2024-07-06T00:00:00Z'))).toBe('2024-07-05')
    expect(xnys.sessionDateOf(utc('2024-07-06T03:59:00Z'))).toBe('2024-07-05')
    expect(xnys.sessionDateOf(utc('2024-07-06T04:00:00Z'))).toBe('2024-07-06')
    expect(xnys.sessionDateOf(utc('2024-07-03T22:30:00Z'))).toBe('2024-07-03')
    expect(xnys.sessionDateOf(utc('2025-01-10T02:00:00Z'))).toBe('2025-01-09')
    expect(xnys.sessionDateOf(utc('2021-03-15T03:59:00Z'))).toBe('2021-03-14')
  })

  test('any instant, against the zone data of the runtime', () => {
    const local = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York', dateStyle: 'short' })
    const anyMinute = fc
      .integer({ min: utc('1990-01-02T00:00:00Z') / 60_000, max: utc('2028-12-31T00:00:00Z') / 60_000 })
      .map((minute) => (minute * 60_000) as EpochMs)
    fc.assert(
      fc.property(anyMinute, (time) => {
        // All hours of New York's sessions lie within one local day.
        expect(xnys.sessionDateOf(time)).toBe(local.format(time))
        expect(always.sessionDateOf(time)).toBe(new Date(time).toISOString().slice(0, 10))
      }),
      { numRuns: 2000 },
    )
  })

  test('a stamp equal to the close is in no regular segment (T4)', () => {
    const { segments, close, open, expectedMinutes } = sessionOn('2024-07-05')
    let minutes = 0
    for (let time = open - hourMs; time <= close + hourMs; time += 60_000) {
      if (segments.some((segment) => time >= segment.open && time < segment.close)) minutes++
    }
    expect(minutes).toBe(expectedMinutes)
    expect(segments.some((segment) => close >= segment.open && close < segment.close)).toBe(false)
  })
})
