import { expect, test } from 'vitest'
import { parseParam, rangeText } from './param-text.ts'

const period = { default: 20, min: 2, max: 1000, whole: true }
const deviations = { default: 2, min: 0.1, max: 10, whole: false }

test('a number in range is taken, whole where it must be', () => {
  expect(parseParam(' 14 ', period)).toBe(14)
  expect(parseParam('0.1', deviations)).toBe(0.1)
  for (const text of ['', '1', '1001', '2.5', '-3', '1e2', 'ten', '0x10', 'NaN'])
    expect(parseParam(text, period)).toBeUndefined()
})

test('the range is told', () => {
  expect(rangeText(period)).toBe('whole number, 2 to 1000')
  expect(rangeText(deviations)).toBe('number, 0.1 to 10')
})
