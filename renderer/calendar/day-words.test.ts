import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { barsOf, type Day, shareOfDay } from './day-model.ts'
import { clockWords, dayWords } from './day-words.ts'
import type { Counts } from './measures.ts'

const zone = 'America/New_York'
const date = '2024-07-03' as SessionDate
const session = {
  session: date,
  open: epochMs(Date.parse('2024-07-03T13:30:00Z')),
  close: epochMs(Date.parse('2024-07-03T17:00:00Z')),
  earlyClose: true,
  lateOpen: false,
  reason: 'day before Independence Day',
  expectedMinutes: 210,
}
const counts: Counts = {
  expected: 2100,
  recorded: 2039,
  filled: 60,
  noTrade: 0,
  halted: 0,
  missing: 1,
  pending: 0,
  late: 0,
}
const told = { clock: epochMs(Date.parse('2024-12-01T00:00:00Z')), symbols: 10, stored: 10, counts }
const day: Day = {
  date,
  session,
  bars: barsOf(session, told),
  closure: undefined,
  interruptions: [],
  clockChange: undefined,
  changes: [],
  runs: [],
  madeReady: undefined,
  projected: false,
}

test('R16: one minute short of all is no 100 %', () => {
  expect(dayWords(day, 'coverage', zone)).toBe(
    'Wed 3 Jul 2024: early close at 13:00, day before Independence Day; coverage 99.9 %, 2,099 of 2,100 minutes, 1 missing; bars of 10 of 10 symbols',
  )
  expect(dayWords(day, 'filled', zone)).toContain('filled 2.8 %, 60 of 2,100 minutes')
})

test('no bars are told apart from bad ones, and from those to come', () => {
  const without = { ...told, stored: 0, counts: { ...counts, recorded: 0, filled: 0, missing: 2100 } }
  const words = (bars: Day['bars']) => dayWords({ ...day, bars }, 'coverage', zone)
  expect(words(barsOf(session, without))).toMatch(/; no bars$/)
  expect(words(barsOf(session, { ...without, clock: epochMs(session.open - 1) }))).toMatch(/; to come$/)
  expect(words(barsOf(session, { ...without, clock: session.open }))).toMatch(/; no bars$/)
  expect(words(barsOf(session, undefined))).toMatch(/; being counted$/)
})

test('a day without a session says why, and everything else that is known of it', () => {
  const closed = {
    ...day,
    session: undefined,
    closure: { date, reason: 'storm', scheduled: false },
    clockChange: -60,
    changes: [{ kind: 'closed' as const, reason: 'storm' }],
  }
  expect(dayWords(closed, 'coverage', zone)).toBe(
    'Wed 3 Jul 2024: closed: storm; clocks go back 1 h; changed by you: closed (storm)',
  )
  expect(
    dayWords({ ...closed, closure: undefined, clockChange: undefined, changes: [] }, 'coverage', zone),
  ).toBe('Wed 3 Jul 2024: no session')
})

test('stops of trading and projections are told', () => {
  const stop = {
    session: date,
    start: session.open,
    end: epochMs(session.open + 180_000),
    reason: 'late open',
  }
  expect(dayWords({ ...day, interruptions: [stop], projected: true }, 'coverage', zone)).toMatch(
    /; trading stopped 09:30–09:33 \(late open\); projected$/,
  )
})

test('changes of the clocks are told in hours, or minutes', () => {
  expect(clockWords(60)).toBe('clocks go forward 1 h')
  expect(clockWords(-30)).toBe('clocks go back 30 min')
})

const run: RunRecord = {
  ...{ id: 2, plan: 'Nightly', exchange: 'XNYS', session: date, trigger: 'schedule', errors: [] },
  ...{ due: session.open, startedAt: session.open, outcome: 'partial', symbols: 100, ready: 999, of: 1000 },
  ...{ requests: 1, bars: 1, bytes: 1, gaps: 1, filled: 0 },
}

test('what was prefetched is told of the last run that had anything to make ready', () => {
  const skipped: RunRecord = { ...run, id: 3, outcome: 'skipped', ready: 0, of: 0 }
  const prefetched = { ...day, runs: [skipped, run] }
  expect(dayWords(prefetched, 'prefetched', zone)).toMatch(
    /; prefetched 99\.9 %, 999 of 1,000 sessions of symbols ready by the run of Nightly$/,
  )
  expect(shareOfDay(prefetched, 'prefetched')).toBe(99.9)
  expect(dayWords({ ...day, runs: [skipped] }, 'prefetched', zone)).toMatch(/; not prefetched$/)
  expect(shareOfDay(day, 'prefetched')).toBeUndefined()
})

test('a session that a run for a later one made ready is told apart from one that had a run', () => {
  const later = { ...run, session: '2024-07-05' as SessionDate }
  const before = { ...day, madeReady: { ready: 97, of: 100, run: later } }
  expect(dayWords(before, 'prefetched', zone)).toMatch(
    /; prefetched 97\.0 %, 97 of 100 symbols ready, before Fri 5 Jul 2024 by the run of Nightly$/,
  )
  expect(shareOfDay(before, 'prefetched')).toBe(97)
  expect(shareOfDay({ ...before, runs: [run] }, 'prefetched')).toBe(99.9)
  expect(dayWords({ ...before, runs: [run] }, 'prefetched', zone)).toMatch(/999 of 1,000/)
})
