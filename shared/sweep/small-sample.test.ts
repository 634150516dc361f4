import { expect, test } from 'vitest'
import { calendarOf } from '../calendar/calendars.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import type { CellResult } from './cell-result.ts'
import { type Figures, figureNames, type RankName } from './rank.ts'
import { meanText, smallCells, smallSampleWarning, windowFigureText } from './small-sample.ts'
import type { SweepFrame } from './summary.ts'
import { type SweepSplit, windowsOf } from './windows.ts'

/** 40 sessions. */
const sessions = calendarOf('XNYS')
  .sessions('2024-07-01' as SessionDate, '2024-08-26' as SessionDate)
  .map(({ date, close }) => ({ date, end: close }))

function frame(split: SweepSplit, by: RankName, cells: number): SweepFrame {
  const values = Array.from({ length: cells }, (_, index) => index + 1)
  const windows = windowsOf(split, sessions.length)
  return { axes: [{ name: 'k', values }], by, windows, sessions, sessionsAYear: 252, cash: 1000 }
}

function figures(given: Readonly<Record<string, number>>): Figures {
  return figureNames.map((name) => given[name] ?? null)
}

const heldBack: SweepSplit = { kind: 'held-back', percent: 20 }

test('enough sessions to choose by, too few to try on: only what was tried is marked', () => {
  expect(sessions).toHaveLength(40)
  const held = frame(heldBack, 'sharpe', 2)
  const of = (sharpe: number) => figures({ sharpe, sortino: 2, returnPct: 5, trades: 3 })
  const window = { inSample: of(1.5), outOfSample: { figures: of(-0.5) } }
  const results: CellResult[] = [
    { cell: 0, windows: [window] },
    { cell: 1, fault: 'x.ts: it threw.' },
  ]
  const text = (sample: 'in' | 'out', name: 'sharpe' | 'sortino' | 'returnPct') =>
    windowFigureText(held, window, { window: 0, sample }, name)
  expect([text('in', 'sharpe'), text('out', 'sharpe')]).toEqual(['1.50', '−0.50*'])
  // What cells are not compared by has no number, as in a backtest, and what needs no sample always has one.
  expect([text('in', 'sortino'), text('out', 'sortino'), text('out', 'returnPct')]).toEqual([
    '2.00',
    'none',
    '5.00 %',
  ])
  expect([...smallCells(held, results, 'in')]).toEqual([0, 0])
  expect([...smallCells(held, results, 'out')]).toEqual([1, 0])
  expect(smallSampleWarning(held, results)).toBe(
    '* Sharpe ratio says little of fewer than 30 sessions, and there are 8 out of sample.',
  )
  expect(windowFigureText(held, undefined, { window: 0, sample: 'in' }, 'sharpe')).toBe('none')
})

test('trades are counted cell by cell', () => {
  const whole = frame({ kind: 'whole' }, 'sqn', 3)
  const results = [29, 30, 2].map((trades, cell): CellResult => {
    return { cell, windows: [{ inSample: figures({ trades, sqn: cell }) }] }
  })
  const small = smallCells(whole, results, 'in')
  expect([...small]).toEqual([1, 0, 1])
  expect([0, 1].map((cell) => meanText('sqn', cell, small[cell]))).toEqual(['0.00*', '1.00'])
  expect(smallSampleWarning(whole, results)).toBe(
    '* System quality (SQN) says little of fewer than 30 trades, and 2 of 3 cells have fewer. Cells are compared by it all the same.',
  )
})

test('windows of a walk that are not alike are told by the shortest', () => {
  const walk = frame({ kind: 'walk-forward', inSample: 32, outOfSample: 5 }, 'calmar', 1)
  const window = { inSample: figures({ calmar: 1 }), outOfSample: { figures: figures({ calmar: 1 }) } }
  expect(smallSampleWarning(walk, [{ cell: 0, windows: [window, window] }])).toBe(
    '* Calmar ratio says little of fewer than 30 sessions, and there are as few as 3 out of sample.',
  )
})

test('nothing is said of what any sample allows, nor where no cell has a number', () => {
  const of = [{ cell: 0, windows: [{ inSample: figures({ returnPct: 1 }) }] }]
  expect(smallSampleWarning(frame(heldBack, 'return', 1), of)).toBeUndefined()
  expect(smallSampleWarning(frame(heldBack, 'sharpe', 1), of)).toBeUndefined()
  expect(meanText('return', 1, 0)).toBe('1.00 %')
  expect(meanText('return', Number.NaN, 0)).toBe('none')
})
