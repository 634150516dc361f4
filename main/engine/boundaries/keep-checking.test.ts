import { expect, test } from 'vitest'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { addMs, type EpochMs, hourMs, minuteMs } from '#shared/time/epoch.ts'
import { ManualTicker } from '../time/manual-ticker.ts'
import type { BoundaryEvent } from './boundary-event.ts'
import { keepChecking } from './keep-checking.ts'
import { SessionBoundary } from './session-boundary.ts'
import { usual } from './testing/stage.ts'
import { utc } from './testing/utc.ts'

function stage(start: string, intervalMs: number, onEvents: (events: readonly BoundaryEvent[]) => void) {
  const ticker = new ManualTicker()
  const begin = utc(start)
  let checks = 0
  const time = {
    now(): EpochMs {
      return addMs(begin, ticker.elapsed())
    },
  }
  const boundary = new SessionBoundary({ calendar: calendarOf('XNYS'), time, settings: usual })
  const check = boundary.checkSessionBoundary.bind(boundary)
  boundary.checkSessionBoundary = (now) => {
    checks++
    return check(now)
  }
  const failures: string[] = []
  const stop = keepChecking(boundary, {
    time,
    ticker,
    intervalMs: () => intervalMs,
    onEvents,
    onFailure: ({ message }) => failures.push(message),
  })
  return { ticker, boundary, stop, failures, checks: () => checks }
}

test('what falls due is seen at once, however long the interval', () => {
  const events: BoundaryEvent[] = []
  const { ticker, failures } = stage('2024-07-05T07:00:10Z', hourMs, (told) => events.push(...told))
  ticker.pass(14 * hourMs)
  const moved = events.filter(({ type }) => type === 'moved')
  expect(moved).toHaveLength(5)
  for (const { at, due } of moved) expect(at).toBe(due)
  expect(failures).toEqual([])
})

test('it checks at its interval until it is told to stop, whatever the state of the session (L5)', () => {
  const { ticker, stop, checks, boundary } = stage('2024-07-05T21:00:00Z', minuteMs, () => {})
  ticker.pass(10 * minuteMs)
  expect(checks()).toBe(11)
  boundary.raiseError('broken')
  const before = checks()
  ticker.pass(10 * minuteMs)
  expect(checks() - before).toBe(10)
  stop()
  const last = checks()
  ticker.pass(hourMs)
  expect(checks()).toBe(last)
})

test('T8: its checks stay on their grid, however long one takes and whatever falls due in between', () => {
  const at: number[] = []
  // The pre-market opens 30 s after the second check.
  const { ticker, boundary } = stage('2024-07-05T07:58:30Z', minuteMs, () => {})
  const check = boundary.checkSessionBoundary
  boundary.checkSessionBoundary = (now) => {
    at.push(ticker.elapsed())
    const events = check(now)
    // The check of the third minute holds the loop for one and a half.
    ticker.spend(at.length === 4 ? 1.5 * minuteMs : 700)
    return events
  }
  ticker.pass(6 * minuteMs)
  expect(at.map((ms) => ms / 1000)).toEqual([60, 90, 120, 180, 300, 360])
})

test('a failure of whoever is told is reported, and the checks go on', () => {
  let told = 0
  const { ticker, failures } = stage('2024-07-05T07:59:00Z', minuteMs, () => {
    told++
    throw new Error('no room')
  })
  ticker.pass(8 * hourMs)
  expect(told).toBe(2)
  expect(failures).toEqual(['no room', 'no room'])
})
