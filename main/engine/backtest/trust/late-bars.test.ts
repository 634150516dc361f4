import { expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import type { Trade } from '#shared/backtest/trade.ts'
import { type Interval, oneMinute, oneWeek } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { addMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { minuteBatch, openOf } from '../../store/testing/batches.ts'
import { file, openWriter } from '../../store/testing/temporary-store.ts'
import { loadInput } from '../load/load-input.ts'
import { lateBars } from './late-bars.ts'
import { marksOf } from './trade-marks.ts'

const monday = '2024-07-08' as SessionDate
const open = epochMs(openOf(monday))
const late = 7

/** Twenty minutes of a session; the eighth came a fortnight later, the tenth was corrected then. */
function inputOf(interval: Interval, to = monday) {
  const store = openWriter()
  const rows = Array.from({ length: 20 }, (_, minute) => [minute, 2, 3, 1, 2, 100] as const)
  store.importFile(file({ feed: 'one' }), [minuteBatch(rows.filter(([minute]) => minute !== late))])
  store.importFile(file({ feed: 'one', name: 'again.csv', sha256: '1'.repeat(64) }), [
    minuteBatch([[9, 2, 3, 1, 2.5, 100]]),
  ])
  const fill = minuteBatch(rows.filter(([minute]) => minute === late))
  if (fill.kind !== 'trade') throw new TypeError('trades')
  const [askedAt, answeredAt] = [
    epochMs(Date.parse('2024-07-20T00:00:00Z')),
    epochMs(Date.parse('2024-07-20T00:00:02Z')),
  ]
  const window = { from: open, to: addMs(open, 20 * minuteMs) }
  store.storeFill({
    ...fill,
    request: {
      kind: 'request',
      source: 'other',
      ...window,
      askedAt,
      try: 1,
      outcome: 'bars',
      bars: 1,
      id: 'r',
      answeredAt,
    },
  })
  const symbol = store.symbol('SPY')
  if (!symbol) throw new Error('there is one symbol')
  const input = loadInput(store, calendarOf('XNYS'), {
    ...{ symbols: [symbol], from: monday, to, interval, view: 'as-repaired' },
    ...{
      broker: usualBroker,
      params: {},
      closeAtEnd: false,
      clock: epochMs(Date.parse('2024-08-01T00:00:00Z')),
    },
  })
  const [bars] = input.symbols
  if (!bars) throw new Error('there are bars of one symbol')
  const isLate = lateBars(store, input)(bars)
  return { bars, isLate, lateOnes: Array.from(bars.columns.start.keys()).filter(isLate) }
}

test('a bar that was not known when it ended is late, one that was corrected later is not', () => {
  expect(inputOf(oneMinute).lateOnes).toEqual([late])
})

test('a bar that is made of minutes is late when one of them was not known at its end', () => {
  expect(inputOf('5m' as Interval).lateOnes).toEqual([1])
})

test('a week is late when one of its minutes was not known at its end', () => {
  expect(inputOf(oneWeek, '2024-07-12' as SessionDate).lateOnes).toEqual([0])
})

test('a trade that was decided on a late bar says so, beside that it was filled', () => {
  const { bars, isLate } = inputOf(oneMinute)
  const entered = (minute: number) =>
    marksOf(bars, { entryTime: addMs(open, minute * minuteMs), exitTime: undefined } as Trade, isLate)
  expect(entered(late + 1)).toEqual(['filled', 'late'])
  expect(entered(late)).toEqual(['filled', 'late'])
  expect(entered(late - 1)).toEqual([])
  expect(entered(late + 3)).toEqual(['corrected'])
})
