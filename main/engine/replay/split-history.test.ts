import { expect, test } from 'vitest'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { dayBatch, minuteBatch } from '../store/testing/batches.ts'
import { file, openWriter } from '../store/testing/temporary-store.ts'
import { processTicker } from '../time/ticker.ts'
import { dailyBars } from './daily-bars.ts'
import { loadSession } from './load-session.ts'
import { replayInfo } from './replay-info.ts'

const calendar = calendarOf('XNYS')

/** Four for one after Tuesday 2024-07-09, and two for one after Thursday. */
const factors = [
  { until: '2024-07-09' as SessionDate, price: 1, split: 0.125, referencePrice: 400 },
  { until: '2024-07-11' as SessionDate, price: 1, split: 0.5, referencePrice: 100 },
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

async function loadOn(session: string) {
  const store = splitStore()
  const { loaded } = await loadSession(
    store,
    calendar,
    { session: session as SessionDate, symbols: ['SPY'], trailing: 2, hours: 'regular' },
    processTicker,
  )
  const [symbol] = loaded.symbols
  if (!symbol) throw new Error('nothing was loaded')
  return { store, loaded, symbol }
}

test('sessions before a split are shown as if it had been before them (R21)', async () => {
  const { loaded, symbol } = await loadOn('2024-07-10')
  expect(symbol.trailing.map(({ columns }) => [...columns.close, ...columns.volume])).toEqual([
    [98, 3200],
    [100, 3200],
  ])
  expect(symbol.previousClose).toBe(100)
  expect([...symbol.columns.close, ...symbol.columns.volume]).toEqual([101, 800])
  expect(replayInfo(loaded).symbols).toMatchObject([{ splitAdjusted: true, previousClose: 100 }])
})

test('a split that comes later has no effect, so that nothing of the future is seen (R21)', async () => {
  const { loaded, symbol } = await loadOn('2024-07-09')
  expect(symbol.trailing.map(({ columns }) => [...columns.close])).toEqual([[392]])
  expect(symbol.previousClose).toBe(392)
  expect(replayInfo(loaded).symbols).toMatchObject([{ splitAdjusted: false }])
})

test('days are adjusted each by the splits since', async () => {
  const { store, symbol } = await loadOn('2024-07-12')
  const [from, to] = ['2024-01-01', '2024-07-11'] as [SessionDate, SessionDate]
  const days = await dailyBars(store, 'SPY', from, to, symbol.history, processTicker)
  expect([...days.close]).toEqual([49, 50, 50.5, 50])
})
