import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Interruption } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { madeHours, minuteOf, startsAt } from '../testing/made-hours.ts'
import { ExpectedSlots } from './expected-slots.ts'
import { detectGaps, GapDetector } from './gap-detector.ts'
import type { GapRuns } from './gap-runs.ts'

const day = madeHours([[0, 390]])
const night = minuteOf(2000)

type Row = readonly [from: number, to: number, bars: number]

/** Gaps in minutes after the open. */
function rowsOf({ start, end, bars }: GapRuns): Row[] {
  const minute = (time: number | undefined) => ((time ?? 0) - minuteOf(0)) / minuteMs
  return [...start].map((from, index): Row => [minute(from), minute(end[index]), bars[index] ?? 0])
}

function found(
  minutes: readonly number[],
  options: { clock?: number; session?: typeof day; step?: number } = {},
): Row[] {
  const { clock = night, session = day, step = minuteMs } = options
  return rowsOf(detectGaps(new ExpectedSlots(session, step), { start: startsAt(minutes) }, clock).gaps())
}

function range(from: number, to: number, step = 1): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step)
}

describe('G5: gaps are found at the edges too', () => {
  test.each([
    ['the first minutes', range(3, 390), [[0, 3, 3]]],
    ['the last minutes', range(0, 380), [[380, 390, 10]]],
    ['inside', [...range(0, 100), ...range(101, 390)], [[100, 101, 1]]],
    ['the whole session', [], [[0, 390, 390]]],
    ['nowhere', range(0, 390), []],
  ])('%s', (_, minutes, gaps) => {
    expect(found(minutes)).toEqual(gaps)
  })
})

test('G4: what never had a bar is missing minute by minute as the clock goes on', () => {
  const detector = new GapDetector(new ExpectedSlots(day, minuteMs))
  const missing = [-60, 0, 0.5, 1, 1.99, 2, 389, 390, 1000].map((minute) => {
    detector.setClock(minuteOf(minute))
    return detector.missing
  })
  expect(missing).toEqual([0, 0, 0, 1, 1, 2, 389, 390, 390])
})

describe('G6: what is no expected minute fills none', () => {
  test('bars before the open, after the close and in the break', () => {
    const session = madeHours([
      [0, 120],
      [180, 300],
    ])
    const detector = detectGaps(
      new ExpectedSlots(session, minuteMs),
      { start: startsAt([-30, -1, 5, 120, 150, 179, 300, 301]) },
      night,
    )
    expect([detector.present, detector.missing]).toEqual([1, 239])
    expect(rowsOf(detector.gaps())).toEqual([
      [0, 5, 5],
      [6, 120, 114],
      [180, 300, 120],
    ])
  })

  test('a second bar of a minute', () => {
    const detector = new GapDetector(new ExpectedSlots(day, minuteMs))
    expect([7, 7, 7.5, 3, 3].map((minute) => detector.add(minuteOf(minute)))).toEqual([
      true,
      false,
      false,
      true,
      false,
    ])
    expect(detector.present).toBe(2)
  })

  test('a half day with bars after its close, one minute missing, is 209 of 210', () => {
    const half = madeHours([[0, 210]])
    const minutes = [...range(0, 50), ...range(51, 230)]
    const detector = detectGaps(new ExpectedSlots(half, minuteMs), { start: startsAt(minutes) }, night)
    expect([detector.present, detector.missing]).toEqual([209, 1])
  })
})

describe('G7: a gap counts in bars of its interval', () => {
  test.each([
    [5, [[10, 20, 2]]],
    [15, [[15, 30, 1]]],
    [60, [[60, 120, 1]]],
  ])('%i minutes', (length, gaps) => {
    const missing = gaps[0] ?? [0, 0]
    const minutes = range(0, 390, length).filter(
      (minute) => minute < (missing[0] ?? 0) || minute >= (missing[1] ?? 0),
    )
    expect(found(minutes, { step: length * minuteMs })).toEqual(gaps)
  })

  test('seconds', () => {
    const slots = new ExpectedSlots(madeHours([[0, 1]]), 1000)
    const start = Float64Array.from(range(0, 57), (second) => minuteOf(0) + second * 1000)
    const detector = detectGaps(slots, { start }, night)
    expect([...detector.gaps().bars]).toEqual([3])
  })

  test('the last bar of 60 minutes is cut by the close', () => {
    expect(found(range(0, 360, 60), { step: 60 * minuteMs })).toEqual([[360, 390, 1]])
  })
})

