import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sliceColumns } from '#shared/bars/columns.ts'
import { filled } from '#shared/bars/state.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Calendars } from '../../calendars/calendars.ts'
import type { SessionBatch, StoreWriter } from '../../store/store.ts'
import { openWriter } from '../../store/testing/temporary-store.ts'
import {
  asked,
  barsBut,
  clockAt,
  monday,
  qualityIn,
  storeWith,
  tuesday,
  yearLater,
} from '../testing/made-store.ts'
import { PackedCounts, packCounts } from './packed-grades.ts'
import { type QualityReport, qualityOf } from './quality.ts'
import type { SessionQuality } from './quality-rows.ts'
import { coverageOf, explainedOf } from './session-counts.ts'

const time = { now: () => yearLater }
const calendars = new Calendars()
const july = { from: '2024-07-01' as SessionDate, to: '2024-07-31' as SessionDate }

function qualityOfJuly(store: StoreWriter, clock = time): QualityReport {
  return qualityOf(store, clock, calendars, { symbols: store.symbols(), ...july })
}

/** The same after what was kept is made worthless. */
function countedAnew(store: StoreWriter, clock = time): readonly SessionQuality[] {
  const changes = store.ledger.changes().get('SPY') ?? 0
  const none = new Uint8Array(0)
  store.ledger.keepGrades([
    { symbol: 'SPY', year: 2024, calendar: 'none', changes, counts: none, stamps: none },
  ])
  const { rows, counted } = qualityOfJuly(store, clock)
  expect(counted).toBe(sessionsInJuly)
  return rows.toArray()
}

/** Counts, keeps, and tells how many sessions had to be counted. */
function keep(store: StoreWriter, clock = time): number {
  const { counted, fresh } = qualityOfJuly(store, clock)
  store.ledger.keepGrades(fresh)
  return counted
}

const sessionsInJuly = calendarOf('XNYS').sessions(july.from, july.to).length

describe('what was counted', () => {
  test('is not counted again, and is the same', () => {
    const store = storeWith(barsBut([5]), barsBut([], { symbol: 'AAA', session: tuesday }))
    const before = qualityOfJuly(store)
    expect(before.rows).toHaveLength(2 * sessionsInJuly)
    expect(keep(store)).toBe(2 * sessionsInJuly)
    const again = qualityOfJuly(store)
    expect(again).toMatchObject({ counted: 0, fresh: [] })
    expect(again.rows.toArray()).toEqual(before.rows.toArray())
  })

  test('of a session with other bars is counted again, and no other', () => {
    const store = storeWith(barsBut([5]), barsBut([], { session: tuesday }))
    keep(store)
    store.importFile(
      { feed: 'one', synthetic: false, name: 'late.csv', sha256: 'b'.repeat(64), at: yearLater },
      [barsBut([], { from: 5, to: 6 })],
    )
    expect(qualityOfJuly(store).counted).toBe(1)
    expect(qualityIn(store, 'SPY', monday)).toMatchObject({ recorded: 390, missing: 0 })
    expect(keep(store)).toBe(1)
    expect(qualityOfJuly(store)).toMatchObject({ counted: 0 })
  })

  test('of sessions that evidence touches is counted again', () => {
    const store = storeWith(barsBut([5]))
    keep(store)
    store.ledger.record('SPY', [asked('web', monday, [5, 6]), asked('disk', monday, [5, 6])])
    const { rows, counted } = qualityOfJuly(store)
    // Sessions beside it too: in UTC a session may begin on the day before its own.
    expect(counted).toBeLessThanOrEqual(3)
    expect(rows.toArray().find(({ session }) => session === monday)).toMatchObject({ noTrade: 1, missing: 0 })
  })

  test('of one month does not drop that of another', () => {
    const store = storeWith(barsBut([5]))
    keep(store)
    const symbols = store.symbols()
    const august = { symbols, from: '2024-08-01' as SessionDate, to: '2024-08-30' as SessionDate }
    store.ledger.keepGrades(qualityOf(store, time, calendars, august).fresh)
    expect(qualityOf(store, time, calendars, august).counted).toBe(0)
    expect(qualityOfJuly(store).counted).toBe(0)
  })

  test('of a session that has not ended is not kept', () => {
    const store = storeWith(barsBut([], { to: 20 }))
    const noon = { now: () => clockAt(monday, 150) }
    store.ledger.keepGrades(qualityOfJuly(store, noon).fresh)
    expect(qualityIn(store, 'SPY', monday)).toMatchObject({ recorded: 20, missing: 370, pending: 0 })
  })

  test('of sessions to come is not counted until they begin, or something is known of them', () => {
    const store = storeWith(barsBut([], { to: 20 }))
    const at = (minute: number) => ({ now: () => clockAt(monday, minute) })
    keep(store, at(-600))
    // It has bars already, be it that the clock is wrong.
    expect(keep(store, at(-600))).toBe(1)
    expect(keep(store, at(150))).toBe(1)
    store.ledger.record('SPY', [asked('web', tuesday, [5, 6])])
    keep(store, at(150))
    // Sessions beside that of the evidence too: in UTC a session may begin on the day before its own.
    expect(qualityOfJuly(store, at(150)).counted).toBe(3)
    expect(qualityOfJuly(store, at(150)).rows.toArray()).toEqual(countedAnew(store, at(150)))
  })

  test('before the bars changed is not kept after it', () => {
    const store = storeWith(barsBut([5]))
    const { fresh } = qualityOfJuly(store)
    store.ledger.record('SPY', [asked('web', monday, [5, 6])])
    store.ledger.keepGrades(fresh)
    expect(store.ledger.grades(2024).size).toBe(0)
  })

  test('by another calendar, or damaged, is counted again', () => {
    const store = storeWith(barsBut([5]))
    const { fresh, rows } = qualityOfJuly(store)
    store.ledger.keepGrades(fresh.map((grades) => ({ ...grades, calendar: 'older' })))
    expect(qualityOfJuly(store).counted).toBe(sessionsInJuly)
    store.ledger.keepGrades(fresh.map((grades) => ({ ...grades, counts: new Uint8Array([1, 2, 3]) })))
    expect(qualityOfJuly(store).rows.toArray()).toEqual(rows.toArray())
  })

  test('comes out as if nothing were kept, whatever happens to the store', () => {
    const clocks = fc.constantFrom(yearLater, clockAt(monday, -30), clockAt(monday, 100), clockAt(tuesday, 0))
    const step = fc.record({
      day: fc.constantFrom(monday, tuesday),
      from: fc.integer({ min: 0, max: 380 }),
      length: fc.integer({ min: 1, max: 40 }),
      what: fc.constantFrom('bars', 'empty', 'keep'),
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 8 }), clocks, (steps, clock) => {
        const then = { now: () => clock }
        const store = storeWith(barsBut([], { to: 1, session: monday }))
        for (const { day, from, length, what } of steps) {
          const to = Math.min(390, from + length)
          const name = { feed: 'one', synthetic: false, name: 'x', sha256: 'c'.repeat(64), at: yearLater }
          if (what === 'bars') store.importFile(name, [barsBut([], { session: day, from, to })])
          else if (what === 'empty')
            store.ledger.record('SPY', [asked('a', day, [from, to]), asked('b', day, [from, to])])
          else keep(store, then)
        }
        expect(qualityOfJuly(store, then).rows.toArray()).toEqual(countedAnew(store, then))
      }),
      { numRuns: 60, seed: 21 },
    )
  })
})

