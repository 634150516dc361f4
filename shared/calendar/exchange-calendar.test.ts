import { describe, expect, test } from 'vitest'
import { type EpochMs, parseUtc } from '../time/epoch.ts'
import { type Exchange, noExceptions } from './exchange.ts'
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
})
