import { expect, test } from 'vitest'
import { leftWords, timeLeft } from './time-left.ts'

test('the rest takes as long as what was done took', () => {
  const from = { at: 1000, done: 100 }
  expect(timeLeft(from, { at: 3000, done: 300 }, 1300)).toBe(10_000)
  expect(timeLeft(from, { at: 3000, done: 1300 }, 1300)).toBe(0)
})

test('nothing is said too early, while nothing is done, or while the end is not known', () => {
  const from = { at: 1000, done: 0 }
  expect(timeLeft(from, { at: 1100, done: 50 }, 100)).toBeUndefined()
  expect(timeLeft(from, { at: 9000, done: 0 }, 100)).toBeUndefined()
  expect(timeLeft(from, { at: 9000, done: 50 }, 0)).toBeUndefined()
})

test.each([
  [0, 'a second left'],
  [1000, 'a second left'],
  [1001, '2 s left'],
  [89_000, '89 s left'],
  [90_000, '2 min left'],
  [2 * 3_600_000, '2 h left'],
])('%d ms are told as %s', (ms, words) => expect(leftWords(ms)).toBe(words))
