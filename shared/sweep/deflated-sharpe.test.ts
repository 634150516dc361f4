import { expect, test } from 'vitest'
import { deflatedSharpe, luckySharpe } from './deflated-sharpe.ts'
import { normalBelow, normalPoint } from './normal.ts'

test.each([
  [0, 0.5],
  [1, 0.841_344_746_068_543],
  [-1, 0.158_655_253_931_457],
  [1.959_963_984_540_054, 0.975],
  [-3, 0.001_349_898_031_630_1],
  [6, 0.999_999_999_013_412_3],
])('the normal distribution below %d', (x, share) => {
  expect(normalBelow(x)).toBeCloseTo(share, 14)
  expect(normalPoint(share)).toBeCloseTo(x, x > 5 ? 6 : 10)
})

test('the ends of the normal distribution', () => {
  expect(normalBelow(-40)).toBe(0)
  expect(normalBelow(40)).toBe(1)
})

/** Five years of daily returns with an annual ratio of 2.5, the best of 100 whose annual ratios vary by a half. */
const example = {
  sharpe: 2.5 / Math.sqrt(250),
  sessions: 1250,
  skewness: -3,
  kurtosis: 10,
  trials: 100,
  variance: 1 / 2 / 250,
}

test('the example of the paper: 0.1132 is to be expected of luck, and 0.9004 that it is more', () => {
  expect(luckySharpe(example)).toBeCloseTo(0.1132, 4)
  expect(deflatedSharpe(example)).toBeCloseTo(0.9004, 4)
  expect(deflatedSharpe({ ...example, trials: 46 })).toBeCloseTo(0.9505, 4)
})

test('one trial is not deflated, and one session says nothing', () => {
  expect(luckySharpe({ trials: 1, variance: 0 })).toBe(0)
  expect(deflatedSharpe({ ...example, sessions: 1 })).toBeUndefined()
  expect(deflatedSharpe({ ...example, sharpe: 2, skewness: 8, kurtosis: 2 })).toBeUndefined()
})
