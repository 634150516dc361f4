import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { dayMs, type EpochMs, hourMs } from '#shared/time/epoch.ts'
import { type ChartSession, sessionMarks } from './session-marks.ts'

/** Day `day` with regular hours from 10 to 16. */
function session(day: number): ChartSession {
  return {
    session: `2024-01-0${day}` as SessionDate,
    open: (day * dayMs + 10 * hourMs) as EpochMs,
    close: (day * dayMs + 16 * hourMs) as EpochMs,
  }
}

function times(...hours: readonly (readonly [number, number])[]): Float64Array {
  return Float64Array.from(hours.map(([day, hour]) => day * dayMs + hour * hourMs))
}

test('a session of regular hours begins at its open', () => {
  const marks = sessionMarks([session(1), session(2)], times([1, 10], [1, 15], [2, 10], [2, 11]))
  expect(marks.map(({ time }) => time)).toEqual([...times([1, 10], [2, 10])])
})

test('bars after a close belong to the session before, bars before an open to the next', () => {
  const marks = sessionMarks(
    [session(1), session(2)],
    times([1, 10], [1, 17], [1, 19], [2, 5], [2, 9], [2, 10]),
  )
  expect(marks.map(({ time }) => time)).toEqual([...times([1, 10], [2, 5])])
})

test('the first session begins at the first bar, also before its open', () => {
  const marks = sessionMarks([session(1)], times([1, 5], [1, 10]))
  expect(marks.map(({ time }) => time)).toEqual([...times([1, 5])])
})

test('a session without bars has no mark', () => {
  const marks = sessionMarks([session(1), session(2), session(3)], times([1, 10], [3, 10]))
  expect(marks.map((mark) => mark.session)).toEqual(['2024-01-01', '2024-01-03'])
  expect(sessionMarks([session(1)], times())).toEqual([])
})
