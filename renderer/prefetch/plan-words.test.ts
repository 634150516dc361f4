import { expect, test } from 'vitest'
import type { EpochMs } from '#shared/time/epoch.ts'
import { dueWords, durationWords } from './plan-words.ts'

const due = { due: Date.UTC(2024, 6, 5, 6, 0) as EpochMs }

test('a run is told on the clock of the exchange, and on the one here where they differ', () => {
  const zone = 'America/New_York'
  expect(dueWords(due, zone, 'Europe/Berlin')).toEqual({ there: 'Fri 5 Jul 02:00 ET', here: '08:00' })
  expect(dueWords(due, zone, 'America/Los_Angeles')).toEqual({
    there: 'Fri 5 Jul 02:00 ET',
    here: 'Thu 4 Jul 23:00',
  })
  expect(dueWords(due, zone, zone)).toEqual({ there: 'Fri 5 Jul 02:00 ET', here: undefined })
})

test.each([
  [400, '0 s'],
  [59_400, '59 s'],
  [134_000, '2 m 14 s'],
  [7_260_000, '2 h 1 m'],
])('%i ms read %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words)
})
