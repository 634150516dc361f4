import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDecimal } from './decimal.ts'

const dot = 0x2e
const comma = 0x2c

function read(text: string, point = dot, exponent = 0): number {
  // Bytes around the number must not matter.
  const bytes = Buffer.from(`9${text}9`, 'latin1')
  return readDecimal(bytes, 1, bytes.length - 1, point, exponent)
}

const digits = (most: number) => fc.stringMatching(new RegExp(`^\\d{1,${most}}$`))

describe('a decimal is read as Number reads it', () => {
  test('with any number of digits', () => {
    fc.assert(
      fc.property(fc.constantFrom('', '-', '+'), digits(25), digits(25), (sign, whole, part) => {
        const text = `${sign}${whole}.${part}`
        expect(read(text) + 0).toBe(Number(text) + 0)
        expect(read(text.replace('.', ','), comma) + 0).toBe(Number(text) + 0)
        expect(read(`${sign}${whole}`) + 0).toBe(Number(`${sign}${whole}`) + 0)
        expect(read(`  ${sign}.${part} `) + 0).toBe(Number(`${sign}.${part}`) + 0)
      }),
      { numRuns: 2000 },
    )
  })

  test('when it is what a double prints', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(read(String(value)) + 0).toBe(value + 0)
      }),
      { numRuns: 2000 },
    )
  })

  test('in units of a power of ten, rounded once', () => {
    fc.assert(
      fc.property(digits(19), fc.constantFrom(-4, -9), (text, exponent) => {
        expect(read(text, dot, exponent)).toBe(Number(`${text}e${exponent}`))
      }),
      { numRuns: 2000 },
    )
    expect(read('1.5e3', dot, -4)).toBe(0.15)
    expect(read('1674100', dot, -4)).toBe(167.41)
  })
})

test.each([
  '',
  ' ',
  '-',
  '.',
  '-.',
  '1.2.3',
  '1,2',
  '12a',
  '1e',
  'NaN',
  'Infinity',
  '0x10',
  '1 2',
  '--1',
  '1e400',
])('"%s" is no number', (text) => {
  expect(read(text)).toBeNaN()
})

test('zero has no sign', () => {
  expect(Object.is(read('-0.0'), 0)).toBe(true)
})
