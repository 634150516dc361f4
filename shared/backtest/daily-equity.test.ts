import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SessionDate } from '../calendar/session-date.ts'
import { type EpochMs, epochMs } from '../time/epoch.ts'
import { dailyReturns, equityBySession } from './daily-equity.ts'

function sessionsOf(...ends: number[]) {
  return ends.map((end) => ({ date: '2024-01-02' as SessionDate, end: epochMs(end) }))
}

test('each session ends with its last equity; one without any with that before', () => {
  const curve = { time: Float64Array.of(5, 10, 15, 31), equity: Float64Array.of(101, 102, 103, 104) }
  // 10 is the very end of the first session and belongs to it; the third session has no bar.
  expect(equityBySession(curve, sessionsOf(10, 20, 30, 40), 100)).toEqual(Float64Array.of(102, 103, 103, 104))
})

test('before the first bar there is the cash, after the last end all belongs to the last session', () => {
  const curve = { time: Float64Array.of(15, 25), equity: Float64Array.of(90, 80) }
  expect(equityBySession(curve, sessionsOf(10, 20), 100)).toEqual(Float64Array.of(100, 80))
  expect(equityBySession(curve, [], 100)).toEqual(new Float64Array(0))
})

test('a return is what a session gained on the one before', () => {
  // 100 to 110 is a tenth, 110 to 99 is a tenth less.
  const returns = dailyReturns(Float64Array.of(110, 99), 100)
  expect([...returns]).toEqual([expect.closeTo(0.1, 12), expect.closeTo(-0.1, 12)])
})

test('any curve: the last equity at or before each end, searched from the start for each session', () => {
  const anyTimes = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 60 })
  const anyEnds = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(anyTimes, anyEnds, (times, ends) => {
      const time = Float64Array.from(times).sort()
      const equity = time.map((value) => 1000 + value)
      const sorted = [...ends].sort((one, other) => one - other)
      const daily = equityBySession({ time, equity }, sessionsOf(...sorted), 7)
      const expected = sorted.map((end, index) => {
        const until = index === sorted.length - 1 ? (Number.POSITIVE_INFINITY as EpochMs) : end
        const last = [...time].filter((value) => value <= until).at(-1)
        return last === undefined ? 7 : 1000 + last
      })
      expect([...daily]).toEqual(expected)
    }),
  )
})
