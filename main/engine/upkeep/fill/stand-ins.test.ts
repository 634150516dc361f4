import fc from 'fast-check'
import { expect, test } from 'vitest'
import { at } from '#shared/bars/columns.ts'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { stateName } from '#shared/bars/state.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { BarsQuery } from '../../bars-query/bars-query.ts'
import { queryBars } from '../../bars-query/query-bars.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { joinColumns } from '../../replay/hours.ts'
import type { StoreWriter } from '../../store/store.ts'
import { openOf } from '../../store/testing/batches.ts'
import { file } from '../../store/testing/temporary-store.ts'
import { classifyAgain } from '../classify/classify-gaps.ts'
import { ofKind } from '../evidence/evidence.ts'
import { GapLedger } from '../gap-ledger.ts'
import { bars, range, storeBut } from '../testing/holed-store.ts'
import {
  barsBut,
  clockAt,
  fullGapsIn,
  halfDay,
  monday,
  qualityIn,
  storeWith,
  tuesday,
  yearLater,
} from '../testing/made-store.ts'
import { previousClose } from './previous-close.ts'
import { planStandIns, planTakingBack, type StandInPlan } from './stand-ins.ts'

const xnys = calendarOf('XNYS')
const asker = { by: 'a test', at: yearLater }
const wholeDay = { start: clockAt(monday, 0), end: clockAt(monday, 390) }

function lookAt(store: StoreWriter, session = monday) {
  const found = new GapLedger(store, { now: () => yearLater }, new Calendars()).sessionOf(
    'SPY',
    'XNYS',
    session,
  )
  if (!found) throw new RangeError(`${session} is no session`)
  return found
}

/** Puts synthetic bars wherever a minute of a run is missing. */
function put(store: StoreWriter, run = wholeDay): StandInPlan {
  const plan = planStandIns(lookAt(store), run, previousClose(store, xnys, 'SPY', monday), asker)
  store.ledger.record('SPY', plan.standIns)
  return plan
}

function barsOf(store: StoreWriter, interval: Interval, told: Partial<BarsQuery> = {}) {
  const span = { symbol: 'SPY', interval, from: monday, to: monday, hours: 'regular' as const }
  const seen = { view: 'as-repaired' as const, at: undefined, clock: yearLater }
  return joinColumns([...queryBars(store, xnys, { ...span, ...seen, ...told })])
}

/** Minute, price and volume of each synthetic bar. */
function standing(store: StoreWriter, told: Partial<BarsQuery> = {}): unknown[] {
  const { start, open, high, low, close, volume, state } = barsOf(store, oneMinute, told)
  return [...start].flatMap((time, index) => {
    if (stateName(at(state, index)) !== 'synthetic') return []
    const prices = new Set([open, high, low, close].map((column) => at(column, index)))
    return [[(time - openOf(monday)) / minuteMs, ...prices, at(volume, index)]]
  })
}

test('stand flat at the close before them, with volume 0, and say who asked when', () => {
  const store = storeBut([5, 6, 90], [])
  const { close } = lookAt(store).columns
  expect(put(store)).toMatchObject({ minutes: 3, withoutClose: 0 })
  expect(standing(store)).toEqual([
    [5, at(close, 4), 0],
    [6, at(close, 4), 0],
    [90, at(close, 87), 0],
  ])
  const [gap] = fullGapsIn(store, 'SPY', monday)
  expect(ofKind(gap?.evidence[0]?.known ?? [], 'stand-in')).toEqual([
    {
      ...{ kind: 'stand-in', from: clockAt(monday, 5), to: clockAt(monday, 7), price: at(close, 4) },
      ...{ request: `s${yearLater.toString(36)}`, by: 'a test', at: yearLater },
    },
  ])
})

test('those that stand are left, and can be taken back; what was said before stays in the store', () => {
  const store = storeBut([5, 6, 90], [])
  put(store)
  expect(put(store)).toMatchObject({ standIns: [], minutes: 0 })
  const back = planTakingBack(
    lookAt(store).gaps,
    { start: clockAt(monday, 6), end: clockAt(monday, 91) },
    asker,
  )
  expect(back.minutes).toBe(2)
  store.ledger.record('SPY', back.standIns)
  expect(standing(store)).toMatchObject([[5, expect.any(Number), 0]])
  expect(store.ledger.recorded('SPY', clockAt(monday, 90), clockAt(monday, 91))).toHaveLength(2)
  expect(put(store)).toMatchObject({ minutes: 2 })
  expect(standing(store)).toHaveLength(3)
})

test('none stand before the first bar of a session unless the close before is known', () => {
  const store = storeBut([0, 1, 7], [])
  expect(put(store)).toMatchObject({ minutes: 1, withoutClose: 2 })
  expect(standing(store)).toMatchObject([[7, expect.any(Number), 0]])
  // The holiday lies between: the session before is that of the 5th, not the half day of the 3rd.
  store.importFile(file({ feed: 'one' }), [barsBut([], { session: halfDay, to: 210 })])
  expect(put(store)).toMatchObject({ minutes: 0, withoutClose: 2 })
  store.importFile(file({ feed: 'one' }), [barsBut([389], { session: '2024-07-05' })])
  expect(put(store)).toMatchObject({ minutes: 2, withoutClose: 0 })
  expect(standing(store).slice(0, 2)).toEqual([
    [0, 10, 0],
    [1, 10, 0],
  ])
})

