import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawdownColumns, greatestDrawdown, longestDrawdown } from './drawdown.ts'

test('a drawdown is measured from the highest value so far, the cash at the start being the first', () => {
  const { money, percent } = drawdownColumns(Float64Array.of(95, 110, 88, 99, 120), 100)
  // 5 below 100; at a new height; 22 and 11 below 110; at a new height.
  expect([...money]).toEqual([5, 0, 22, 11, 0])
  expect([...percent]).toEqual([5, 0, 20, 10, 0])
  expect(greatestDrawdown(Float64Array.of(95, 110, 88, 99, 120), 100)).toEqual({ money: 22, percent: 20 })
  expect(greatestDrawdown(new Float64Array(0), 100)).toEqual({ money: 0, percent: 0 })
})

test('the longest drawdown counts sessions below the height, up to the end when it is not made up for', () => {
  // Below 110 for two sessions, then below 120 for three until the end.
  expect(longestDrawdown(Float64Array.of(110, 100, 109, 120, 119, 90, 119.9), 100)).toBe(3)
  expect(longestDrawdown(Float64Array.of(99, 100, 99), 100)).toBe(1)
  expect(longestDrawdown(Float64Array.of(101, 102), 100)).toBe(0)
})

test('any equity: the same as from every pair of a value and a later one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 40 }), (values) => {
      const all = [100, ...values]
      const falls = all.flatMap((from, index) => all.slice(index).map((to) => (100 * (from - to)) / from))
      const greatest = greatestDrawdown(Float64Array.from(values), 100)
      expect(greatest.percent).toBeCloseTo(Math.max(...falls), 9)
      const columns = drawdownColumns(Float64Array.from(values), 100)
      expect(greatest.percent).toBeCloseTo(Math.max(0, ...columns.percent), 9)
      expect(greatest.money).toBe(Math.max(0, ...columns.money))
      const lengths = all.map((from, index) => {
        const later = all.slice(index + 1)
        const back = later.findIndex((value) => value >= from)
        return back === -1 ? later.length : back
      })
      expect(longestDrawdown(Float64Array.from(values), 100)).toBe(Math.max(...lengths))
    }),
  )
})
