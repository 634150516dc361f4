import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { SessionReport } from '#shared/protocol/session-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { nameOf, sinceOf } from '../stores/session-state.ts'
import { logLine } from './log-line.ts'

const when = { session: '2024-01-10' as SessionDate, due: 5 as EpochMs, at: 5 as EpochMs }

test('entries of the log are words, and what is wrong or forced stands out', () => {
  const moved = { type: 'moved', ...when, from: 'active', to: 'timeout', forced: false } as const
  expect(logLine({ ...moved, cause: 'no bar came' })).toEqual({
    text: 'Active → Timeout',
    cause: 'no bar came',
    grave: true,
  })
  expect(logLine({ ...moved, to: 'ended', forced: true })).toMatchObject({
    text: 'Active → Ended, forced',
    grave: true,
  })
  expect(logLine({ ...moved, to: 'post-market' }).grave).toBe(false)
  expect(logLine({ type: 'break', ...when, began: true }).text).toBe('Lunch break begins')
  expect(logLine({ type: 'rolled', ...when, next: '2024-01-11' as SessionDate }).text).toBe(
    'Rolled to Thu 11',
  )
  expect(logLine({ type: 'rolled', ...when }).text).toBe('Over: the calendar ends')
  expect(logLine({ type: 'error', ...when, cause: 'x' })).toMatchObject({ cause: 'x', grave: true })
  expect(logLine({ type: 'error-cleared', ...when, cause: 'x' }).grave).toBe(false)
})

test('a break has a name and a beginning of its own, unless the session has timed out', () => {
  const report: SessionReport = {
    session: when.session,
    exchange: 'XHKG',
    state: 'active',
    since: 1 as EpochMs,
    onBreak: true,
    log: [{ type: 'break', ...when, began: true }],
  }
  expect([nameOf(report), sinceOf(report)]).toEqual(['Lunch break', 5])
  expect([nameOf({ ...report, onBreak: false }), sinceOf({ ...report, onBreak: false })]).toEqual([
    'Active',
    1,
  ])
  expect(nameOf({ ...report, state: 'timeout' })).toBe('Timeout')
})
