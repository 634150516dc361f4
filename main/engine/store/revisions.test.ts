import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { at } from '#shared/bars/columns.ts'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { corrected, filled, recorded } from '#shared/bars/state.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { minuteMs, parseUtc } from '#shared/time/epoch.ts'
import type { BarVersion, ImportedBars, SessionBatch } from './store.ts'
import { dayBatch, type MinuteRow, minuteBatch, openOf, quoteBatch } from './testing/batches.ts'
import { file, openReader, openWriter, temporaryPath } from './testing/temporary-store.ts'

const monday = '2024-07-08' as SessionDate
const open = openOf(monday)
const values = (price: number): readonly [number, number, number, number, number] => [
  price,
  price + 2,
  price - 2,
  price + 1,
  1000,
]
const bar = (minute: number, price = 100): MinuteRow => [minute, ...values(price)]

test('the same file again changes nothing, not even a byte of the file', () => {
  const path = temporaryPath()
  const batches = [minuteBatch([bar(0), bar(1)]), dayBatch(monday, 5)]
  const first = openWriter(path)
  first.importFile(file(), batches)
  first.close()
  const before = readFileSync(path)
  const second = openWriter(path)
  expect(second.importFile(file({ feed: 'one' }), batches)).toEqual({ added: 0, revised: 0, unchanged: 3 })
  second.close()
  expect(readFileSync(path)).toEqual(before)
})

test('new minutes of a stored session go between the old ones', () => {
  const store = openWriter()
  store.importFile(file(), [minuteBatch([bar(1), bar(4)])])
  expect(store.importFile(file(), [minuteBatch([bar(0), bar(2), bar(4), bar(9)])])).toEqual({
    added: 3,
    revised: 0,
    unchanged: 1,
  })
  const columns = store.readSession('SPY', oneMinute, monday)?.columns
  expect([...(columns?.start ?? [])].map((start) => (start - open) / minuteMs)).toEqual([0, 1, 2, 4, 9])
  expect([...(columns?.state ?? [])]).toEqual([0, 0, 0, 0, 0])
  expect(store.versions('SPY', oneMinute, monday)).toEqual([])
})

test('other values of a bar become its next version, and each before is kept with the time it was known', () => {
  const store = openWriter()
  store.importFile(file(), [minuteBatch([bar(0), bar(1)])])
  const revise = (price: number, seen: string) =>
    store.importFile(file({ seen }), [minuteBatch([bar(0), bar(1, price)])])
  expect(revise(105, '2024-07-21T00:00:00Z')).toEqual({ added: 0, revised: 1, unchanged: 1 })
  revise(105, '2024-07-22T00:00:00Z')
  revise(110, '2024-07-23T00:00:00Z')
  const { columns } = store.readSession('SPY', oneMinute, monday) ?? {}
  expect([...(columns?.open ?? [])]).toEqual([100, 110])
  expect([...(columns?.state ?? [])]).toEqual([recorded, corrected])
  const start = open + minuteMs
  const version = (number: number, knownAt: string, price: number, state: number): BarVersion => ({
    start: start as BarVersion['start'],
    version: number,
    knownAt: parseUtc(knownAt) ?? (0 as BarVersion['knownAt']),
    open: price,
    high: price + 2,
    low: price - 2,
    close: price + 1,
    volume: 1000,
    state,
    feed: 'one',
  })
  expect(store.versions('SPY', oneMinute, monday)).toEqual([
    version(1, '2024-07-08T13:32:00Z', 100, recorded),
    version(2, '2024-07-21T00:00:00Z', 105, corrected),
    version(3, '2024-07-23T00:00:00Z', 110, corrected),
  ])
})

test('a bar that is revised twice in one file gets two versions', () => {
  const store = openWriter()
  store.importFile(file(), [minuteBatch([bar(0, 1)]), minuteBatch([bar(0, 2)]), minuteBatch([bar(0, 3)])])
  expect(store.versions('SPY', oneMinute, monday).map(({ open }) => open)).toEqual([1, 2, 3])
})

test('a daily bar was known at the close of its session, early or not', () => {
  const store = openWriter()
  for (const close of [10, 11])
    store.importFile(file(), [dayBatch('2024-07-03', close), dayBatch(monday, close)])
  const knownAt = (session: string) => store.versions('SPY', oneDay, session as SessionDate)[0]?.knownAt
  expect(knownAt('2024-07-03')).toBe(Date.parse('2024-07-03T17:00:00Z'))
  expect(knownAt(monday)).toBe(Date.parse('2024-07-08T20:00:00Z'))
})

test('a longer bar was known when its interval, its session or its last session ended', () => {
  const store = openWriter()
  const knownAt = (interval: string, minute: number) => {
    const symbol = `${interval}-${minute}`.toUpperCase()
    for (const price of [10, 11])
      store.importFile(file(), [minuteBatch([bar(minute, price)], { symbol, interval })])
    return store.versions(symbol, interval as Interval, monday)[0]?.knownAt
  }
  expect(knownAt('1h', 60)).toBe(open + 120 * minuteMs)
  expect(knownAt('1h', 360)).toBe(open + 390 * minuteMs)
  expect(knownAt('15m', 400)).toBe(open + 415 * minuteMs)
  expect(knownAt('2d', 0)).toBe(Date.parse('2024-07-09T20:00:00Z'))
  expect(knownAt('1w', 0)).toBe(Date.parse('2024-07-12T20:00:00Z'))
  expect(knownAt('2w', 0)).toBe(Date.parse('2024-07-19T20:00:00Z'))
})

