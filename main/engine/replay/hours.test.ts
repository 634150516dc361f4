import { describe, expect, test } from 'vitest'
import { addMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { barsAt, plainSession } from '../session/testing/made-bars.ts'
import { barsInHours, joinColumns, spanOfHours } from './hours.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
const plain = plainSession(open, 100)
const stretch = (from: number, to: number) => ({
  open: addMs(open, from * minuteMs),
  close: addMs(open, to * minuteMs),
})
/** Trades before its regular hours, breaks in the middle, and trades after them. */
const broken = {
  ...plain,
  segments: [stretch(0, 40), stretch(60, 100)],
  preMarket: stretch(-30, 0),
  postMarket: stretch(100, 120),
}

function minutesIn(
  minutes: readonly number[],
  ...rest: [typeof broken | typeof plain, 'regular' | 'all']
): number[] {
  return [...barsInHours(barsAt(open, minutes), ...rest).start].map((start) => (start - open) / minuteMs)
}

describe('the hours of a session', () => {
  test('regular ones begin with the open and end before the close (T4)', () => {
    expect(minutesIn([-1, 0, 1, 99, 100], plain, 'regular')).toEqual([0, 1, 99])
    expect(spanOfHours(broken, 'regular')).toEqual({ open: plain.open, close: plain.close })
  })

  test('regular ones leave the break out', () => {
    expect(minutesIn([-5, 0, 39, 40, 50, 59, 60, 99, 100], broken, 'regular')).toEqual([0, 39, 60, 99])
  })

  test('all of them reach from the first to the last trade of the day, with what is in the break', () => {
    expect(minutesIn([-31, -30, 0, 50, 119, 120], broken, 'all')).toEqual([-30, 0, 50, 119])
    expect(spanOfHours(broken, 'all')).toEqual(stretch(-30, 120))
  })

  test('all of them are the regular ones where there are no others', () => {
    expect(minutesIn([-1, 0, 99, 100], plain, 'all')).toEqual([0, 99])
  })
})

test('columns are joined in order', () => {
  const [one, two] = [barsAt(open, [0, 1]), barsAt(open, [5])]
  expect(joinColumns([one, barsAt(open, []), two])).toEqual(barsAt(open, [0, 1, 5]))
  expect(joinColumns([]).start).toHaveLength(0)
})
