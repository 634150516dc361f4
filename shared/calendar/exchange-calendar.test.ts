import { describe, expect, test } from 'vitest'
import { type EpochMs, parseUtc } from '../time/epoch.ts'
import { mondayToFriday } from './date-names.ts'
import { fixed } from './date-rule.ts'
import { type Exchange, noExceptions, type Observance } from './exchange.ts'
import { ExchangeCalendar } from './exchange-calendar.ts'
import type { SessionDate } from './session-date.ts'
import { sessionsCsv } from './sessions-csv.ts'

/** An exchange with a break, new hours, rules with an end, and Sundays. */
const invented: Exchange = {
  code: 'XTST',
  name: 'Invented',
  zone: 'Asia/Tokyo',
  version: '1',
  source: 'made up',
  first: '2023-01-01',
  last: '2025-12-31',
  weekdays: [0, 1, 2, 3, 4],
  hours: [
    {
      from: '2023-01-01',
      segments: [
        ['09:00', '11:30'],
        ['12:30', '15:00'],
      ],
    },
    {
      from: '2024-11-05',
      segments: [
        ['09:00', '11:30'],
        ['12:30', '15:30'],
      ],
    },
  ],
  holidays: [
    { reason: 'Founding Day', rule: { kind: 'fixed', month: 5, day: 1 }, observed: 'same', until: 2023 },
    { reason: 'Whit Monday', rule: { kind: 'easter', plus: 50 }, observed: 'same' },
  ],
  shortDays: [
    {
      reason: 'year end',
      rule: { kind: 'weekday', month: 12, weekday: 0, nth: -1 },
      observed: 'same',
      close: '11:45',
    },
    {
      reason: 'half holiday',
      rule: { kind: 'fixed', month: 6, day: 3 },
      observed: 'same',
      close: '13:00',
      from: 2025,
    },
  ],
  ...noExceptions,
  closures: [{ reason: 'flood', dates: ['2024-05-20'] }],
  earlyCloses: [{ reason: 'storm', dates: ['2024-12-29'], close: '10:00' }],
}

const calendar = new ExchangeCalendar(invented)

function csvOf(...dates: string[]): string[] {
  const sessions = dates.flatMap((date) => calendar.session(date as SessionDate) ?? [])
  return sessionsCsv(sessions).split('\n').slice(1, -1)
}

function utc(text: string): EpochMs {
  return parseUtc(text) as EpochMs
}

