import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { filled } from '#shared/bars/state.ts'
import { dayNumber } from '#shared/calendar/session-date.ts'
import { addMs, type EpochMs } from '#shared/time/epoch.ts'
import { Calendars } from '../../calendars/calendars.ts'
import type { SessionBatch, StoreWriter } from '../../store/store.ts'
import { dayBatch, minuteBatch } from '../../store/testing/batches.ts'
import { file } from '../../store/testing/temporary-store.ts'
import { atOnce } from '../../time/in-turns.ts'
import { barsBut, clockAt, monday, qualityIn, storeWith, tuesday, yearLater } from '../testing/made-store.ts'
import { intervalQualitySteps } from './interval-quality.ts'
import { packCounts, packStamps } from './packed-grades.ts'
import { qualityOf } from './quality.ts'
import type { SessionQuality } from './quality-rows.ts'

const fiveMinutes = '5m' as Interval
const calendars = new Calendars()
let requests = 0

/** A source's bars of SPY come at a time. */
function fill(store: StoreWriter, minutes: readonly number[], cameAt: EpochMs): void {
  const batch = minuteBatch(minutes.map((minute) => [minute, 7, 8, 6, 7, 70]))
  fillWith(store, batch, cameAt)
}

function fillWith(store: StoreWriter, batch: SessionBatch, cameAt: EpochMs): void {
  if (batch.kind !== 'trade') throw new TypeError('trades')
  const { symbol, exchange, interval, session, columns } = batch
  const window = { from: clockAt(session, 0), to: clockAt(session, 390) }
  const times = { askedAt: cameAt, answeredAt: cameAt }
  const answer = { outcome: 'bars', bars: columns.start.length, try: 1, id: `${requests++}` } as const
  const request = { kind: 'request', source: 'web', ...window, ...times, ...answer } as const
  store.storeFill({ symbol, exchange, interval, session, request, columns })
}

function countedIn(
  store: StoreWriter,
  interval: Interval,
  session = monday,
  clock = yearLater,
): SessionQuality {
  const query = {
    symbols: [{ symbol: 'SPY', exchange: 'XNYS', synthetic: false }],
    from: session,
    to: session,
  }
  const [row] = atOnce(
    intervalQualitySteps(store, { now: () => clock }, calendars, query, interval),
  ).toArray()
  if (!row) throw new RangeError(`${session} is no session`)
  return row
}

describe('a minute is late', () => {
  test('when its bar came after its end, and only then', () => {
    const store = storeWith(barsBut([3, 4, 5, 6]))
    fill(store, [3], clockAt(monday, 4))
    fill(store, [4], addMs(clockAt(monday, 5), 1))
    fill(store, [5], yearLater)
    expect(qualityIn(store, 'SPY', monday)).toMatchObject({
      ...{ expected: 390, recorded: 386, filled: 3, missing: 1, late: 2 },
      ...{ coverage: 99.7, explained: 99.7 },
    })
  })

  test('not because it was corrected later, but still when what came late was corrected', () => {
    const store = storeWith(barsBut([5]))
    const correct = (minute: number) => store.importFile(file(), [minuteBatch([[minute, 20, 21, 19, 20, 5]])])
    correct(4)
    expect(qualityIn(store, 'SPY', monday)).toMatchObject({ recorded: 389, late: 0 })
    fill(store, [5], yearLater)
    correct(5)
    expect(qualityIn(store, 'SPY', monday)).toMatchObject({ expected: 390, missing: 0, late: 1 })
  })

  test('not where nothing is recorded about its arrival, filled or not', () => {
    const batch = barsBut([])
    if (batch.kind !== 'trade') throw new TypeError('trades')
    batch.columns.state.fill(filled, 10, 20)
    expect(qualityIn(storeWith(batch), 'SPY', monday)).toMatchObject({ filled: 10, recorded: 380, late: 0 })
  })

  test('not where none is expected: bars before the open and after the close', () => {
    const store = storeWith(barsBut([]))
    fill(store, [-30, 390, 400], yearLater)
    expect(qualityIn(store, 'SPY', monday)).toMatchObject({ recorded: 390, filled: 0, late: 0 })
  })

  test('in the feed that answers for the session: what another has of it counts for nothing', () => {
    const store = storeWith(barsBut([], { to: 20 }))
    store.importFile(file({ feed: 'two' }), [barsBut([], { session: tuesday })])
    fill(store, [30], yearLater)
    expect(qualityIn(store, 'SPY', monday)).toMatchObject({ recorded: 20, filled: 1, late: 1 })
    expect(qualityIn(store, 'SPY', tuesday)).toMatchObject({ recorded: 390, late: 0 })
  })
})