test('after a split the close before is at the price of the new shares', () => {
  const store = storeWith(barsBut([], { session: '2024-07-05' }), barsBut([0]))
  const row = { until: '2024-07-05' as typeof monday, price: 1, split: 0.25, referencePrice: 10 }
  store.importFactors(file({ name: 'factors.csv' }), 'SPY', [row])
  put(store)
  expect(standing(store)).toEqual([[0, 2.5, 0]])
})

test('none stand where the symbol was not listed, nor in minutes that have not ended', () => {
  const store = storeBut([5, 200], [])
  const window = { from: clockAt(monday, 0), to: clockAt(monday, 10) }
  store.ledger.record('SPY', [
    { kind: 'mark', ...window, class: 'not-listed', reason: 'listed at noon', at: yearLater },
  ])
  const early = { now: () => clockAt(monday, 200) }
  const session = new GapLedger(store, early, new Calendars()).sessionOf('SPY', 'XNYS', monday)
  if (!session) throw new RangeError('no session')
  expect(planStandIns(session, wholeDay, undefined, asker).minutes).toBe(0)
})

test('R17: as traded they are known from when they were asked for', () => {
  const store = storeBut([5], [])
  put(store)
  expect(standing(store, { view: 'as-traded' })).toEqual([])
  expect(standing(store, { view: 'as-traded', at: (yearLater - 1) as EpochMs })).toEqual([])
  expect(standing(store, { view: 'as-traded', at: yearLater })).toHaveLength(1)
  expect(standing(store, { at: clockAt(monday, 5.5 as number) })).toEqual([])
  expect(standing(store, { at: clockAt(monday, 6) })).toHaveLength(1)
})

test('a session without a bar of its own has them at the close before', () => {
  const store = storeWith(barsBut([], { session: monday }), barsBut([3], { symbol: 'AAA', session: tuesday }))
  const run = { start: clockAt(tuesday, 0), end: clockAt(tuesday, 390) }
  const plan = planStandIns(lookAt(store, tuesday), run, previousClose(store, xnys, 'SPY', tuesday), asker)
  expect(plan).toMatchObject({ minutes: 390, withoutClose: 0 })
  store.ledger.record('SPY', plan.standIns)
  expect(barsOf(store, oneMinute, { from: tuesday, to: tuesday }).start).toHaveLength(390)
  expect(qualityIn(store, 'SPY', tuesday)).toMatchObject({ coverage: 0, explained: 0, missing: 390 })
})

const holes = fc.uniqueArray(fc.integer({ min: 1, max: 389 }), { minLength: 1, maxLength: 40 })

test('G6: whatever is missing, they lift no coverage and explain nothing; the gaps stay, with a note', () => {
  fc.assert(
    fc.property(holes, (missing) => {
      const store = storeBut(missing, [])
      const [quality, gaps] = [qualityIn(store, 'SPY', monday), fullGapsIn(store, 'SPY', monday)]
      expect(put(store).minutes).toBe(missing.length)
      expect(qualityIn(store, 'SPY', monday)).toEqual(quality)
      const after = fullGapsIn(store, 'SPY', monday)
      const what = ({ start, end, class: of, certainty, settled, tries }: (typeof gaps)[number]) =>
        [start, end, of, certainty, settled, tries] as const
      expect(after.map(what)).toEqual(gaps.map(what))
      for (const gap of after) {
        expect(gap.reason).toMatch(/; synthetic bars stand there, which a test asked for on /)
        expect(classifyAgain(gap)).toEqual(gap)
      }
      store.close()
    }),
    { numRuns: 12 },
  )
})

test('R9: whatever is missing, they are in no longer bar, nor among the bars that a replay reads', () => {
  fc.assert(
    fc.property(holes, (missing) => {
      const store = storeBut(missing, [])
      const intervals = ['5m', '15m', '1h', oneDay] as Interval[]
      const derived = intervals.map((interval) => barsOf(store, interval))
      const stored = store.readSession('SPY', oneMinute, monday)
      put(store)
      expect(intervals.map((interval) => barsOf(store, interval))).toEqual(derived)
      expect(store.readSession('SPY', oneMinute, monday)).toEqual(stored)
      expect(standing(store)).toHaveLength(missing.length)
      store.close()
    }),
    { numRuns: 12 },
  )
})

test('a bar takes the place of the synthetic one as soon as it comes, and others stay', () => {
  fc.assert(
    fc.property(holes, fc.subarray(range(1, 390)), (missing, coming) => {
      const store = storeBut(missing, [])
      put(store)
      store.importFile(file({ feed: 'one', name: 'late.csv' }), [bars(coming)])
      const left = missing.filter((minute) => !coming.includes(minute)).sort((a, b) => a - b)
      expect(standing(store)).toEqual(left.map((minute) => [minute, expect.any(Number), 0]))
      expect(qualityIn(store, 'SPY', monday)).toMatchObject({ missing: expect.any(Number) })
      expect(barsOf(store, oneMinute).start).toHaveLength(390)
      store.close()
    }),
    { numRuns: 12 },
  )
})
