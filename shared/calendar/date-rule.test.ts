import { describe, expect, test } from 'vitest'
import { weekdayOf } from './date-names.ts'
import { type DateRule, dayOfRule, solar, weekdayFrom } from './date-rule.ts'
import { dateOfDay } from './session-date.ts'

function dateIn(rule: DateRule, year: number): string {
  return dateOfDay(dayOfRule(rule, year))
}

/** Easter by its definition: the Sunday after the fourteenth day of the church's moon, from tables of the epact. */
function easterByEpact(year: number): string {
  const golden = (year % 19) + 1
  const century = Math.floor(year / 100) + 1
  const solar = Math.floor((3 * century) / 4) - 12
  const lunar = Math.floor((8 * century + 5) / 25) - 5
  let epact = (11 * golden + 20 + lunar - solar) % 30
  if ((epact === 25 && golden > 11) || epact === 24) epact++
  let marchDay = 44 - epact
  if (marchDay < 21) marchDay += 30
  const sunday = Math.floor((5 * year) / 4) - solar - 10
  return new Date(Date.UTC(year, 2, marchDay + 7 - ((sunday + marchDay) % 7))).toISOString().slice(0, 10)
}

describe('days of the year', () => {
  test('Easter, known dates', () => {
    const easter: DateRule = { kind: 'easter', plus: 0 }
    const known = [
      '1818-03-22',
      '1943-04-25',
      '1954-04-18',
      '1981-04-19',
      '2000-04-23',
      '2024-03-31',
      '2038-04-25',
    ]
    expect(known.map((date) => dateIn(easter, Number(date.slice(0, 4))))).toEqual(known)
  })

  test('Easter, against the method of epacts, 1900 to 2299', () => {
    for (let year = 1900; year < 2300; year++) {
      expect(dateIn({ kind: 'easter', plus: 0 }, year)).toBe(easterByEpact(year))
    }
  })

  test('nth and last weekday of a month', () => {
    const rule = { kind: 'weekday', month: 5, weekday: 1 } as const
    expect(dateIn({ ...rule, nth: 1 }, 2023)).toBe('2023-05-01')
    expect(dateIn({ ...rule, nth: 4 }, 2023)).toBe('2023-05-22')
    expect(dateIn({ ...rule, nth: -1 }, 2023)).toBe('2023-05-29')
    expect(dateIn({ kind: 'weekday', month: 12, weekday: 0, nth: -1 }, 2023)).toBe('2023-12-31')
    expect(dateIn({ ...rule, nth: -1, plus: 3 }, 2023)).toBe('2023-06-01')
  })

  test('the first weekday on or after a date', () => {
    expect(dateIn(weekdayFrom(1, 5, 18), 2015)).toBe('2015-05-18')
    expect(dateIn(weekdayFrom(1, 5, 18), 2016)).toBe('2016-05-23')
    expect(dateIn(weekdayFrom(1, 5, 18), 2020)).toBe('2020-05-18')
    expect(dateIn(weekdayFrom(1, 5, 18), 2021)).toBe('2021-05-24')
  })

  // Dates from the almanacs of Hong Kong and of the observatory of Japan.
  test('days of the sun, known dates', () => {
    const qingming = ['1990-04-05', '1992-04-04', '2000-04-04', '2003-04-05', '2008-04-04', '2026-04-05']
    const spring = ['2000-03-20', '2003-03-21', '2011-03-21', '2012-03-20', '2024-03-20', '2027-03-21']
    const autumn = ['2003-09-23', '2012-09-22', '2016-09-22', '2019-09-23', '2024-09-22', '2028-09-22']
    const found = (term: Parameters<typeof solar>[0], dates: readonly string[]) =>
      dates.map((date) => dateIn(solar(term), Number(date.slice(0, 4))))
    expect(found('qingming', qingming)).toEqual(qingming)
    expect(found('spring equinox', spring)).toEqual(spring)
    expect(found('autumn equinox', autumn)).toEqual(autumn)
    expect(dateIn(solar('autumn equinox', -1), 2015)).toBe('2015-09-22')
  })

  test('weekday of a day before and after 1970', () => {
    for (let day = -40_000; day < 40_000; day += 37) {
      expect(weekdayOf(day)).toBe(new Date(day * 86_400_000).getUTCDay())
    }
  })
})