describe('in bars of an interval', () => {
  test('one is late when nothing of it was known at its end', () => {
    const store = storeWith(barsBut([5, 6, 7, 8, 9, 10, 20, 21, 22, 23, 24]))
    fill(store, [5, 6], clockAt(monday, 11))
    fill(store, [10], clockAt(monday, 16))
    fill(store, [20, 21], clockAt(monday, 24))
    expect(countedIn(store, fiveMinutes)).toMatchObject({ expected: 78, recorded: 76, filled: 2, late: 1 })
    expect(countedIn(store, oneMinute)).toMatchObject({ filled: 5, late: 5 })
    expect(countedIn(store, oneDay)).toMatchObject({ recorded: 1, late: 0 })
  })

  test('a stored one is known when it came itself, whatever its minutes are', () => {
    const store = storeWith(barsBut([0, 1, 2, 3, 4]), dayBatch(monday, 10))
    fill(store, [0, 1, 2, 3, 4], yearLater)
    const ofDay = dayBatch(tuesday, 11)
    fillWith(store, ofDay, yearLater)
    expect(countedIn(store, oneDay)).toMatchObject({ recorded: 1, late: 0 })
    expect(countedIn(store, oneDay, tuesday)).toMatchObject({ filled: 1, late: 1 })
    expect(countedIn(store, fiveMinutes)).toMatchObject({ filled: 1, late: 1 })
  })

  test('one that has not ended is pending, and not late', () => {
    const store = storeWith(barsBut([], { from: 1, to: 3 }))
    fill(store, [0], clockAt(monday, 2))
    expect(countedIn(store, fiveMinutes, monday, clockAt(monday, 3))).toMatchObject({ pending: 78, late: 0 })
  })
})

/** When the minutes of a session came, in minutes after the open; undefined for those recorded in time. */
const arrivals = fc.array(fc.tuple(fc.nat(389), fc.option(fc.nat(800), { nil: undefined })), {
  maxLength: 40,
})

test('whatever comes when, late are the bars of which no version was known at their end, and no others', () => {
  fc.assert(
    fc.property(arrivals, fc.constantFrom(1, 2, 5, 15), (told, step) => {
      const cameAt = new Map(told)
      const store = storeWith(barsBut([...cameAt.keys()]))
      for (const [minute, came] of cameAt)
        if (came !== undefined) fill(store, [minute], clockAt(monday, came))
      const known = (minute: number): number =>
        cameAt.has(minute) ? (cameAt.get(minute) ?? Number.POSITIVE_INFINITY) : minute + 1
      let late = 0
      for (let from = 0; from < 390; from += step) {
        const minutes = Array.from({ length: Math.min(step, 390 - from) }, (_, index) => from + index)
        const first = Math.min(...minutes.map(known))
        if (first < Number.POSITIVE_INFINITY && first > from + minutes.length) late++
      }
      const row = countedIn(store, `${step}m` as Interval)
      expect(row.late).toBe(late)
      expect(row.late).toBeLessThanOrEqual(row.recorded + row.filled)
      if (step === 1) expect(qualityIn(store, 'SPY', monday)).toEqual(row)
    }),
    { numRuns: 40, seed: 41 },
  )
})

describe('what a store has kept', () => {
  const year = { from: '2024-01-01' as typeof monday, to: '2024-12-31' as typeof monday }
  const qualityOfYear = (store: StoreWriter) =>
    qualityOf(store, { now: () => yearLater }, calendars, { symbols: store.symbols(), ...year })

  test('has the late minutes, and is counted again when more come', () => {
    const store = storeWith(barsBut([5, 6]), barsBut([], { session: tuesday }))
    const lateOnMonday = (): number | undefined => {
      const { rows, fresh } = qualityOfYear(store)
      store.ledger.keepGrades(fresh)
      return rows.toArray().find(({ session }) => session === monday)?.late
    }
    expect(lateOnMonday()).toBe(0)
    fill(store, [5], yearLater)
    expect(lateOnMonday()).toBe(1)
    expect(qualityOfYear(store).counted).toBe(0)
    expect(lateOnMonday()).toBe(1)
  })

  test('from before late minutes were counted is counted anew, and is kept then', () => {
    const store = storeWith(barsBut([5]))
    fill(store, [5], yearLater)
    const { rows, fresh } = qualityOfYear(store)
    const yearStart = dayNumber(year.from)
    const before = rows.toArray().map((row) => ({ day: dayNumber(row.session), stamp: 0, counts: row }))
    const words = new Uint16Array(packCounts(before, yearStart).buffer)
    // The last runs are of the late minutes: none until Monday, one, none after it.
    const counts = new Uint8Array(words.slice(0, -6).buffer)
    const stamps = packStamps(before)
    store.ledger.keepGrades(fresh.map((kept) => ({ ...kept, counts, stamps })))
    const again = qualityOfYear(store)
    expect(again.counted).toBe(252)
    expect(again.rows.toArray()).toEqual(rows.toArray())
    store.ledger.keepGrades(again.fresh)
    expect(qualityOfYear(store).counted).toBe(0)
  })
})
