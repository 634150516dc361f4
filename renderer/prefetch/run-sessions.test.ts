import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ListedSession } from '#shared/protocol/calendar-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { sessionCount, sessionsOfRun } from './run-sessions.ts'

const dates = [
  '2024-06-27',
  '2024-06-28',
  '2024-07-01',
  '2024-07-02',
  '2024-07-03',
  '2024-07-05',
  '2024-07-08',
]
const listed = dates.map(
  (date) =>
    ({ session: date as SessionDate, open: Date.parse(`${date}T13:30:00Z`) as EpochMs }) as ListedSession,
)

function found(told: { symbols: number; of: number; started?: string }) {
  const startedAt = Date.parse(told.started ?? '2024-07-05T06:00:00Z') as EpochMs
  return sessionsOfRun({ ...told, session: '2024-07-05' as SessionDate, startedAt }, listed).map(
    ({ session }) => session,
  )
}

test('a run looked at as many sessions before its target as each symbol has cells', () => {
  expect(found({ symbols: 100, of: 300 })).toEqual([...dates.slice(2, 5), '2024-07-05'])
})

test('a target that had begun was one of them', () => {
  expect(found({ symbols: 2, of: 6, started: '2024-07-05T15:00:00Z' })).toEqual(dates.slice(3, 6))
})

test('a run that was skipped has its target alone', () => {
  expect(found({ symbols: 0, of: 0 })).toEqual(['2024-07-05'])
  expect(sessionCount({ symbols: 0, of: 0 })).toBe(0)
})
