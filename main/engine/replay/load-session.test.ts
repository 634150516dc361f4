import { describe, expect, test } from 'vitest'
import type { AdjustmentMode } from '#shared/bars/adjustment-mode.ts'
import { sliceColumns } from '#shared/bars/columns.ts'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Calendars } from '../calendars/calendars.ts'
import { dayBatch, minuteBatch } from '../store/testing/batches.ts'
import { file, openWriter } from '../store/testing/temporary-store.ts'
import { processTicker } from '../time/ticker.ts'
import { dailyHistory } from './daily-bars.ts'
import { loadSession } from './load-session.ts'
import { replayInfo } from './replay-info.ts'

const calendar = calendarOf('XNYS')
const minutes = [{ sessions: 2, interval: oneMinute }]

/** Four for one after Tuesday 2024-07-09, and two for one after Thursday with a dividend of one percent. */
const factors = [
  { until: '2024-07-09' as SessionDate, price: 0.99, split: 0.125, referencePrice: 400 },
  { until: '2024-07-11' as SessionDate, price: 0.99, split: 0.5, referencePrice: 100 },
]

function splitStore() {
  const store = openWriter()
  const days = [
    ['2024-07-08', 392],
    ['2024-07-09', 400],
    ['2024-07-10', 101],
    ['2024-07-11', 100],
    ['2024-07-12', 50],
  ] as const
  store.importFile(file(), [
    ...days.map(([session, close]) => dayBatch(session, close)),
    ...days.map(([session, close]) => minuteBatch([[389, close, close, close, close, 800]], { session })),
  ])
  store.importFactors(file(), 'SPY', factors)
  return store
}

async function loadOn(session: string, adjustment: AdjustmentMode = 'split', windows = minutes) {
  const store = splitStore()
  const request = {
    session: session as SessionDate,
    symbols: ['SPY'],
    windows,
    hours: 'regular',
    adjustment,
    view: 'as-repaired',
  } as const
  const { loaded } = await loadSession(store, new Calendars(), calendar, request, processTicker)
  const [symbol] = loaded.symbols
  if (!symbol) throw new Error('nothing was loaded')
  const { history } = symbol.exchange
  return { store, loaded, symbol, history }
}

type Loaded = Awaited<ReturnType<typeof loadOn>>

function trailing({ history }: Loaded, interval: Interval = oneMinute) {
  return history.trailingSessions('SPY', interval).map(({ bars: { columns, from, to } }) => {
    const { close, volume } = sliceColumns(columns, from, to)
    return [...close, ...volume]
  })
}

test('sessions before a split are shown as if it had been before them (R21)', async () => {
  const load = await loadOn('2024-07-10')
  expect(trailing(load)).toEqual([
    [98, 3200],
    [100, 3200],
  ])
  expect(load.symbol.previousClose).toBe(100)
  expect([...load.symbol.columns.close, ...load.symbol.columns.volume]).toEqual([101, 800])
  expect(replayInfo(load.loaded, []).symbols).toMatchObject([{ adjustable: true, previousClose: 100 }])
})

test('as traded nothing is adjusted, and it is said that it could be', async () => {
  const load = await loadOn('2024-07-10', 'raw')
  expect(trailing(load)).toEqual([
    [392, 800],
    [400, 800],
  ])
  expect(replayInfo(load.loaded, [])).toMatchObject({
    adjustment: 'raw',
    view: 'as-repaired',
    symbols: [{ adjustable: true, previousClose: 400 }],
  })
})

test('with dividends prices are lower by them, and volumes as for splits', async () => {
  const load = await loadOn('2024-07-12', 'split-and-dividend')
  expect(trailing(load)).toEqual([
    [101 * (0.5 * 0.99), 1600],
    [100 * (0.5 * 0.99), 1600],
  ])
  expect(load.symbol.previousClose).toBe(100 * (0.5 * 0.99))
})

test('a split that comes later has no effect, so that nothing of the future is seen (R21)', async () => {
  const load = await loadOn('2024-07-09')
  expect(trailing(load)).toEqual([[392, 800]])
  expect(load.symbol.previousClose).toBe(392)
  expect(replayInfo(load.loaded, []).symbols).toMatchObject([{ adjustable: false }])
})

test('the previous close is there without trailing sessions of minutes too', async () => {
  for (const windows of [[], [{ sessions: 3, interval: oneDay }], [{ sessions: 0, interval: oneMinute }]])
    expect((await loadOn('2024-07-10', 'split', windows)).symbol.previousClose).toBe(100)
})

