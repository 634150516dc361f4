import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMs, epochMs } from '#shared/time/epoch.ts'
import { nextTick } from './timetable.ts'

const start = epochMs(Date.UTC(2024, 6, 5, 13, 30))

describe('T8: a timetable', () => {
  test('that starts later is armed for its start', () => {
    expect(nextTick(addMs(start, -3_600_000), start, 60_000)).toBe(start)
    expect(nextTick(addMs(start, -2), start, 60_000)).toBe(start)
  })

  test('stays on its grid across a hole, and takes a timer that fired early for the tick', () => {
    expect(nextTick(start, start, 60_000)).toBe(addMs(start, 60_000))
    expect(nextTick(addMs(start, 61_500), start, 60_000)).toBe(addMs(start, 120_000))
    expect(nextTick(addMs(start, 3_599_999.5), start, 60_000)).toBe(addMs(start, 3_660_000))
  })

  test('whenever it is asked, answers the next tick of the grid', () => {
    const times = fc.record({
      since: fc.integer({ min: 0, max: 1e9 }),
      intervalMs: fc.integer({ min: 10, max: 1e7 }),
    })
    fc.assert(
      fc.property(times, ({ since, intervalMs }) => {
        const tick = nextTick(addMs(start, since), start, intervalMs)
        expect((tick - start) % intervalMs).toBe(0)
        expect(tick - start).toBeGreaterThan(since)
        expect(tick - start).toBeLessThanOrEqual(since + intervalMs + 1)
      }),
      { numRuns: 200, seed: 8 },
    )
  })
})