test('filled minutes are apart from recorded ones, and both cover', () => {
  const { columns, ...place } = barsBut([7])
  if ('bid' in columns) throw new TypeError('trades')
  const own = sliceColumns(columns)
  own.state.fill(filled, 20, 26)
  const store = storeWith({ ...place, kind: 'trade', columns: own } as SessionBatch)
  expect(qualityIn(store, 'SPY', monday)).toMatchObject({
    recorded: 383,
    filled: 6,
    missing: 1,
    coverage: 99.7,
  })
})

test('R6: unannounced stops of trading are not expected of anybody', () => {
  const store = openWriter()
  expect(qualityIn(store, 'SPY', '2020-03-09' as SessionDate)).toMatchObject({ expected: 376, missing: 376 })
})

test('a symbol, a calendar and a date that are unknown', () => {
  const store = storeWith(barsBut([]))
  const ask = (exchange: string, date: string) =>
    qualityOf(store, time, calendars, {
      symbols: [{ symbol: 'SPY', exchange, synthetic: false }],
      from: date as SessionDate,
      to: date as SessionDate,
    })
  expect(ask('XNYS', '2024-07-04').rows.toArray()).toEqual([])
  expect(() => ask('XNYS', '1950-01-03')).toThrow(/1950-01-03/)
  expect(() => ask('NOWHERE', '2024-07-08')).toThrow(/NOWHERE/)
})

const count = fc.integer({ min: 0, max: 300 })
const anyCounts = fc
  .record({ recorded: count, filled: count, noTrade: count, halted: count, missing: count })
  .chain((counts) =>
    fc.integer({ min: 0, max: counts.recorded + counts.filled }).map((late) => ({
      ...counts,
      pending: 0,
      expected: Object.values(counts).reduce((sum, own) => sum + own, 0),
      late,
    })),
  )

test('packed counts come back as they were', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 365 })),
      fc.array(anyCounts, { minLength: 1, maxLength: 5 }),
      (days, kinds) => {
        const graded = days
          .sort((one, other) => one - other)
          .map((day, index) => ({
            day: 19_723 + day,
            stamp: 0,
            counts: kinds[(index >> 2) % kinds.length] ?? kinds[0],
          }))
          .flatMap(({ counts, ...rest }) => (counts ? [{ ...rest, counts }] : []))
        const back = new PackedCounts(packCounts(graded, 19_723), 19_723)
        expect(back.days).toEqual(graded.map(({ day }) => day))
        for (const { day, counts } of graded) expect(back.get(day)).toEqual(counts)
        for (let day = 0; day < 366; day++) expect(back.has(19_723 + day)).toBe(days.includes(day))
      },
    ),
    { numRuns: 100, seed: 22 },
  )
})

test('R16: shares are floored, stay from 0 to 100, and reach it only when nothing is open', () => {
  fc.assert(
    fc.property(anyCounts, (counts) => {
      const [coverage, explained] = [coverageOf(counts), explainedOf(counts)]
      if (counts.expected === 0) return expect([coverage, explained]).toEqual([undefined, undefined])
      expect(coverage).toBeGreaterThanOrEqual(0)
      expect(explained).toBeGreaterThanOrEqual(coverage ?? 101)
      expect(explained === 100).toBe(counts.missing === 0)
      expect((explained ?? 0) * counts.expected).toBeLessThanOrEqual(
        100 * (counts.expected - counts.missing) + 1e-6,
      )
    }),
    { numRuns: 300, seed: 23 },
  )
})
