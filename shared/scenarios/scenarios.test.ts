import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarOf } from '../calendar/calendars.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import { addMs, minuteMs } from '../time/epoch.ts'
import { chooseSessions, type KnownSession, type ScenarioName } from './scenarios.ts'

/** Sessions of an exchange with figures of their place: ranges 0, 1, 2 … percent, every fifth lacks half as many minutes. */
function known(exchange: string, from: string, to: string): readonly KnownSession[] {
  return calendarOf(exchange)
    .sessions(from as SessionDate, to as SessionDate)
    .map((session, place) => ({
      session,
      rangePct: place,
      there: session.expectedMinutes - (place % 5 === 0 ? place / 2 : 0),
      expected: session.expectedMinutes,
    }))
}

const year = known('XNYS', '2024-01-02', '2024-12-31')
const zone = 'America/New_York'
const never = (): number => {
  throw new Error('nothing is drawn')
}

function chosen(name: ScenarioName, of = year, most = 100): readonly string[] {
  return chooseSessions(name, of, zone, most, never).map(({ session }) => session.date)
}

test('half days, the newest first, with their reason', () => {
  expect(chosen('half-days')).toEqual(['2024-12-24', '2024-11-29', '2024-07-03'])
  expect(chosen('half-days', year, 2)).toEqual(['2024-12-24', '2024-11-29'])
  expect(chooseSessions('half-days', year, zone, 1, never)[0]?.reason).toMatch(/^closes 13:00: /)
})

test('a late open tells when it opens, on the wall clock of the exchange', () => {
  const [first] = year
  if (!first) throw new Error('the year has no session')
  const { session } = first
  const late = { ...session, lateOpen: true, open: addMs(session.open, 60 * minuteMs), reason: 'fog' }
  expect(chooseSessions('half-days', [{ ...first, session: late }], zone, 1, never)[0]?.reason).toBe(
    'opens 10:30: fog',
  )
})

test('coverage is rounded down, so that what lacks a minute is not whole', () => {
  const [first] = year
  if (!first) throw new Error('the year has no session')
  const lacking = { ...first, there: 99_999, expected: 100_000 }
  expect(chooseSessions('worst-data', [lacking], zone, 1, never)[0]?.reason).toMatch(/^coverage 99\.9 %/)
})

test('the weeks after the clocks of the exchange were changed, those of its own zone', () => {
  expect(chosen('clock-changes').toReversed()).toEqual([
    ...['2024-03-11', '2024-03-12', '2024-03-13', '2024-03-14', '2024-03-15'],
    ...['2024-11-04', '2024-11-05', '2024-11-06', '2024-11-07', '2024-11-08'],
  ])
  const reasons = chooseSessions('clock-changes', year, zone, 10, never).map(({ reason }) => reason)
  expect([reasons[0], reasons[9]]).toEqual(['clocks went back', 'clocks went forward'])
  expect(chosen('clock-changes', known('XLON', '2024-03-20', '2024-04-10'))).toContain('2024-04-02')
  expect(chosen('clock-changes', known('24/7', '2024-01-01', '2024-12-31'))).toEqual([])
  expect(chosen('clock-changes', known('XTKS', '2024-01-04', '2024-12-30'))).toEqual([])
})

test('the widest ranges and the most missing minutes come first; a session that is whole is not among the worst', () => {
  expect(chooseSessions('volatile', year, zone, 2, never).map(({ reason }) => reason)).toEqual([
    'range 251.00 %',
    'range 250.00 %',
  ])
  expect(chooseSessions('worst-data', year, zone, 1, never)).toMatchObject([
    { reason: 'coverage 45.2 %: 115 of 210 minutes have no bar' },
  ])
  expect(chosen('worst-data', year.slice(1, 5))).toEqual([])
})

test('sessions that are drawn are of those there are, each once, in order, and the same for the same numbers', () => {
  const numbers = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
    minLength: 30,
    maxLength: 30,
  })
  fc.assert(
    fc.property(
      numbers,
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 30 }),
      (given, most, count) => {
        const draw = () => {
          let next = 0
          return chooseSessions('random', year.slice(0, count), zone, most, () => given[next++] ?? 0)
        }
        const dates = draw().map(({ session }) => session.date)
        expect(dates).toHaveLength(Math.min(most, count))
        expect(dates).toEqual([...new Set(dates)].sort())
        expect(draw().map(({ session }) => session.date)).toEqual(dates)
      },
    ),
  )
})
