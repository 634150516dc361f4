import { expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { oneWeek } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { formatUtc, parseUtc } from '#shared/time/epoch.ts'
import { dayBatch } from '../../store/testing/batches.ts'
import { file, openWriter } from '../../store/testing/temporary-store.ts'
import { loadInput } from './load-input.ts'

const calendar = calendarOf('XNYS')
const dates = calendar
  .sessions('2024-07-01' as SessionDate, '2024-07-19' as SessionDate)
  .map(({ date }) => date)

/** Three weeks of days; on the Wednesday of the second one share becomes two. */
function weeksOf(told: { readonly from?: string; readonly to?: string; readonly clock?: string } = {}) {
  const { from = dates[0], to = dates.at(-1), clock = '2024-08-01T00:00:00Z' } = told
  const store = openWriter()
  store.importFile(
    file(),
    dates.map((date) => dayBatch(date, date < '2024-07-10' ? 100 : 50)),
  )
  const until = '2024-07-09' as SessionDate
  store.importFactors(file(), 'SPY', [{ until, price: 1, split: 0.5, referencePrice: 100 }])
  const symbol = store.symbol('SPY')
  const now = parseUtc(clock)
  if (!symbol || now === undefined) throw new Error('there is one symbol')
  const input = loadInput(store, calendar, {
    ...{ symbols: [symbol], from: from as SessionDate, to: to as SessionDate, interval: oneWeek },
    ...{ view: 'as-repaired', broker: usualBroker, params: {}, closeAtEnd: false, clock: now },
  })
  const [bars] = input.symbols
  if (!bars) throw new Error('there are bars of one symbol')
  return { input, bars }
}

test('a week is a session of the run, from the open of its first to the close of its last', () => {
  const { input, bars } = weeksOf()
  expect(input.sessions.map(({ date, open, close }) => [date, formatUtc(open), formatUtc(close)])).toEqual([
    ['2024-07-05', '2024-07-01T13:30:00Z', '2024-07-05T20:00:00Z'],
    ['2024-07-12', '2024-07-08T13:30:00Z', '2024-07-12T20:00:00Z'],
    ['2024-07-19', '2024-07-15T13:30:00Z', '2024-07-19T20:00:00Z'],
  ])
  expect([...bars.columns.start]).toEqual(input.sessions.map(({ open }) => open))
  expect([...bars.end]).toEqual(input.sessions.map(({ close }) => close))
  expect([...bars.sessionStarts]).toEqual([0, 1, 2, 3])
})

test('a split within a week is told in the shares after it for all of the week, and happens before it', () => {
  const { columns, actions } = weeksOf().bars
  // Before the split a day has an open of 99, a high of 101 and a million shares.
  expect([...columns.open]).toEqual([99, 49.5, 49])
  expect([...columns.high]).toEqual([101, 51, 51])
  expect([...columns.low]).toEqual([98, 48, 48])
  expect([...columns.close]).toEqual([100, 50, 50])
  expect([...columns.volume]).toEqual([4e6, 2 * 2e6 + 3e6, 5e6])
  expect(actions).toEqual([{ type: 'split', session: 1, ratio: 2 }])
})

test('weeks that the dates cut, or that have not ended on the clock, are left out', () => {
  const weeks = (told: Parameters<typeof weeksOf>[0]) => weeksOf(told).input.sessions.map(({ date }) => date)
  expect(weeks({ from: '2024-07-02' })).toEqual(['2024-07-12', '2024-07-19'])
  expect(weeks({ to: '2024-07-18' })).toEqual(['2024-07-05', '2024-07-12'])
  expect(weeks({ clock: '2024-07-19T19:00:00Z' })).toEqual(['2024-07-05', '2024-07-12'])
  expect(() => weeks({ from: '2024-07-02', to: '2024-07-11' })).toThrow(/no 1w bars/)
})
