import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { sessionAt } from './run-sessions.ts'

const sessions = [10, 40, 70].map((open) => ({
  session: `2024-11-${open}` as SessionDate,
  open: epochMs(open),
  close: epochMs(open + 10),
}))

test.each([
  [0, '2024-11-10'],
  [10, '2024-11-10'],
  [24, '2024-11-10'],
  [36, '2024-11-40'],
  [50, '2024-11-40'],
  [99, '2024-11-70'],
])('a time at %d is of session %s', (time, session) => {
  expect(sessionAt(sessions, epochMs(time))).toBe(session)
})

test('there is none of a run without sessions', () => {
  expect(sessionAt([], epochMs(0))).toBeUndefined()
})
