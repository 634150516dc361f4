import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gainedPercent, moneyAxis, risingPoints, valueAt } from './curve-points.ts'

test('points that do not come later than the one before are left out of every column', () => {
  const column = (...values: number[]): Float64Array => Float64Array.from(values)
  const curve = {
    time: column(1, 1, 2, 2, 3),
    equity: column(10, 11, 12, 13, 14),
    drawdownPct: column(0, 1, 2, 3, 4),
    exposure: column(5, 6, 7, 8, 9),
    buyAndHold: column(20, 21, 22, 23, 24),
  }
  expect(risingPoints(curve)).toEqual({
    time: column(1, 2, 3),
    equity: column(10, 12, 14),
    drawdownPct: column(0, 2, 4),
    exposure: column(5, 7, 9),
    buyAndHold: column(20, 22, 24),
  })
  const rising = risingPoints(curve)
  expect(risingPoints(rising)).toBe(rising)
})

test('a value holds until the next point', () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 12 })
  fc.assert(
    fc.property(times, fc.integer({ min: -5, max: 60 }), (list, when) => {
      const time = Float64Array.from(list.toSorted((one, other) => one - other))
      const last = [...time].findLast((start) => start <= when)
      expect(valueAt(time, time, when)).toBe(last)
    }),
  )
})

test('gains are on the cash at the start', () => {
  expect([...gainedPercent(Float64Array.of(100, 110, 50), 100)].map(Math.round)).toEqual([0, 10, -50])
})

test.each([
  [1_032_140, '1.0321M'],
  [98_241.21, '98,241'],
  [-1500, '−1,500'],
  [99.5, '99.5'],
])('%d is %s on the axis', (value, text) => expect(moneyAxis(value)).toBe(text))
