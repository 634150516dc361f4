import { expect, test } from 'vitest'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { synthetic } from '#shared/bars/state.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { dayBatch, type MinuteRow, minuteBatch, openOf, quoteBatch } from './testing/batches.ts'
import { file, openReader, openWriter, temporaryPath } from './testing/temporary-store.ts'

const date = (text: string) => text as SessionDate
const monday = date('2024-07-08')
const tuesday = date('2024-07-09')
const bar = (minute: number): MinuteRow => [minute, 100, 102, 99, 101, 500]
/** Two bars before the open, three in regular hours and one at the close, which is outside them (T4). */
const day = [-30, -1, 0, 1, 389, 390].map(bar)

test('a new store is empty', () => {
  const store = openWriter()
  expect(store.summary()).toMatchObject({
    path: store.path,
    synthetic: false,
    symbols: 0,
    sessions: 0,
    bars: 0,
    exchanges: [],
    firstSession: undefined,
    lastSession: undefined,
  })
  expect(store.symbols()).toEqual([])
  expect(store.symbol('SPY')).toBeUndefined()
  expect(store.readSession('SPY', oneMinute, monday)).toBeUndefined()
  expect(store.readQuotes('SPY', oneMinute, monday)).toBeUndefined()
  expect(store.versions('SPY', oneMinute, monday)).toEqual([])
  expect(store.watchlists()).toEqual([])
})

test('bars come back as they were imported, with what is known of their session', () => {
  const store = openWriter()
  const batch = minuteBatch(day)
  expect(store.importFile(file(), [batch])).toEqual({ added: 6, revised: 0, unchanged: 0 })
  expect(store.readSession('SPY', oneMinute, monday)).toEqual({
    symbol: 'SPY',
    feed: 'one',
    interval: oneMinute,
    session: monday,
    bars: 6,
    regularBars: 3,
    firstStart: openOf(monday) - 30 * 60_000,
    lastStart: openOf(monday) + 390 * 60_000,
    columns: batch.columns,
  })
})

test('another process reads what one has written, while it is still open and after', () => {
  const path = temporaryPath()
  const writer = openWriter(path)
  writer.importFile(file(), [minuteBatch(day)])
  const reader = openReader(path)
  expect(reader.readSession('SPY', oneMinute, monday)?.bars).toBe(6)
  writer.importFile(file(), [minuteBatch(day, { session: tuesday })])
  expect(reader.readSession('SPY', oneMinute, tuesday)?.bars).toBe(6)
})

test('the sessions of a range are those that have bars, in order', () => {
  const store = openWriter()
  const sessions = ['2024-07-11', '2024-07-08', '2024-07-10']
  for (const session of sessions) store.importFile(file(), [minuteBatch(day, { session })])
  const found = store.sessions('SPY', oneMinute, monday, date('2024-07-10'))
  expect(found.map(({ session, bars }) => [session, bars])).toEqual([
    ['2024-07-08', 6],
    ['2024-07-10', 6],
  ])
  expect(found[0]).not.toHaveProperty('columns')
})

test('sessions of many symbols come in the order asked for, then by session', () => {
  const store = openWriter()
  for (const symbol of ['AIG', 'SPY', 'IBM'])
    for (const session of [tuesday, monday]) store.importFile(file(), [minuteBatch(day, { symbol, session })])
  const read = store.readSessions(['SPY', 'NONE', 'AIG'], oneMinute, monday, tuesday)
  expect(read.map(({ symbol, session }) => `${symbol} ${session}`)).toEqual([
    'SPY 2024-07-08',
    'SPY 2024-07-09',
    'AIG 2024-07-08',
    'AIG 2024-07-09',
  ])
})

test('daily bars are found by their session, one each, over years', () => {
  const store = openWriter()
  const sessions = ['2023-12-28', '2023-12-29', '2024-01-02', '2024-07-08']
  store.importFile(
    file(),
    sessions.map((session, index) => dayBatch(session, 100 + index)),
  )
  expect(store.readSession('SPY', oneDay, date('2023-12-29'))).toMatchObject({
    session: '2023-12-29',
    bars: 1,
    firstStart: openOf('2023-12-29'),
  })
  const read = store.readSessions(['SPY'], oneDay, date('2023-12-29'), date('2024-06-30'))
  expect(read.map(({ session, columns }) => [session, columns.close[0]])).toEqual([
    ['2023-12-29', 101],
    ['2024-01-02', 102],
  ])
  expect(store.sessions('SPY', oneDay, date('2024-01-01'), date('2024-12-31'))).toMatchObject([
    { session: '2024-01-02', bars: 1 },
    { session: '2024-07-08', bars: 1, regularBars: 1 },
  ])
  expect(store.sessions('SPY', oneDay, date('2024-01-03'), date('2024-07-07'))).toEqual([])
})

test('daily bars that come in any order and any number of files are the same as in one', () => {
  const sessions = ['2024-07-10', '2024-07-08', '2024-07-12', '2024-07-09']
  const together = openWriter()
  together.importFile(
    file(),
    sessions.map((session) => dayBatch(session, 100)),
  )
  const apart = openWriter()
  for (const session of sessions) apart.importFile(file(), [dayBatch(session, 100)])
  const range = [['SPY'], oneDay, monday, date('2024-07-12')] as const
  expect(together.readSessions(...range)).toHaveLength(4)
  expect(together.readSessions(...range)).toEqual(apart.readSessions(...range))
})

