import { expect, test } from 'vitest'
import { buyAndHoldEquity } from './buy-and-hold.ts'

test('cash goes into the symbols in equal parts and follows their closes', () => {
  const one = { entryPrice: 50, closes: Float64Array.of(50, 60) }
  const other = { entryPrice: 10, closes: Float64Array.of(9, 8) }
  // 500 each: 10 shares of one, 50 of the other. 500 + 450, then 600 + 400.
  expect(buyAndHoldEquity([one, other], 1000)).toEqual(Float64Array.of(950, 1000))
})

test('without a bar a symbol stands where it stood', () => {
  const late = { entryPrice: 20, closes: Float64Array.of(Number.NaN, 22, Number.NaN) }
  expect(buyAndHoldEquity([late], 200)).toEqual(Float64Array.of(200, 220, 220))
  expect(buyAndHoldEquity([], 200)).toHaveLength(0)
})

test('what cannot be compared is refused', () => {
  const one = { entryPrice: 50, closes: Float64Array.of(50, 60) }
  expect(() => buyAndHoldEquity([one, { entryPrice: 1, closes: Float64Array.of(1) }], 1)).toThrow(
    '1 and of 2',
  )
  expect(() => buyAndHoldEquity([{ ...one, entryPrice: 0 }], 1)).toThrow('Nothing is bought at 0')
})
