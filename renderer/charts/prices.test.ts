import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  axisDecimals,
  decimalsOf,
  formatBytes,
  formatChange,
  formatCount,
  formatPrice,
  formatShort,
} from './prices.ts'

describe('prices', () => {
  test('are written with the decimals they have', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.nat(4), (units, decimals) => {
        const value = units / 10 ** decimals
        expect(Number(value.toFixed(decimalsOf(value)))).toBe(value)
        expect(decimalsOf(value)).toBeLessThanOrEqual(decimals)
      }),
    )
    expect(formatPrice(169.5)).toBe('169.50')
    expect(formatPrice(169.1234)).toBe('169.1234')
    expect(formatPrice(Number.NaN)).toBe('–')
  })

  test('a few odd prices do not widen the axis', () => {
    const mostlyCents = Float64Array.from({ length: 100 }, (_, index) => 10 + index / 100)
    mostlyCents[7] = 10.0701
    expect(axisDecimals(mostlyCents, 100)).toBe(2)
    expect(axisDecimals(Float64Array.of(1.2345, 1.2346), 2)).toBe(4)
    expect(axisDecimals(Float64Array.of(), 0)).toBe(2)
  })
})

test('a change carries its sign', () => {
  expect(formatChange(101, 100)).toBe('+1.00%')
  expect(formatChange(99.44, 100)).toBe('−0.56%')
  expect(formatChange(100.001, 100)).toBe('0.00%')
  expect(formatChange(100, undefined)).toBeUndefined()
})

test('large numbers are short', () => {
  expect([412_310, 9_999, 61_234_567, 1.5e9, 120e6].map(formatShort)).toEqual([
    '412 K',
    '9,999',
    '61.2 M',
    '1.5 B',
    '120 M',
  ])
  expect([0.1234, 12, 412_310.4].map(formatCount)).toEqual(['0.1234', '12', '412,310'])
  expect([12, 14_200, 96_400_000, 2.5e9].map(formatBytes)).toEqual(['12 B', '14.2 kB', '96.4 MB', '2.50 GB'])
})
