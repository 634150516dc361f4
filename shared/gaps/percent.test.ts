import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flooredPercent } from './percent.ts'

test('R16: a share never rounds up, and one of nothing is not known', () => {
  expect(flooredPercent(9997, 10_000)).toBe(99.9)
  expect(flooredPercent(209, 210)).toBe(99.5)
  expect(flooredPercent(390, 390)).toBe(100)
  expect(flooredPercent(0, 0)).toBeUndefined()
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (part, whole) => {
      fc.pre(part < whole)
      expect(flooredPercent(part, whole)).toBeLessThan(100)
    }),
  )
})
