import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Interval, parseInterval } from '#shared/bars/interval.ts'
import { type EpochMs, hourMs, minuteMs } from '#shared/time/epoch.ts'
import { endedSlots, expectedSlots, neighbourEnds, type Stretch, slotRuns } from './slots.ts'

const open = Date.parse('2013-10-11T13:30:00Z')
const day: Stretch = { open: open as EpochMs, close: (open + 390 * minuteMs) as EpochMs }
const halfDay: Stretch = { open: open as EpochMs, close: (open + 210 * minuteMs) as EpochMs }

function interval(text: string): Interval {
  return parseInterval(text) ?? (text as Interval)
}

function instant(minutes: number): EpochMs {
  return (open + minutes * minuteMs) as EpochMs
}

describe('expected slots', () => {
  test('count as the calendar says, last one cut at the close', () => {
    const counts = (stretch: Stretch): number[] =>
      ['1m', '5m', '15m', '1h'].map((text) => expectedSlots([stretch], interval(text)).start.length)
    expect(counts(day)).toEqual([390, 78, 26, 7])
    expect(counts(halfDay)).toEqual([210, 42, 14, 4])
    const hours = expectedSlots([day], interval('1h'))
    expect(hours.end[6]).toBe(day.close)
    expect((hours.end[6] ?? 0) - (hours.start[6] ?? 0)).toBe(hourMs / 2)
  })

  test('restart after a break and are none for days', () => {
    const morning = { open: instant(0), close: instant(150) }
    const afternoon = { open: instant(210), close: instant(390) }
    const slots = expectedSlots([morning, afternoon], interval('1h'))
    expect([...slots.start].map((time) => (time - open) / minuteMs)).toEqual([0, 60, 120, 210, 270, 330])
    expect(expectedSlots([day], interval('1d')).start).toHaveLength(0)
  })

  test('a slot counts from its end on', () => {
    const slots = expectedSlots([day], interval('5m'))
    expect([0, 4.99, 5, 389, 390, 500].map((minutes) => endedSlots(slots, instant(minutes)))).toEqual([
      0, 0, 1, 77, 78, 78,
    ])
  })
})

describe('runs', () => {
  test('name each ended minute once, as present or missing', () => {
    const minutes = fc.uniqueArray(fc.nat(389), { maxLength: 390 })
    fc.assert(
      fc.property(minutes, fc.integer({ min: 0, max: 390 }), (with_, clock) => {
        const starts = Float64Array.from(with_.toSorted((one, other) => one - other).map(instant))
        const slots = expectedSlots([day], interval('1m'))
        const ended = endedSlots(slots, instant(clock))
        const { present, missing } = slotRuns(slots, ended, starts, starts.length)
        const spread = (runs: readonly Stretch[]): number[] =>
          runs.flatMap((run) =>
            Array.from(
              { length: (run.close - run.open) / minuteMs },
              (_, index) => run.open + index * minuteMs,
            ),
          )
        const played = Array.from({ length: clock }, (_, minute) => minute)
        expect(spread(present)).toEqual(played.filter((minute) => with_.includes(minute)).map(instant))
        expect(spread(missing)).toEqual(played.filter((minute) => !with_.includes(minute)).map(instant))
      }),
    )
  })

  test('end at a break and leave bars outside the hours alone', () => {
    const slots = expectedSlots(
      [
        { open: instant(0), close: instant(2) },
        { open: instant(5), close: instant(7) },
      ],
      interval('1m'),
    )
    const starts = Float64Array.from([-3, 0, 1, 3, 5, 6, 9].map(instant))
    expect(slotRuns(slots, 4, starts, starts.length)).toEqual({
      present: [
        { open: instant(0), close: instant(2) },
        { open: instant(5), close: instant(7) },
      ],
      missing: [],
    })
  })
})

test('a step of one chart bar leads to the next end, back to the one before', () => {
  const slots = expectedSlots([day], interval('5m'))
  expect(neighbourEnds(slots, instant(0))).toEqual({ before: undefined, after: instant(5) })
  expect(neighbourEnds(slots, instant(5))).toEqual({ before: instant(0), after: instant(10) })
  expect(neighbourEnds(slots, instant(7))).toEqual({ before: instant(5), after: instant(10) })
  expect(neighbourEnds(slots, instant(390))).toEqual({ before: instant(385), after: undefined })
})
