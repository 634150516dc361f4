import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dropPlace, moved } from './reorder.ts'

test('moving keeps every entry and puts one at its place', () => {
  const list = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(list, fc.nat(40), fc.integer({ min: -5, max: 40 }), (symbols, from, to) => {
      const result = moved(symbols, from, to)
      expect(result.toSorted()).toEqual(symbols.toSorted())
      const entry = symbols[from]
      if (entry === undefined) {
        expect(result).toBe(symbols)
        return
      }
      const place = Math.max(0, Math.min(symbols.length - 1, to))
      expect(result[place]).toBe(entry)
      const others = (names: readonly string[]): string[] => names.filter((name) => name !== entry)
      expect(others(result)).toEqual(others(symbols))
    }),
  )
})

test('an entry dropped before another one stands before it', () => {
  const symbols = ['A', 'B', 'C', 'D']
  expect(moved(symbols, 0, dropPlace(0, 2))).toEqual(['B', 'A', 'C', 'D'])
  expect(moved(symbols, 3, dropPlace(3, 1))).toEqual(['A', 'D', 'B', 'C'])
  expect(moved(symbols, 1, dropPlace(1, 4))).toEqual(['A', 'C', 'D', 'B'])
})
