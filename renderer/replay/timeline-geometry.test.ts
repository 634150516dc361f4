import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { hourMarks, minuteAt, shareOf } from './timeline-geometry.ts'

function span(start: string, end: string): { start: EpochMs; end: EpochMs } {
  return { start: Date.parse(start) as EpochMs, end: Date.parse(end) as EpochMs }
}

const day = span('2013-10-11T13:30:00Z', '2013-10-11T20:00:00Z')
const halfDay = span('2013-11-29T14:30:00Z', '2013-11-29T18:00:00Z')

describe('places on the timeline', () => {
  test('a minute is found again where it is drawn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 390 }), (minute) => {
        const time = (day.start + minute * minuteMs) as EpochMs
        expect(minuteAt(day, shareOf(day, time))).toBe(time)
      }),
    )
  })

  test('what lies outside is at the ends', () => {
    expect(shareOf(day, (day.start - 1) as EpochMs)).toBe(0)
    expect(shareOf(day, (day.end + 1) as EpochMs)).toBe(1)
    expect(minuteAt(day, -0.5)).toBe(day.start)
    expect(minuteAt(day, 1.5)).toBe(day.end)
    expect(shareOf({ start: day.end, end: day.end }, day.end)).toBe(0)
  })
})

describe('labels', () => {
  test('name whole hours of the exchange and the ends', () => {
    const labels = hourMarks('America/New_York', day, 900).map(({ label }) => label)
    expect(labels).toEqual(['09:30', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00', '16:00'])
  })

  test('an early close ends the line', () => {
    expect(hourMarks('America/New_York', halfDay, 600).at(-1)).toEqual({ share: 1, label: '13:00' })
  })

  test('never stand closer than they are wide', () => {
    for (let width = 100; width <= 1500; width += 1) {
      const shares = hourMarks('America/New_York', day, width).map(({ share }) => share)
      const distances = shares.slice(1).map((share, index) => (share - (shares[index] ?? 0)) * width)
      expect(Math.min(...distances)).toBeGreaterThan(46 - 1e-6)
      // The labels at the ends, some 33 pixels wide, are not centred on their places.
      const inner = distances.length > 1 ? Math.min(distances[0] ?? 0, distances.at(-1) ?? 0) : width
      expect(inner).toBeGreaterThan(60 - 1e-6)
    }
  })
})
