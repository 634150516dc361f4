import { describe, expect, test } from 'vitest'
import { type Interval, oneDay } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { openOf } from '../../store/testing/batches.ts'
import { missingWindows } from '../fill/longer-windows.ts'
import {
  asked,
  barsBut,
  clockAt,
  fullGapsIn,
  halfDay,
  monday,
  storeWith,
  yearLater,
} from '../testing/made-store.ts'
import { classifyLonger, type LongerEvidence } from './longer-gaps.ts'

const xnys = calendarOf('XNYS')
const fiveMinutes = '5m' as Interval

function sessionOf(interval: Interval, date = monday) {
  const session = xnys.session(date)
  if (!session) throw new Error('no session')
  return { session, interruptions: [], interval }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

/** Rows of a session that has those minutes, and five-minute bars but some: first minute, bars, minutes, class. */
function found(
  missing: readonly number[],
  withBar: (window: number) => boolean,
  told: Partial<LongerEvidence> = {},
) {
  const batch = barsBut(missing)
  if (batch.kind !== 'trade') throw new TypeError('trades')
  const of = sessionOf(fiveMinutes)
  const stored = barsBut(range(0, 390).filter((minute) => minute % 5 !== 0 || !withBar(minute / 5)))
  if (stored.kind !== 'trade') throw new TypeError('trades')
  const store = storeWith(batch)
  store.ledger.record('SPY', told.requests ?? [])
  const known = { minutes: batch.columns, gaps: fullGapsIn(store, 'SPY', monday), requests: [], ...told }
  return classifyLonger(of, missingWindows(of, stored.columns, yearLater), known)
}

function rowsOf(gaps: ReturnType<typeof found>) {
  return gaps.map(({ start, bars, minutes, class: gapClass, certainty }) => [
    (start - openOf(monday)) / minuteMs,
    ...[bars, minutes, gapClass, certainty],
  ])
}

describe('G7: missing bars of five minutes', () => {
  test('are counted in bars, and are a feed gap where minutes of them are there', () => {
    const gaps = found([16], (window) => ![3, 4, 40].includes(window))
    expect(rowsOf(gaps)).toEqual([
      [15, 2, 10, 'feed-gap', 'proven'],
      [200, 1, 5, 'feed-gap', 'proven'],
    ])
    expect(gaps[0]?.reason).toMatch(/4 of its 5 minutes are.*then.*5 of its 5 minutes are: there was trading/)
  })

  test('are what their minutes are where none of these is there', () => {
    const requests = [asked('web', monday, [15, 20]), asked('disk', monday, [15, 20])]
    const gaps = found(range(15, 20), (window) => window !== 3, { requests })
    expect(rowsOf(gaps)).toEqual([[15, 1, 5, 'no-trade', 'corroborated']])
    expect(gaps[0]).toMatchObject({ tries: 2, reason: expect.stringMatching(/^of its minutes: 2 sources/) })
  })

  test('are unknown where their minutes are of several classes', () => {
    const requests = [asked('web', monday, [15, 17]), asked('disk', monday, [15, 17])]
    expect(rowsOf(found(range(15, 20), (window) => window !== 3, { requests }))).toEqual([
      [15, 1, 5, 'unknown', 'none'],
    ])
  })
})

test('R8: the last hour of a half day is a bar that is cut short', () => {
  const of = sessionOf('1h' as Interval, halfDay)
  const windows = missingWindows(of, undefined, yearLater)
  expect(windows.map(({ start, end }) => (end - start) / minuteMs)).toEqual([60, 60, 60, 30])
  expect(missingWindows(of, undefined, clockAt(halfDay, 200))).toHaveLength(3)
})

test('R15: a day is missing from its close on', () => {
  const of = sessionOf(oneDay)
  expect(missingWindows(of, undefined, clockAt(monday, 389))).toEqual([])
  expect(missingWindows(of, undefined, clockAt(monday, 390))).toEqual([
    { start: clockAt(monday, 0), end: clockAt(monday, 390) },
  ])
})
