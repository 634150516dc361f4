import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scenarioCalls } from '#shared/protocol/scenario-calls.ts'
import { seedOf } from './scenarios.ts'

test('whatever is drawn is a seed that the engine takes', () => {
  const { params } = scenarioCalls['scenarios.choose']
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (number) => {
      const asked = { symbol: 'AAA', kind: 'random', most: 1, seed: seedOf(() => number) }
      expect(params.safeParse(asked).success).toBe(true)
    }),
  )
})

test('other numbers draw other seeds', () => {
  expect(new Set([0, 0.25, 0.5, 0.999_999].map((number) => seedOf(() => number))).size).toBe(4)
})
