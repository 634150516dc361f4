import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { verdict } from './verify.ts'

const report = { session: '2013-10-11' as SessionDate, symbols: 4, checked: 15_992 }

test('a verified session is told in a sentence', () => {
  expect(verdict({ ...report, broken: 0, violations: [] })).toBe(
    'Fri 11 Oct 2013: 15,992 checks over 4 symbols, all of them hold.',
  )
  const violation = {
    invariant: 'high is not below low',
    symbol: 'IBM',
    time: 0 as EpochMs,
    detail: 'high 1, low 2',
  }
  expect(verdict({ ...report, symbols: 1, broken: 2, violations: [violation] })).toBe(
    'Fri 11 Oct 2013: 15,992 checks over 1 symbol, 2 do not hold, first of IBM: high is not below low (high 1, low 2).',
  )
})