test('R15: the minute that the clock stands in is not missing, and what comes after is pending', () => {
  const detector = detectGaps(new ExpectedSlots(day, minuteMs), { start: startsAt([0, 1]) }, minuteOf(4.5))
  expect(rowsOf(detector.gaps())).toEqual([[2, 4, 2]])
  expect(rowsOf(detector.pending())).toEqual([[4, 390, 386]])
})

test('a gap does not go on over a break', () => {
  const session = madeHours([
    [0, 10],
    [20, 30],
  ])
  expect(found([0, 29], { session })).toEqual([
    [1, 10, 9],
    [20, 29, 9],
  ])
})

test('minutes in which nobody could trade are not expected (R6)', () => {
  const stop = (from: number, to: number): Interruption => ({
    session: day.date,
    start: minuteOf(from),
    end: minuteOf(to),
    reason: 'Circuit breaker',
  })
  const slots = new ExpectedSlots(day, minuteMs, [stop(5, 19), stop(380, 390)])
  expect(slots.count).toBe(390 - 14 - 10)
  const detector = detectGaps(slots, { start: startsAt([...range(0, 5), ...range(20, 380)]) }, night)
  expect(rowsOf(detector.gaps())).toEqual([[19, 20, 1]])
  const fives = new ExpectedSlots(day, 5 * minuteMs, [stop(7, 22)])
  expect(fives.count).toBe(78 - 2)
  expect([fives.slotAt(minuteOf(7)), fives.slotAt(minuteOf(12)), fives.slotAt(minuteOf(20))]).toEqual([
    1, -1, 2,
  ])
})

/** The same minute by minute, with sets. */
function bruteForce(
  segments: readonly (readonly [number, number])[],
  minutes: readonly number[],
  clock: number,
): Row[] {
  const present = new Set(minutes)
  const rows: [number, number, number][] = []
  for (const [from, to] of segments) {
    let last: [number, number, number] | undefined
    for (let minute = from; minute < to; minute++) {
      const isMissing = !present.has(minute) && minute + 1 <= clock
      if (!isMissing) last = undefined
      else if (last) {
        last[1]++
        last[2]++
      } else {
        last = [minute, minute + 1, 1]
        rows.push(last)
      }
    }
  }
  return rows
}

const segments = fc
  .uniqueArray(fc.integer({ min: 0, max: 80 }), { minLength: 2, maxLength: 6 })
  .map((edges) => edges.sort((one, other) => one - other))
  .map((edges) =>
    range(0, edges.length - 1, 2).map((index) => [edges[index] ?? 0, edges[index + 1] ?? 0] as const),
  )
const anyMinutes = fc.array(fc.integer({ min: -10, max: 90 }), { maxLength: 100 })

test('bars in any order, a clock that goes on: as a scan minute by minute', () => {
  fc.assert(
    fc.property(segments, anyMinutes, fc.integer({ min: -5, max: 95 }), (hours, minutes, later) => {
      const detector = new GapDetector(new ExpectedSlots(madeHours(hours), minuteMs))
      for (const [index, minute] of minutes.entries()) {
        const known = minutes.slice(0, index + 1)
        const filled = detector.add(minuteOf(minute))
        const isExpected = hours.some(([from, to]) => minute >= from && minute < to)
        expect(filled).toBe(isExpected && !minutes.slice(0, index).includes(minute))
        const clock = Math.max(...known, later - 1) + 1
        detector.setClock(minuteOf(clock))
        const expected = bruteForce(hours, known, clock)
        expect(rowsOf(detector.gaps())).toEqual(expected)
        expect(detector.missing).toBe(expected.reduce((sum, [, , bars]) => sum + bars, 0))
      }
    }),
    { numRuns: 150, seed: 11 },
  )
})

test('all bars at once come to the same as one by one', () => {
  fc.assert(
    fc.property(segments, anyMinutes, (hours, minutes) => {
      const sorted = [...new Set(minutes)].sort((one, other) => one - other)
      const slots = new ExpectedSlots(madeHours(hours), minuteMs)
      const oneByOne = new GapDetector(slots)
      for (const minute of minutes) oneByOne.add(minuteOf(minute))
      oneByOne.setClock(night)
      const atOnce = detectGaps(slots, { start: startsAt(sorted) }, night)
      expect(rowsOf(atOnce.gaps())).toEqual(rowsOf(oneByOne.gaps()))
      expect([atOnce.present, atOnce.missing]).toEqual([oneByOne.present, oneByOne.missing])
      expect(atOnce.present + atOnce.missing).toBe(slots.count)
    }),
    { numRuns: 150, seed: 12 },
  )
})
