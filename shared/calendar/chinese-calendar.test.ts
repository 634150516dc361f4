import { expect, test } from 'vitest'
import { chineseDay } from './chinese-calendar.ts'
import { dateOfDay, dayNumber, type SessionDate } from './session-date.ts'

const chinese = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
})

test('the months of 47 Chinese years, against the calendar of the runtime', () => {
  for (let year = 1989; year <= 2035; year++) {
    for (let month = 1; month <= 12; month++) {
      for (const day of [1, 15, 29]) {
        const found = new Date(dateOfDay(chineseDay(year, month, day)))
        expect(chinese.format(found), `${year} ${month} ${day}`).toBe(`${month}/${day}`)
        expect(found.getTime()).toBeLessThan(Date.UTC(year + 1, 2, 1))
      }
    }
  }
})

test('a month that comes twice is its first pass', () => {
  expect(dateOfDay(chineseDay(2020, 4, 8))).toBe('2020-04-30')
  expect(chineseDay(2020, 5, 5)).toBe(dayNumber('2020-06-25' as SessionDate))
})

test('years that are not listed are refused', () => {
  expect(() => chineseDay(1988, 1, 1)).toThrow('1989 to 2035, not for 1988')
  expect(() => chineseDay(2036, 1, 1)).toThrow('2036')
})