test('windows of several intervals are kept, each with its own number of sessions', async () => {
  const load = await loadOn('2024-07-12', 'split', [
    { sessions: 3, interval: oneDay },
    { sessions: 1, interval: '5m' as Interval },
  ])
  expect(load.history.intervals('SPY')).toEqual(['1d', '5m'])
  expect(trailing(load, oneDay).map(([close]) => close)).toEqual([50, 50.5, 50])
  expect(trailing(load, '5m' as Interval)).toEqual([[50, 1600]])
  expect(load.symbol.exchange.trailing.map(({ date }) => date)).toEqual([
    '2024-07-09',
    '2024-07-10',
    '2024-07-11',
  ])
})

test('days are adjusted each by the splits since', async () => {
  const { store, symbol } = await loadOn('2024-07-12')
  const days = (await dailyHistory(store, symbol, processTicker)).columns()
  expect([...days.close]).toEqual([49, 50, 50.5, 50])
})

test('windows of more than a day are refused', async () => {
  await expect(loadOn('2024-07-12', 'raw', [{ sessions: 2, interval: '1w' as Interval }])).rejects.toThrow(
    /a bar is 1d at most/,
  )
})

describe('symbols of several exchanges', () => {
  async function loadBoth(session: string, exchange: string, hours: 'regular' | 'all' = 'regular') {
    const store = openWriter()
    const dates = ['2024-07-03', '2024-07-04', '2024-07-05']
    const stockDates = [...dates.filter((date) => date !== '2024-07-04'), '2024-07-08']
    const rows = [[0, 10, 10, 10, 10, 1]] as const
    store.importFile(file(), [
      ...stockDates.map((date) => minuteBatch(rows, { session: date })),
      ...dates.map((date) => minuteBatch(rows, { session: date, symbol: 'COIN', exchange: '24/7' })),
    ])
    const request = { session: session as SessionDate, symbols: ['SPY', 'COIN'], windows: minutes, hours }
    const calendars = new Calendars()
    const all = { ...request, adjustment: 'split', view: 'as-repaired' } as const
    return loadSession(store, calendars, calendars.of(exchange), all, processTicker)
  }

  test('play each in the session of its own exchange, from the first start to the last end', async () => {
    const { loaded, leftOut } = await loadBoth('2024-07-05', 'XNYS')
    expect(leftOut).toEqual([])
    const info = replayInfo(loaded, leftOut)
    const at = (time: string) => Date.parse(`2024-07-05T${time}Z`)
    expect(info).toMatchObject({ exchange: 'XNYS', start: at('00:00'), end: at('24:00') })
    expect(info.exchanges).toMatchObject([
      { exchange: 'XNYS', opens: at('13:30'), closes: at('20:00'), expectedMinutes: 390 },
      { exchange: '24/7', zone: 'UTC', opens: at('00:00'), closes: at('24:00'), expectedMinutes: 1440 },
    ])
    expect(info.symbols).toMatchObject([
      { symbol: 'SPY', exchange: 'XNYS' },
      { symbol: 'COIN', exchange: '24/7' },
    ])
    expect(info.exchanges.map(({ trailing }) => trailing.map((past) => past.session))).toEqual([
      ['2024-07-02', '2024-07-03'],
      ['2024-07-03', '2024-07-04'],
    ])
  })

  test('those of an exchange without a bar that day do not make the replay longer', async () => {
    const { loaded } = await loadBoth('2024-07-08', 'XNYS')
    expect(loaded.symbols.map(({ symbol, columns }) => [symbol, columns.start.length])).toEqual([
      ['SPY', 1],
      ['COIN', 0],
    ])
    expect(loaded).toMatchObject({
      start: Date.parse('2024-07-08T13:30Z'),
      end: Date.parse('2024-07-08T20:00Z'),
    })
  })

  test('extended hours are those of each exchange', async () => {
    const { loaded } = await loadBoth('2024-07-05', 'XNYS', 'all')
    expect(replayInfo(loaded, []).exchanges[0]?.opens).toBe(Date.parse('2024-07-05T08:00Z'))
    expect(loaded.end).toBe(Date.parse('2024-07-06T00:00Z'))
  })

  test('one whose exchange is closed that day is left out with the name of the holiday', async () => {
    const { loaded, leftOut } = await loadBoth('2024-07-04', '24/7')
    expect(loaded.symbols.map(({ symbol }) => symbol)).toEqual(['COIN'])
    expect(replayInfo(loaded, leftOut)).toMatchObject({
      exchanges: [{ exchange: '24/7' }],
      leftOut: [
        {
          symbol: 'SPY',
          code: 'no-session',
          reason: 'SPY is left out: XNYS has no session on 2024-07-04 (Independence Day).',
        },
      ],
    })
    await expect(loadBoth('2024-07-04', 'XNYS')).rejects.toMatchObject({ code: 'no-session' })
  })
})
