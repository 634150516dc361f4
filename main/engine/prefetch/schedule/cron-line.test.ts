import { describe, expect, test } from 'vitest'
import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import { parseCronLine } from './cron-line.ts'

function days(line: string, from: string, count: number): string[] {
  const cron = parseCronLine(line)
  const found: string[] = []
  for (let day = dayNumber(from as SessionDate); found.length < count; day++) {
    day = cron.dayFrom(day)
    found.push(dateOfDay(day))
  }
  return found
}

describe('a cron line', () => {
  test('is days, and times of those days', () => {
    expect([...parseCronLine('*/20 8,17-18 * * *').minutes]).toEqual([
      480, 500, 520, 1020, 1040, 1060, 1080, 1100, 1120,
    ])
    expect(days('0 6 * * MON-FRI', '2024-07-05', 3)).toEqual(['2024-07-05', '2024-07-08', '2024-07-09'])
    expect(days('0 6 29 2 *', '2024-03-01', 1)).toEqual(['2028-02-29'])
    expect(days('0 6 L * *', '2024-02-01', 2)).toEqual(['2024-02-29', '2024-03-31'])
  })

  test.each(['0 6 1-10/3 * 1-5', '0 6 L 2,3 *', '0 6 * * 1#2', '* * * * *', '0 6 29 2 *'])(
    'runs on the days that come up one after the other, and on no other: %s',
    (line) => {
      const cron = parseCronLine(line)
      const [first, last] = [dayNumber('2023-12-25' as SessionDate), dayNumber('2024-04-05' as SessionDate)]
      const found: number[] = []
      for (let day = cron.dayFrom(first); day <= last; day = cron.dayFrom(day + 1)) found.push(day)
      const all = Array.from({ length: last - first + 1 }, (_, index) => first + index)
      expect(all.filter((day) => cron.runsOn(day))).toEqual(found)
    },
  )

  test('with a day of the month and one of the week runs on either, as in cron', () => {
    expect(days('0 6 10 * MON', '2024-07-05', 3)).toEqual(['2024-07-08', '2024-07-10', '2024-07-15'])
  })

  test.each([
    ['61 * * * *', 'The minute "61"'],
    ['* 24 * * *', 'The hour "24"'],
    ['0 6 0 * *', 'The day of the month "0"'],
    ['0 6 * 13 *', 'The month "13"'],
    ['0 6 * * FRY', 'The day of the week "FRY"'],
    ['? 6 * * *', 'The minute "?"'],
    ['0 6-5 * * *', 'The hour "6-5"'],
    ['0 */0 * * *', 'The hour "*/0"'],
    ['0 6 * *', 'has 4 of 5 fields'],
    ['0 0 6 * * *', 'has 6 of 5 fields'],
    ['@daily', 'has 1 of 5 fields'],
    ['', 'has 1 of 5 fields'],
    ['0 6 31 2 *', 'names a date that never comes'],
  ])('that is wrong is one clear error that names the field: %s', (line, words) => {
    expect(() => parseCronLine(line)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining(words),
        detail: { field: 'when' },
      }),
    )
  })
})
