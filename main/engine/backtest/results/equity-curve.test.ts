import { expect, test } from 'vitest'
import { EquityCurve } from './equity-curve.ts'

test('what was noted is in the columns, however often they grew', () => {
  const curve = new EquityCurve()
  for (let bar = 0; bar < 20_000; bar++) curve.note(bar * 60_000, 100 + bar, 50 - bar, 2 * bar)
  expect(curve.length).toBe(20_000)
  const { time, equity, cash, exposure } = curve.columns()
  expect([time.length, equity.length, cash.length, exposure.length]).toEqual([20_000, 20_000, 20_000, 20_000])
  for (let bar = 0; bar < 20_000; bar++)
    if (
      time[bar] !== bar * 60_000 ||
      equity[bar] !== 100 + bar ||
      cash[bar] !== 50 - bar ||
      exposure[bar] !== 2 * bar
    )
      throw new Error(`Bar ${bar} differs`)
})

test('the last note of a time stands', () => {
  const curve = new EquityCurve()
  curve.note(1, 100, 100, 0)
  curve.note(2, 101, 60, 41)
  curve.note(2, 102, 20, 82)
  expect(curve.columns()).toEqual({
    time: Float64Array.of(1, 2),
    equity: Float64Array.of(100, 102),
    cash: Float64Array.of(100, 20),
    exposure: Float64Array.of(0, 82),
  })
})

test('the last note of a time stands at any place, also where what was noted is continued elsewhere', () => {
  const curve = new EquityCurve()
  for (let bar = 0; bar < 20_000; bar++) for (const part of [0.25, 0.5]) curve.note(bar, bar + part, 0, 0)
  const { equity } = curve.columns()
  expect(equity).toEqual(Float64Array.from({ length: 20_000 }, (_, bar) => bar + 0.5))
})

test('columns that were read do not change, and an empty curve has empty ones', () => {
  const curve = new EquityCurve()
  const empty = curve.columns()
  curve.note(1, 2, 3, 4)
  expect(empty.time).toHaveLength(0)
  expect(curve.columns().equity).toEqual(Float64Array.of(2))
})

test('time does not go back', () => {
  const curve = new EquityCurve()
  curve.note(5, 1, 1, 0)
  expect(() => curve.note(4, 1, 1, 0)).toThrow('Equity at 4 after equity at 5')
  expect(() => curve.note(Number.NaN, 1, 1, 0)).toThrow(RangeError)
})