describe('an exchange by its data', () => {
  test('a break, and hours that change on a date (vector 9)', () => {
    expect(csvOf('2024-11-04', '2024-11-05')).toEqual([
      '2024-11-04,2024-11-04T00:00:00Z,2024-11-04T06:00:00Z,2024-11-04T02:30:00Z,2024-11-04T03:30:00Z',
      '2024-11-05,2024-11-05T00:00:00Z,2024-11-05T06:30:00Z,2024-11-05T02:30:00Z,2024-11-05T03:30:00Z',
    ])
    expect(calendar.session('2024-11-04' as SessionDate)?.expectedMinutes).toBe(300)
    expect(calendar.session('2024-11-05' as SessionDate)?.expectedMinutes).toBe(330)
  })

  test('an early close cuts the segment it falls in and leaves out those after it', () => {
    expect(csvOf('2023-12-31', '2024-12-29', '2025-06-03')).toEqual([
      '2023-12-31,2023-12-31T00:00:00Z,2023-12-31T02:30:00Z,,',
      '2024-12-29,2024-12-29T00:00:00Z,2024-12-29T01:00:00Z,,',
      '2025-06-03,2025-06-03T00:00:00Z,2025-06-03T04:00:00Z,2025-06-03T02:30:00Z,2025-06-03T03:30:00Z',
    ])
    expect(calendar.session('2024-06-03' as SessionDate)?.earlyClose).toBe(false)
    expect(calendar.session('2024-12-29' as SessionDate)?.reason).toBe('storm')
  })

  test('rules hold in their years; a closure outside the rules goes before one by rule', () => {
    expect(calendar.closures(calendar.first, calendar.last)).toEqual([
      { date: '2023-05-01', reason: 'Founding Day', scheduled: true },
      { date: '2023-05-29', reason: 'Whit Monday', scheduled: true },
      { date: '2024-05-20', reason: 'flood', scheduled: false },
      { date: '2025-06-09', reason: 'Whit Monday', scheduled: true },
    ])
  })

  test('a bar in the break has the label of its session; one of a day without session its local date', () => {
    expect(calendar.sessionDateOf(utc('2024-11-04T03:00:00Z'))).toBe('2024-11-04')
    expect(calendar.sessionDateOf(utc('2024-11-08T15:00:00Z'))).toBe('2024-11-09')
  })

  test('a session that runs past midnight keeps its label', () => {
    const nights = new ExchangeCalendar({
      ...invented,
      weekdays: [1, 3],
      hours: [{ from: '2023-01-01', segments: [['18:00', '30:00']] }],
      holidays: [],
      closures: [],
    })
    expect(nights.sessionDateOf(utc('2024-11-04T20:59:00Z'))).toBe('2024-11-04')
    expect(nights.sessionDateOf(utc('2024-11-04T21:00:00Z'))).toBe('2024-11-05')
  })

  test('hours must reach back to the first date', () => {
    const late = new ExchangeCalendar({
      ...invented,
      hours: [{ from: '2024-01-01', segments: [['09:00', '15:00']] }],
    })
    expect(() => late.session('2023-06-01' as SessionDate)).toThrow('XTST has no hours on 2023-06-01')
  })

  test('a late open that was announced cuts the segments before it and ends the pre-market', () => {
    const late = new ExchangeCalendar({
      ...invented,
      hours: [
        {
          from: '2023-01-01',
          segments: [
            ['09:00', '11:30'],
            ['12:30', '15:00'],
          ],
          preMarketOpen: '08:00',
        },
      ],
      lateOpens: [
        { reason: 'exams', dates: ['2024-11-14'], open: '10:00' },
        { reason: 'typhoon', dates: ['2024-11-13', '2024-12-29'], open: '12:30' },
      ],
      earlyCloses: [{ reason: 'storm', dates: ['2024-12-29'], close: '14:00' }],
    })
    const session = (date: string) => late.session(date as SessionDate)
    expect(session('2024-11-14')).toMatchObject({
      open: utc('2024-11-14T01:00:00Z'),
      expectedMinutes: 240,
      earlyClose: false,
      reason: 'exams',
      preMarket: { open: utc('2024-11-13T23:00:00Z'), close: utc('2024-11-14T01:00:00Z') },
    })
    expect(session('2024-11-13')?.segments).toEqual([
      { open: utc('2024-11-13T03:30:00Z'), close: utc('2024-11-13T06:00:00Z') },
    ])
    expect(session('2024-12-29')).toMatchObject({ expectedMinutes: 90, earlyClose: true })
  })

  test('a session over a change of the clocks has the minutes that pass', () => {
    const nights = new ExchangeCalendar({
      ...invented,
      zone: 'Australia/Sydney',
      weekdays: [0, 1, 2, 3, 4, 5, 6],
      hours: [{ from: '2023-01-01', segments: [['eve 22:00', '06:00']] }],
      holidays: [],
      shortDays: [],
      closures: [],
      earlyCloses: [],
    })
    const minutes = (date: string) => nights.session(date as SessionDate)?.expectedMinutes
    expect([minutes('2024-04-06'), minutes('2024-04-07'), minutes('2024-10-06')]).toEqual([480, 540, 420])
    expect(nights.expectedMinutes(utc('2024-04-06T00:00:00Z'), utc('2024-04-07T00:00:00Z'))).toBe(540)
    const first = nights.session('2023-01-01' as SessionDate)
    expect(first?.open).toBe(utc('2022-12-31T11:00:00Z'))
    expect(nights.sessionHolding(utc('2022-12-31T11:00:00Z'))).toBe(first)
    expect(nights.minuteNumber(utc('2022-12-31T12:00:00Z'))).toBe(60)
  })

  test('holidays move as they are observed: nowhere, nearest, or to the next day that is free', () => {
    const moving = (observed: Observance) => {
      const calendar = new ExchangeCalendar({
        ...invented,
        weekdays: mondayToFriday,
        holidays: [
          { reason: 'second', rule: fixed(1, 2), observed },
          { reason: 'first', rule: fixed(1, 1), observed },
          { reason: 'three days', rule: fixed(6, 1), days: 3, observed },
          { reason: 'one of them', rule: fixed(6, 2), observed },
          { reason: 'Tuesday only', rule: fixed(9, 10), weekdays: [2], observed },
        ],
        closures: [],
      })
      return calendar.closures(calendar.first, calendar.last).map(({ date, reason }) => `${date} ${reason}`)
    }
    const of = (lines: readonly string[], year: string) => lines.filter((line) => line.startsWith(year))
    // 2023-01-01 is a Sunday, 2024-06-01 a Saturday and 2025-06-01 a Sunday.
    expect(of(moving('same'), '2023')).toEqual([
      '2023-01-02 second',
      '2023-06-01 three days',
      '2023-06-02 three days',
    ])
    expect(of(moving('nearest'), '2024')).toEqual([
      '2024-01-01 first',
      '2024-01-02 second',
      '2024-05-31 three days',
      '2024-06-03 three days',
      '2024-09-10 Tuesday only',
    ])
    expect(of(moving('after-weekend'), '2023').slice(0, 2)).toEqual(['2023-01-02 second', '2023-01-03 first'])
    expect(of(moving('after-weekend'), '2024')).toEqual([
      '2024-01-01 first',
      '2024-01-02 second',
      '2024-06-03 three days',
      '2024-06-04 three days',
      '2024-06-05 three days',
      '2024-06-06 one of them',
      '2024-09-10 Tuesday only',
    ])
    expect(of(moving('after-sunday'), '2025')).toEqual([
      '2025-01-01 first',
      '2025-01-02 second',
      '2025-06-02 three days',
      '2025-06-03 three days',
      '2025-06-04 three days',
      '2025-06-05 one of them',
    ])
  })

  test('the last session before a day is cut, however long the exchange stays closed', () => {
    const calendar = new ExchangeCalendar({
      ...invented,
      weekdays: mondayToFriday,
      holidays: [{ reason: 'long holiday', rule: fixed(12, 24), days: 8, observed: 'same' }],
      shortDays: [
        { reason: 'last session', rule: fixed(12, 31), observed: 'before', close: '10:00', except: [2024] },
        { reason: 'near', rule: fixed(6, 1), observed: 'nearest', close: '11:00' },
      ],
      earlyCloses: [],
      fullDays: [{ reason: 'not cut', dates: ['2025-06-02'] }],
    })
    const early = calendar.sessions(calendar.first, calendar.last).filter((session) => session.earlyClose)
    expect(early.map(({ date, reason }) => `${date} ${reason}`)).toEqual([
      '2023-06-01 near',
      '2023-12-22 last session',
      '2024-05-31 near',
      '2025-12-23 last session',
    ])
  })

  test('a holiday at the new year may be kept in the old one, at either end of the range', () => {
    const calendar = new ExchangeCalendar({
      ...invented,
      first: '2021-01-01',
      last: '2021-12-31',
      weekdays: mondayToFriday,
      hours: [{ from: '2021-01-01', segments: [['09:00', '15:00']] }],
      // 2021-01-01 is a Friday, 2022-01-01 a Saturday.
      holidays: [
        { reason: 'new year', rule: fixed(1, 1), observed: 'nearest' },
        { reason: 'turn of the year', rule: fixed(12, 31), days: 5, observed: 'same' },
      ],
    })
    expect(calendar.closures(calendar.first, calendar.last).map(({ date }) => date)).toEqual([
      '2021-01-01',
      '2021-01-04',
      '2021-12-31',
    ])
  })
})
