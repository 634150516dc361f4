import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineCache } from './indicator-lines.ts'

test('a line is cut where the bars are and goes on from there, as often as it likes', () => {
  const piece = fc.record({
    from: fc.nat(30),
    values: fc.array(fc.double({ noNaN: true }), { maxLength: 20 }),
  })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const cache = new LineCache()
      let expected: number[] = []
      for (const { from: wanted, values } of pieces) {
        const from = Math.min(wanted, expected.length)
        expected = [...expected.slice(0, from), ...values]
        cache.apply(from, [
          { id: 3, lines: [Float64Array.from(values), Float64Array.from(values, Math.abs)] },
        ])
      }
      const [one = [], other = []] = cache.lines(3) ?? []
      expect([...one.slice(0, expected.length)]).toEqual(expected)
      expect([...other.slice(0, expected.length)]).toEqual(expected.map(Math.abs))
    }),
    { numRuns: 200 },
  )
})

test('indicators are kept apart, and none is left after a new beginning', () => {
  const cache = new LineCache()
  cache.apply(0, [
    { id: 1, lines: [Float64Array.of(1, 2)] },
    { id: 2, lines: [Float64Array.of(3, 4)] },
  ])
  expect(cache.lines(1)?.[0]?.[1]).toBe(2)
  expect(cache.lines(2)?.[0]?.[1]).toBe(4)
  cache.clear()
  expect(cache.lines(1)).toBeUndefined()
})
