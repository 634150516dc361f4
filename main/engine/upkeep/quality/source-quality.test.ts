import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filled } from '#shared/bars/state.ts'
import { Calendars } from '../../calendars/calendars.ts'
import type { SessionFill } from '../../store/fills/stored-fill.ts'
import type { SessionBatch, StoreWriter } from '../../store/store.ts'
import { file } from '../../store/testing/temporary-store.ts'
import { asked, barsBut, monday, storeWith, tuesday, yearLater } from '../testing/made-store.ts'
import { qualityOf } from './quality.ts'
import { qualityBySource, type SourceQuality } from './source-quality.ts'

const calendars = new Calendars()

function bySource(store: StoreWriter): readonly SourceQuality[] {
  const query = { symbols: store.symbols(), from: monday, to: tuesday }
  const { rows } = qualityOf(store, { now: () => yearLater }, calendars, query)
  return qualityBySource(store, calendars, query, rows)
}

/** A source had minutes [from, to) of Monday. */
function fillFrom(source: string, from: number, to: number): SessionFill {
  const batch = barsBut([], { from, to })
  if (batch.kind !== 'trade') throw new TypeError('trades')
  const request = {
    ...asked(source, monday, [from, to], { outcome: 'bars', bars: to - from }),
    id: `${source} ${from}`,
    answeredAt: yearLater,
  }
  return { ...batch, columns: batch.columns, request }
}

test('minutes are told with the feed that recorded them or the source that filled them', () => {
  const store = storeWith(barsBut([5, 6, 7, 20, 21, 30]))
  store.importFile(file({ feed: 'two' }), [barsBut([], { session: tuesday, to: 100 })])
  store.storeFill(fillFrom('web', 4, 7))
  store.storeFill(fillFrom('disk', 20, 21))
  store.ledger.record('SPY', [asked('web', monday, [30, 31]), asked('disk', monday, [30, 31])])
  const spy = { symbol: 'SPY' }
  expect(bySource(store)).toEqual([
    { ...spy, kind: 'recorded', source: 'one', minutes: 384, sessions: 1 },
    { ...spy, kind: 'recorded', source: 'two', minutes: 100, sessions: 1 },
    { ...spy, kind: 'filled', source: 'web', minutes: 2, sessions: 1 },
    { ...spy, kind: 'filled', source: 'disk', minutes: 1, sessions: 1 },
    { ...spy, kind: 'noTrade', source: undefined, minutes: 1, sessions: 1 },
    { ...spy, kind: 'missing', source: undefined, minutes: 292, sessions: 2 },
  ])
})

test('a filled minute that is corrected later is recorded by the feed that corrected it', () => {
  const store = storeWith(barsBut([5, 6]))
  store.storeFill(fillFrom('web', 5, 7))
  const other = barsBut([], { from: 5, to: 6, volume: 7 })
  store.importFile(file({ seen: '2024-08-01T00:00:00Z' }), [other])
  expect(bySource(store).slice(0, 2)).toMatchObject([
    { kind: 'recorded', source: 'one', minutes: 389 },
    { kind: 'filled', source: 'web', minutes: 1 },
  ])
})

test('G6: totals are those of quality, whatever came from where', () => {
  const step = fc.record({
    from: fc.integer({ min: 0, max: 400 }),
    length: fc.integer({ min: 1, max: 40 }),
    what: fc.constantFrom('web', 'disk', 'empty', 'import', 'filled file'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const store = storeWith(barsBut([], { from: 390, to: 395 }))
      for (const { from, length, what } of steps) {
        const to = from + length
        if (what === 'import') store.importFile(file({ feed: 'two' }), [barsBut([], { from, to })])
        else if (what === 'filled file') store.importFile(file(), [asFilled(barsBut([], { from, to }))])
        else if (what === 'empty') store.ledger.record('SPY', [asked('web', monday, [from, to])])
        else store.storeFill(fillFrom(what, from, to))
      }
      const query = { symbols: store.symbols(), from: monday, to: tuesday }
      const { rows } = qualityOf(store, { now: () => yearLater }, calendars, query)
      const told = qualityBySource(store, calendars, query, rows)
      for (const kind of ['recorded', 'filled', 'noTrade', 'halted', 'missing', 'pending'] as const)
        expect([kind, sum(told.filter((row) => row.kind === kind).map(({ minutes }) => minutes))]).toEqual([
          kind,
          sum(rows.toArray().map((row) => row[kind])),
        ])
      expect(sum(told.map(({ minutes }) => minutes))).toBe(
        sum(rows.toArray().map(({ expected }) => expected)),
      )
    }),
    { numRuns: 30, seed: 32 },
  )
})

function asFilled(batch: SessionBatch): SessionBatch {
  if (batch.kind !== 'trade') throw new TypeError('trades')
  return {
    ...batch,
    columns: { ...batch.columns, state: new Uint8Array(batch.columns.start.length).fill(filled) },
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((one, other) => one + other, 0)
}
