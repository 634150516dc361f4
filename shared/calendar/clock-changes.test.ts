import { expect, test } from 'vitest'
import { clockChanges } from './clock-changes.ts'
import type { SessionDate } from './session-date.ts'

function ofYear(zone: string, year: number) {
  return clockChanges(zone, `${year}-01-01` as SessionDate, `${year}-12-31` as SessionDate)
}

test('clocks go forward in spring and back in autumn, on the day of the zone', () => {
  expect(ofYear('America/New_York', 2024)).toEqual([
    { date: '2024-03-10', minutes: 60 },
    { date: '2024-11-03', minutes: -60 },
  ])
  expect(ofYear('Europe/London', 2024)).toEqual([
    { date: '2024-03-31', minutes: 60 },
    { date: '2024-10-27', minutes: -60 },
  ])
})

test('in the south it is the other way round, and half an hour on Lord Howe Island', () => {
  expect(ofYear('Australia/Sydney', 2021)).toEqual([
    { date: '2021-04-04', minutes: -60 },
    { date: '2021-10-03', minutes: 60 },
  ])
  expect(ofYear('Australia/Lord_Howe', 2024).map(({ minutes }) => minutes)).toEqual([-30, 30])
})

test('zones without summer time have none', () => {
  expect(ofYear('Asia/Tokyo', 2024)).toEqual([])
  expect(ofYear('UTC', 2024)).toEqual([])
})

test('the first and the last day belong to the span', () => {
  const day = '2024-03-10' as SessionDate
  expect(clockChanges('America/New_York', day, day)).toHaveLength(1)
})
