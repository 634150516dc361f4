import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { addMonths, firstDay, lastDay, monthOf, weeksOf } from './month-grid.ts'

test('a month has all its days once, each under its weekday', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1980, max: 2040 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      const weeks = weeksOf({ year, month })
      const days = weeks.flat().filter((day) => day !== undefined)
      const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
      expect(days.map((day) => Number(day.slice(8)))).toEqual(Array.from({ length }, (_, index) => index + 1))
      for (const week of weeks) {
        for (const [column, day] of week.entries()) {
          if (day) expect((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7).toBe(column)
        }
      }
    }),
  )
})

test('months follow over the year', () => {
  expect(addMonths({ year: 2013, month: 12 }, 1)).toEqual({ year: 2014, month: 1 })
  expect(addMonths({ year: 2013, month: 1 }, -1)).toEqual({ year: 2012, month: 12 })
  expect(addMonths({ year: 2013, month: 5 }, 24)).toEqual({ year: 2015, month: 5 })
  expect(monthOf('2013-10-11' as SessionDate)).toEqual({ year: 2013, month: 10 })
  expect([firstDay({ year: 2024, month: 2 }), lastDay({ year: 2024, month: 2 })]).toEqual([
    '2024-02-01',
    '2024-02-29',
  ])
})
