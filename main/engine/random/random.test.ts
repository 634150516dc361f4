import { expect, test } from 'vitest'
import { randomOf } from './random.ts'

const count = 20_000

function draw(key: string, next: (random: ReturnType<typeof randomOf>) => number): number[] {
  const random = randomOf(1, key)
  return Array.from({ length: count }, () => next(random))
}

function moments(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, deviation: Math.sqrt(variance) }
}

test('the same key gives the same numbers, a neighbouring key others', () => {
  const first = (key: string): number[] => draw(key, (random) => random.uniform()).slice(0, 5)
  expect(first('2024-11-04')).toEqual(first('2024-11-04'))
  expect(first('2024-11-04')).not.toEqual(first('2024-11-05'))
})

test('parts of a key do not run into each other', () => {
  expect(randomOf('a', 'bc').uniform()).not.toBe(randomOf('ab', 'c').uniform())
})

test('uniform numbers fill [0, 1) evenly', () => {
  const values = draw('uniform', (random) => random.uniform())
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...values)).toBeLessThan(1)
  const { mean, deviation } = moments(values)
  expect(mean).toBeCloseTo(0.5, 1)
  expect(deviation).toBeCloseTo(Math.sqrt(1 / 12), 1)
})

test('whole numbers reach both ends and no further', () => {
  expect(new Set(draw('whole', (random) => random.integer(3, 6)))).toEqual(new Set([3, 4, 5, 6]))
})

test('normal numbers have mean 0 and deviation 1', () => {
  const { mean, deviation } = moments(draw('normal', (random) => random.normal()))
  expect(mean).toBeCloseTo(0, 1)
  expect(deviation).toBeCloseTo(1, 1)
})
