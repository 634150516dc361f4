import { expect, test } from 'vitest'
import type { EpochMs } from '#shared/time/epoch.ts'
import { markText, markWeight } from './zoned-scale.ts'

function utc(text: string): EpochMs {
  return Date.parse(text) as EpochMs
}

test('a day begins where the exchange has its midnight, not at midnight UTC', () => {
  const sydney = 'Australia/Sydney'
  const weight = (before: string, time: string): number => markWeight(sydney, utc(before), utc(time))
  const overUtcMidnight = weight('2024-03-05T23:59:00Z', '2024-03-06T00:01:00Z')
  const overLocalMidnight = weight('2024-03-05T05:00:00Z', '2024-03-05T23:00:00Z')
  const intoNextMonth = weight('2024-02-29T05:00:00Z', '2024-02-29T23:00:00Z')
  expect(overLocalMidnight).toBeGreaterThan(overUtcMidnight)
  expect(intoNextMonth).toBeGreaterThan(overLocalMidnight)
})

test('rounder times weigh more', () => {
  const minutes = ['14:33', '14:35', '14:30', '14:00', '16:00']
  const weights = minutes.map((minute) =>
    markWeight('America/New_York', utc('2013-10-11T13:59:00Z'), utc(`2013-10-11T${minute}:00Z`)),
  )
  expect(weights.toSorted((one, other) => one - other)).toEqual(weights)
})

test('marks read in local time, dates where a day begins', () => {
  const time = utc('2013-10-11T13:30:00Z')
  expect(markText('America/New_York', time, 3, false)).toBe('09:30')
  expect(markText('America/New_York', time, 2, false)).toBe('11 Oct')
  expect(markText('America/New_York', time, 3, true)).toBe('11 Oct')
})
