import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatNumber } from './plain-number.ts'

test.each([
  [0, '0'],
  [1e-7, '0.0000001'],
  [-1.5e-9, '-0.0000000015'],
  [1e21, '1000000000000000000000'],
  [1.25e22, '12500000000000000000000'],
  [0.1, '0.1'],
  [167.41, '167.41'],
  [123456789.12345678, '123456789.12345678'],
])('%d is written %s', (value, text) => {
  expect(formatNumber(value)).toBe(text)
})

test('every finite number reads back equal and has no exponent', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = formatNumber(value)
      expect(text).toMatch(/^-?\d+(\.\d+)?$/)
      expect(Number(text) === value).toBe(true)
    }),
  )
})
