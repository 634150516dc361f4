import { expect, test } from 'vitest'
import type { Interval } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import { detectDayGaps } from './day-gaps.ts'

const xnys = calendarOf('XNYS')
const span = { from: '2024-06-24' as SessionDate, to: '2024-07-19' as SessionDate }
const later = Date.parse('2024-08-01T00:00:00Z')

function found(interval: string, labels: readonly string[], clock = later): unknown[] {
  const gaps = detectDayGaps(xnys, interval as Interval, span, labels as SessionDate[], clock)
  return [...gaps.bars].map((bars, index) => [
    formatUtc(gaps.start[index] as EpochMs).slice(0, 10),
    formatUtc(gaps.end[index] as EpochMs).slice(0, 10),
    bars,
  ])
}

const days = xnys.sessions(span.from, span.to).map(({ date }) => date)

test('G7: days are counted in days, over a weekend and a holiday', () => {
  expect(found('1d', days)).toEqual([])
  const some = days.filter((date) => date < '2024-07-03' || date > '2024-07-08')
  // 3 July, the holiday on the 4th, 5 July, a weekend, 8 July.
  expect(found('1d', some)).toEqual([['2024-07-03', '2024-07-08', 3]])
  expect(found('1d', [])).toEqual([['2024-06-24', '2024-07-19', 19]])
})

test('G7: weeks are counted in weeks, whatever day of the week a bar is labelled by', () => {
  expect(found('1w', ['2024-06-24', '2024-07-01', '2024-07-08', '2024-07-15'])).toEqual([])
  expect(found('1w', ['2024-06-28', '2024-07-19'])).toEqual([['2024-07-01', '2024-07-12', 2]])
})

test('R15: a day that has not closed is not missing', () => {
  expect(found('1d', days.slice(0, -2), Date.parse('2024-07-19T19:00:00Z'))).toEqual([
    ['2024-07-18', '2024-07-18', 1],
  ])
})
