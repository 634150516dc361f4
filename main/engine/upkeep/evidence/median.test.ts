import fc from 'fast-check'
import { expect, test } from 'vitest'
import { medianOf } from './median.ts'

test('the median is that of the values in order, be they few, many or alike', () => {
  const values = fc.oneof(
    fc.array(fc.integer({ min: 0, max: 5 })),
    fc.array(fc.double({ noNaN: true, min: 0 }), { maxLength: 700 }),
  )
  fc.assert(
    fc.property(values, (some) => {
      const sorted = Float64Array.from(some).sort()
      expect(medianOf(Float64Array.from(some))).toBe(sorted[sorted.length >>> 1] ?? 0)
    }),
    { seed: 21, numRuns: 500 },
  )
})