test('doubles that SQLite would not keep survive as versions', () => {
  const store = openWriter()
  const odd: MinuteRow = [0, Number.NaN, -0, Number.MIN_VALUE, Number.POSITIVE_INFINITY, 2 ** 60]
  store.importFile(file(), [minuteBatch([odd])])
  expect(store.importFile(file(), [minuteBatch([odd])])).toMatchObject({ unchanged: 1 })
  store.importFile(file(), [minuteBatch([[0, Number.NaN, 0, Number.MIN_VALUE, 1, 1]])])
  expect(store.versions('SPY', oneMinute, monday)).toMatchObject([
    { open: Number.NaN, high: -0, low: Number.MIN_VALUE, close: Number.POSITIVE_INFINITY, volume: 2 ** 60 },
    { open: Number.NaN, high: 0, low: Number.MIN_VALUE, close: 1, volume: 1 },
  ])
})

test('a fill that replaces a bar stays a fill', () => {
  const store = openWriter()
  const fill = minuteBatch([bar(0, 7), bar(1, 7)])
  if (fill.kind === 'trade') fill.columns.state.fill(filled)
  store.importFile(file(), [minuteBatch([bar(0)])])
  store.importFile(file(), [fill])
  expect([...(store.readSession('SPY', oneMinute, monday)?.columns.state ?? [])]).toEqual([filled, filled])
})

test('a quote of which either side changed is revised', () => {
  const store = openWriter()
  const bid = [bar(0), bar(1)]
  store.importFile(file(), [quoteBatch(bid, [bar(0, 101), bar(1, 101)])])
  const revised = quoteBatch(bid, [bar(0, 101), bar(1, 102)])
  expect(store.importFile(file(), [revised])).toEqual({ added: 0, revised: 1, unchanged: 1 })
  const quotes = store.readQuotes('SPY', oneMinute, monday)
  expect([...(quotes?.ask.open ?? [])]).toEqual([101, 102])
  expect([...(quotes?.bid.state ?? [])]).toEqual([recorded, corrected])
})

test('versions are those of the feed that answers', () => {
  const store = openWriter()
  store.importFile(file({ feed: 'one' }), [minuteBatch([bar(0)])])
  for (const price of [1, 2]) store.importFile(file({ feed: 'two' }), [minuteBatch([bar(0, price)])])
  expect(store.versions('SPY', oneMinute, monday)).toEqual([])
})

/** What a store must hold after any imports: every value that was ever current, by minute. */
class Model {
  readonly bars = new Map<number, number[]>()

  import(rows: ReadonlyMap<number, number>): ImportedBars {
    const counts = { added: 0, revised: 0, unchanged: 0 }
    for (const [minute, price] of rows) {
      const past = this.bars.get(minute)
      if (!past) counts.added++
      else if (past.at(-1) === price) counts.unchanged++
      else counts.revised++
      if (!past) this.bars.set(minute, [price])
      else if (past.at(-1) !== price) past.push(price)
    }
    return counts
  }

  get current(): [number, number][] {
    return [...this.bars]
      .map(([minute, past]): [number, number] => [minute, past.at(-1) ?? 0])
      .sort(([one], [other]) => one - other)
  }

  get versions(): [number, number, number][] {
    return [...this.bars]
      .sort(([one], [other]) => one - other)
      .filter(([, past]) => past.length > 1)
      .flatMap(([minute, past]) =>
        past.map((price, index): [number, number, number] => [minute, index + 1, price]),
      )
  }
}

const files = fc.array(
  fc.dictionary(fc.nat(30).map(String), fc.integer({ min: 10, max: 12 }), { maxKeys: 12 }).map((rows) => {
    const sorted = Object.entries(rows).map(([minute, price]): [number, number] => [Number(minute), price])
    return new Map(sorted.sort(([one], [other]) => one - other))
  }),
  { maxLength: 6 },
)

test('whatever is imported in whatever order, each bar has all its versions and the last one shows', () => {
  const store = openWriter()
  const reader = openReader(store.path)
  let run = 0
  fc.assert(
    fc.property(files, (imports) => {
      const symbol = `S${run++}`
      const model = new Model()
      for (const rows of imports) {
        const batch: SessionBatch = minuteBatch(
          [...rows].map(([minute, price]) => bar(minute, price)),
          { symbol },
        )
        expect(store.importFile(file(), [batch])).toEqual(model.import(rows))
      }
      const columns = reader.readSession(symbol, oneMinute, monday)?.columns
      const current = [...(columns?.start ?? [])].map((start, index) => [
        (start - open) / minuteMs,
        columns && at(columns.open, index),
      ])
      expect(current).toEqual(model.current)
      const versions = reader.versions(symbol, oneMinute, monday)
      expect(versions.map((one) => [(one.start - open) / minuteMs, one.version, one.open])).toEqual(
        model.versions,
      )
    }),
    { numRuns: 60 },
  )
})
