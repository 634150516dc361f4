import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { SessionFetchState } from '#shared/protocol/calendar-calls.ts'
import { fetchedSpan, fetchWords } from './fetch-words.ts'

const from = '2024-11-18' as SessionDate
const fetching: SessionFetchState = {
  ...{ exchange: 'XNYS', from, to: from, state: 'running', errors: [] },
  ...{ ready: 1, of: 24, requests: 3, bars: 10, gaps: 331, filled: 12 },
}

test('a fetch says how far it is and what came of it', () => {
  expect(fetchWords(fetching)).toBe('1 of 24 sessions of symbols complete, 3 requests sent')
  expect(fetchWords({ ...fetching, state: 'done', filled: 331 })).toBe(
    'Complete: 331 of 331 missing minutes came.',
  )
  expect(fetchWords({ ...fetching, state: 'done', gaps: 0, filled: 0 })).toBe('Nothing was missing.')
  expect(fetchWords({ ...fetching, state: 'cancelled' })).toBe('Stopped: 12 of 331 missing minutes came.')
  expect(fetchWords({ ...fetching, state: 'partial', reason: '2 of 24 are not ready.' })).toBe(
    '12 of 331 missing minutes came. 2 of 24 are not ready.',
  )
})

test('it names its sessions', () => {
  expect(fetchedSpan(fetching)).toBe('Mon 18 Nov 2024')
  expect(fetchedSpan({ from, to: '2024-11-19' as SessionDate })).toBe('Mon 18 Nov 2024 – Tue 19 Nov 2024')
})
