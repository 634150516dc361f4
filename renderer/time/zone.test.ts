import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { type EpochMs, hourMs, minuteMs } from '#shared/time/epoch.ts'
import {
  formatDate,
  formatDay,
  formatMinute,
  formatSecond,
  formatSession,
  formatSpan,
  instantOfTime,
  zoneName,
  zoneOffset,
} from './zone.ts'

const newYork = 'America/New_York'

function utc(text: string): EpochMs {
  return Date.parse(text) as EpochMs
}

describe('time of an exchange', () => {
  test('reads summer and winter time of New York', () => {
    expect(formatMinute(newYork, utc('2013-10-11T13:30:00Z'))).toBe('09:30')
    expect(formatSecond(newYork, utc('2013-12-11T14:30:05Z'))).toBe('09:30:05')
    expect(formatDay(newYork, utc('2013-10-11T13:30:00Z'))).toBe('Fri 11')
    expect(formatDate('Asia/Tokyo', utc('2024-01-31T23:59:00Z'))).toBe('Thu 1 Feb 2024')
    expect(formatSpan(newYork, utc('2013-10-11T13:30:00Z'), utc('2013-10-11T20:00:00Z'))).toBe('09:30–16:00')
    expect(formatSpan('UTC', utc('2018-04-06T00:00:00Z'), utc('2018-04-07T00:00:00Z'))).toBe('00:00–24:00')
    expect(formatSession('2013-10-11' as SessionDate)).toBe('Fri 11 Oct 2013')
  })

  test('two instants of the repeated hour read alike and stay an hour apart', () => {
    const first = utc('2013-11-03T05:30:00Z')
    const second = utc('2013-11-03T06:30:00Z')
    expect(formatMinute(newYork, first)).toBe('01:30')
    expect(formatMinute(newYork, second)).toBe('01:30')
    expect(zoneOffset(newYork, first) - zoneOffset(newYork, second)).toBe(hourMs)
  })

  test('agrees with the formatter of the platform at any minute', () => {
    const zones = [newYork, 'Europe/London', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC']
    const times = fc.integer({ min: utc('1990-01-01T00:00:00Z'), max: utc('2028-12-31T00:00:00Z') })
    fc.assert(
      fc.property(fc.constantFrom(...zones), times, (zone, time) => {
        const expected = new Intl.DateTimeFormat('en-GB', {
          timeZone: zone,
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
        }).format(time)
        expect(formatSecond(zone, time as EpochMs)).toBe(expected)
      }),
    )
  })

  test('names the zone shortly', () => {
    expect(zoneName(newYork, utc('2013-10-11T13:30:00Z'))).toBe('ET')
    expect(zoneName('UTC', utc('2013-10-11T13:30:00Z'))).toBe('UTC')
    expect(zoneName('Etc/UTC', utc('2013-10-11T13:30:00Z'))).toBe('UTC')
    expect(zoneName('Europe/London', utc('2013-07-11T13:30:00Z'))).toBe('BST')
  })
})

describe('the instant of a time of day', () => {
  const open = utc('2013-10-11T13:30:00Z')
  const close = utc('2013-10-11T20:00:00Z')

  test('lies inside the session', () => {
    expect(instantOfTime(newYork, open, close, 10, 30)).toBe(utc('2013-10-11T14:30:00Z'))
    expect(instantOfTime(newYork, open, close, 16, 0)).toBe(close)
    expect(instantOfTime(newYork, open, close, 9, 29)).toBeUndefined()
  })

  test('finds the next day of a session over midnight', () => {
    const start = utc('2024-03-04T23:00:00Z')
    const end = utc('2024-03-05T22:00:00Z')
    expect(instantOfTime('America/Chicago', start, end, 8, 30)).toBe(utc('2024-03-05T14:30:00Z'))
  })

  test('takes the first pass of the repeated hour and skips the missing one', () => {
    const start = utc('2013-11-03T04:00:00Z')
    expect(instantOfTime(newYork, start, (start + 25 * hourMs) as EpochMs, 1, 30)).toBe(
      utc('2013-11-03T05:30:00Z'),
    )
    const spring = utc('2013-03-10T05:00:00Z')
    expect(
      instantOfTime(newYork, spring, (spring + 23 * hourMs - minuteMs) as EpochMs, 2, 30),
    ).toBeUndefined()
  })
})
