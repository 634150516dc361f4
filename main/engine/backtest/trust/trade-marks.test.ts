import { expect, test } from 'vitest'
import type { Trade } from '#shared/backtest/trade.ts'
import { corrected, filled } from '#shared/bars/state.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { runInput, type TestBar } from '../testing/run-input.ts'
import { marksOf } from './trade-marks.ts'

const bar: TestBar = [1, 1, 1, 1]

/** Minutes 0, 1, 2, 4, 5 and 6 of a session; the third is filled, the last corrected. */
function bars() {
  const [symbol] = runInput([{ symbol: 'A', sessions: [[bar, bar, bar, undefined, bar, bar, bar]] }]).symbols
  if (!symbol) throw new Error('there is one symbol')
  symbol.columns.state[2] = filled
  symbol.columns.state[5] = corrected
  return symbol
}

function marks(entry: number, exit?: number) {
  const of = bars()
  const time = (minute: number): EpochMs => ((of.columns.start[0] ?? 0) + minute * 60_000) as EpochMs
  const trade = { entryTime: time(entry), exitTime: exit === undefined ? undefined : time(exit) }
  return marksOf(of, trade as Trade)
}

test.each([
  ['recorded bars alone', 1, undefined, []],
  ['a filled bar that it was filled in', 2, undefined, ['filled']],
  ['a filled bar that it was decided on, over a hole', 4, undefined, ['filled', 'missing']],
  ['recorded bars after the hole', 5, undefined, []],
  ['a corrected bar at the exit', 1, 6, ['corrected']],
  ['the first bar of a session, decided before it', 0, undefined, []],
  ['what is closed after the last bar', 1, 7, ['corrected']],
])('a trade rests on %s', (_, entry, exit, expected) => {
  expect(marks(entry, exit)).toEqual(expected)
})
