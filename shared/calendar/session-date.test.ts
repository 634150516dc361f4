import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EpochMs } from '../time/epoch.ts'
import { dateOfDay, dayNumber, parseSessionDate, type SessionDate, utcDateOf } from './session-date.ts'

describe('session date', () => {
  test('reads real dates only', () => {
    expect(parseSessionDate('2024-02-29')).toBe('2024-02-29')
    for (const text of [
      '2023-02-29',
      '2024-13-01',
      '2024-00-10',
      '2024-7-05',
      '20240705',
      '2024-07-05T00:00Z',
      '',
    ]) {
      expect(parseSessionDate(text), text).toBeUndefined()
    }
  })

  test('counts days since 1970-01-01 and back', () => {
    expect(dayNumber('1970-01-01' as SessionDate)).toBe(0)
    expect(dayNumber('2000-03-01' as SessionDate) - dayNumber('2000-02-28' as SessionDate)).toBe(2)
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 60_000 }), (day) => dayNumber(dateOfDay(day)) === day),
    )
  })

  test('the UTC date of an instant begins at midnight, also before 1970', () => {
    expect(utcDateOf(Date.UTC(2024, 6, 5) as EpochMs)).toBe('2024-07-05')
    expect(utcDateOf((Date.UTC(2024, 6, 5) - 1) as EpochMs)).toBe('2024-07-04')
    expect(utcDateOf(-1 as EpochMs)).toBe('1969-12-31')
  })
})
