import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { CalendarYear } from '#shared/protocol/calendar-calls.ts'
import { epochMs } from '#shared/time/epoch.ts'
import type { Quality } from './calendar-state.ts'
import { type Counts, shareOf } from './measures.ts'
import { summaryOf } from './summary.ts'

const open = epochMs(0)
const usual = { open, close: open, earlyClose: false, lateOpen: false, expectedMinutes: 390 }
const first = '2024-01-02' as SessionDate
const second = '2024-01-03' as SessionDate
const third = '2024-02-01' as SessionDate

const year: CalendarYear = {
  exchange: 'XNYS',
  version: '1',
  sessions: [
    { ...usual, session: first },
    { ...usual, session: second, earlyClose: true },
    { ...usual, session: third, lateOpen: true },
  ],
  closures: [
    { date: '2024-01-01' as SessionDate, reason: "New Year's Day", scheduled: true },
    { date: '2024-01-09' as SessionDate, reason: 'storm', scheduled: false },
  ],
  interruptions: [],
  clockChanges: [],
}

function counted(recorded: number): Counts {
  return {
    expected: 390,
    recorded,
    filled: 0,
    noTrade: 0,
    halted: 0,
    missing: 390 - recorded,
    pending: 0,
    late: 0,
  }
}

const quality: Quality = {
  clock: open,
  symbols: 1,
  sessions: new Map([
    [first, { stored: 1, counts: counted(390) }],
    [second, { stored: 1, counts: counted(389) }],
    [third, { stored: 0, counts: counted(0) }],
  ]),
}

test('a year in words: what there is none of is left out', () => {
  expect(summaryOf(year, quality, '2024-').parts).toEqual([
    '3 sessions',
    '1 holiday',
    '1 other closure',
    '1 early close',
    '1 late open',
  ])
  expect(summaryOf(year, quality, '2024-02').parts).toEqual(['1 session', '1 late open'])
})

test('R16: the share is that of the sessions with bars, floored', () => {
  const { counts, counted: sessions } = summaryOf(year, quality, '2024-')
  expect(sessions).toBe(2)
  expect(counts && shareOf('coverage', counts)).toBe(99.8)
  expect(summaryOf(year, quality, '2024-02').counts).toBeUndefined()
  expect(summaryOf(year, undefined, '2024-').counts).toBeUndefined()
})