test('bid and ask are kept beside the trades', () => {
  const store = openWriter()
  const quotes = quoteBatch(
    [bar(0), bar(1)],
    [
      [0, 100.01, 102.01, 99.01, 101.01, 200],
      [1, 100.02, Number.NaN, 99.02, 101.02, 300],
    ],
  )
  store.importFile(file(), [quotes])
  expect(store.readQuotes('SPY', oneMinute, monday)).toEqual(quotes.columns)
  expect(store.readSession('SPY', oneMinute, monday)).toBeUndefined()
  expect(store.intervals('SPY')).toEqual([])
})

test('intervals are those of trade bars, from short to long', () => {
  const store = openWriter()
  const intervals = ['1w', '1h', '1d', '5m', '1m'] as Interval[]
  for (const interval of intervals) store.importFile(file(), [{ ...minuteBatch([bar(0)]), interval }])
  expect(store.intervals('SPY')).toEqual(['1m', '5m', '1h', '1d', '1w'])
})

test('it is counted how many symbols of an exchange have a session', () => {
  const store = openWriter()
  store.importFile(file(), [
    minuteBatch(day, { symbol: 'SPY' }),
    minuteBatch(day, { symbol: 'AIG' }),
    minuteBatch(day, { symbol: 'SPY', session: tuesday }),
    minuteBatch(day, { symbol: 'BTCUSD', exchange: '24/7', session: tuesday }),
    dayBatch('2024-07-11', 10),
  ])
  store.importFile(file({ feed: 'two' }), [minuteBatch(day)])
  expect(store.symbolsBySession('XNYS', monday, date('2024-07-31'))).toEqual(
    new Map([
      [monday, 2],
      [tuesday, 1],
    ]),
  )
  expect(store.symbolsBySession('XNYS', tuesday, tuesday)).toEqual(new Map([[tuesday, 1]]))
})

test('the summary counts the whole store', () => {
  const path = temporaryPath()
  const store = openWriter(path)
  store.importFile(file(), [
    minuteBatch(day),
    minuteBatch(day, { symbol: 'BTCUSD', exchange: '24/7', session: '2024-07-06' }),
    dayBatch('2024-07-01', 10),
    quoteBatch([bar(0)], [bar(0)]),
  ])
  const summary = store.summary()
  expect(summary).toMatchObject({
    path,
    synthetic: false,
    symbols: 2,
    sessions: 2,
    bars: 6 + 6 + 1 + 1,
    exchanges: ['24/7', 'XNYS'],
    firstSession: '2024-07-06',
    lastSession: monday,
  })
  expect(summary.bytes).toBeGreaterThan(1024)
})

test('of two feeds with one session the one that was imported first answers, for that session', () => {
  const store = openWriter()
  store.importFile(file({ feed: 'one' }), [minuteBatch(day, { session: tuesday })])
  store.importFile(file({ feed: 'two' }), [
    minuteBatch([bar(5)]),
    minuteBatch([bar(5)], { session: tuesday }),
  ])
  const found = store.sessions('SPY', oneMinute, monday, tuesday)
  expect(found.map(({ session, feed, bars }) => [session, feed, bars])).toEqual([
    [monday, 'two', 1],
    [tuesday, 'one', 6],
  ])
  const read = store.readSessions(['SPY'], oneMinute, monday, tuesday)
  expect(read.map(({ session, feed, bars }) => [session, feed, bars])).toEqual([
    [monday, 'two', 1],
    [tuesday, 'one', 6],
  ])
})

test('of two feeds with daily bars each session comes from the first that has it', () => {
  const store = openWriter()
  store.importFile(file({ feed: 'one' }), [dayBatch('2024-07-09', 1)])
  store.importFile(file({ feed: 'two' }), [dayBatch('2024-07-08', 2), dayBatch('2024-07-09', 2)])
  const read = store.readSessions(['SPY'], oneDay, monday, tuesday)
  expect(read.map(({ session, feed }) => [session, feed])).toEqual([
    [monday, 'two'],
    [tuesday, 'one'],
  ])
})

test('bars of a synthetic feed say so, and so do a symbol and a store that have no others', () => {
  const store = openWriter()
  store.importFile(file({ feed: 'demo', synthetic: true }), [minuteBatch([bar(0)]), dayBatch(monday, 5)])
  store.importFile(file({ feed: 'demo', synthetic: true }), [minuteBatch([[0, 1, 1, 1, 1, 1]])])
  const states = () => [
    store.readSession('SPY', oneMinute, monday)?.columns.state[0],
    store.readSession('SPY', oneDay, monday)?.columns.state[0],
    ...store.versions('SPY', oneMinute, monday).map(({ state }) => state),
  ]
  expect(states()).toEqual([synthetic, synthetic, synthetic, synthetic])
  expect(store.symbol('SPY')).toEqual({ symbol: 'SPY', exchange: 'XNYS', synthetic: true })
  expect(store.summary().synthetic).toBe(true)

  store.importFile(file(), [minuteBatch([bar(7)], { session: tuesday })])
  expect(store.symbols()).toEqual([{ symbol: 'SPY', exchange: 'XNYS', synthetic: false }])
  expect(store.summary().synthetic).toBe(false)
  expect(states()).toEqual([synthetic, synthetic, synthetic, synthetic])
})
