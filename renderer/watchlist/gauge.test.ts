import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { gaugeLines, gaugeOf, measuredOf, sharesOf } from './gauge.ts'

const clock = 1_720_000_000_000 as EpochMs
const quality = {
  session: '2024-07-08' as SessionDate,
  symbols: ['AAA', 'BBB'],
  measured: {
    clock,
    counts: Int32Array.of(390, 0, 0, 0, 0, 100, 290, 0, 390, 380, 6, 2, 0, 2, 0, 7),
  },
}
const bbb = { recorded: 380, filled: 6, noTrade: 2, halted: 0, missing: 2, late: 7 }
const frame = { recorded: 12, expected: 20 }

describe('what upkeep measured', () => {
  test('is read by place, and by name where the place is another', () => {
    expect(measuredOf(quality, 'BBB', 1)).toEqual(bbb)
    expect(measuredOf(quality, 'BBB', 0)).toEqual(bbb)
    expect(measuredOf(quality, 'CCC', 0)).toBeUndefined()
  })

  test('is not there while nothing is measured', () => {
    expect(measuredOf({ ...quality, measured: undefined }, 'BBB', 1)).toBeUndefined()
    expect(measuredOf(undefined, 'BBB', 1)).toBeUndefined()
  })
})

test('both shares and every count are told', () => {
  const gauge = gaugeOf(bbb, frame)
  expect(sharesOf(gauge)).toEqual({ coverage: 98.9, explained: 99.4 })
  expect(gaugeLines(gauge)).toEqual([
    'Coverage 98.9 %: 386 of 390 minutes so far with a bar, 380 recorded and 6 filled.',
    'Explained 99.4 %: 2 more with no trade, 0 halted.',
    'Missing: 2.',
    'Late: 7 of the 386 minutes with a bar.',
  ])
})

test('G9: what is not known is told as unknown, never as 0 or 100 %', () => {
  const unmeasured = gaugeOf(undefined, frame)
  expect(sharesOf(unmeasured)).toEqual({ coverage: 60, explained: undefined })
  expect(gaugeLines(unmeasured)).toEqual([
    'Coverage 60.0 %: 12 of 20 minutes so far with a bar.',
    'Explained: unknown while data upkeep does not measure.',
  ])
  for (const before of [
    gaugeOf(undefined, { recorded: 0, expected: 0 }),
    gaugeOf({ recorded: 0, filled: 0, noTrade: 0, halted: 0, missing: 0, late: 0 }, frame),
  ]) {
    expect(sharesOf(before)).toEqual({ coverage: undefined, explained: undefined })
    expect(gaugeLines(before)).toEqual(['No minute of the session has ended yet.'])
  }
})

test('R16: a share reads 100 % only when nothing is missing', () => {
  const count = fc.integer({ min: 0, max: 5000 })
  const minutes = fc.record({
    ...{ recorded: count, filled: count, noTrade: count, halted: count, missing: count },
    late: fc.constant(0),
  })
  fc.assert(
    fc.property(minutes, (measured) => {
      const { coverage, explained } = sharesOf(gaugeOf(measured, frame))
      const { noTrade, halted, missing } = measured
      if (coverage === undefined || explained === undefined) return expect(coverage).toBe(explained)
      expect(explained).toBeGreaterThanOrEqual(coverage)
      expect(explained === 100).toBe(missing === 0)
      expect(coverage === 100).toBe(noTrade + halted + missing === 0)
    }),
    { numRuns: 200, seed: 33 },
  )
})
