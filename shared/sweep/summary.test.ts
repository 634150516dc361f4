import { expect, test } from 'vitest'
import { calendarOf } from '../calendar/calendars.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import type { CellResult } from './cell-result.ts'
import type { ParamAxis } from './param-axes.ts'
import { bestOf, type Figures, figureNames, rankValue } from './rank.ts'
import { type SweepFrame, summaryOf } from './summary.ts'
import { sweepWarnings } from './warnings.ts'
import { windowsOf } from './windows.ts'

const sessions = calendarOf('XNYS')
  .sessions('2024-07-08' as SessionDate, '2024-07-19' as SessionDate)
  .map(({ date, close }) => ({ date, end: close }))

function axis(count: number): readonly ParamAxis[] {
  return [{ name: 'k', values: Array.from({ length: count }, (_, index) => index + 1) }]
}

function frame(rest: Partial<SweepFrame>): SweepFrame {
  const windows = windowsOf({ kind: 'whole' }, sessions.length)
  return { axes: axis(5), by: 'sharpe', windows, sessions, sessionsAYear: 252, cash: 1000, ...rest }
}

function figures(given: Readonly<Record<string, number>>): Figures {
  return figureNames.map((name) => given[name] ?? null)
}

function measured(cell: number, ...sharpes: readonly number[]): CellResult {
  return {
    cell,
    windows: sharpes.map((sharpe) => ({ inSample: figures({ sharpe, skewness: 0, kurtosis: 3 }) })),
  }
}

test('the best cell is the first of the highest, and one that failed or has no number is none', () => {
  expect(bestOf([Number.NaN, 1, 3, 3])).toBe(2)
  expect(bestOf([Number.NaN])).toBeUndefined()
  expect(rankValue(figures({ maxDrawdownPct: 4 }), 'drawdown')).toBe(-4)
  expect(rankValue(undefined, 'sharpe')).toBeNaN()
  const results = [
    measured(0, 1),
    { cell: 1, fault: 'x.ts: it threw.' },
    measured(2, 2),
    measured(3, 2),
    measured(4, 0),
  ]
  const summary = summaryOf(frame({}), results)
  expect(summary.best).toMatchObject([{ window: 0, cell: 2 }])
  expect(summary.trials).toMatchObject({ cells: 5, failed: 1 })
  expect(summary.walk).toBeUndefined()
})

test('a lone best cell is warned of, and what was tried is told beside it', () => {
  const results = [0, 0.1, 4, 0.1, 0].map((sharpe, cell) => measured(cell, sharpe))
  const summary = summaryOf(frame({}), results)
  expect(summary.best).toMatchObject([{ cell: 2, standsAlone: true }])
  // The ratios vary by 3.123, and of five worthless trials the best is 1.1925 deviations above 0.
  expect(summary.trials.luckySharpe).toBeCloseTo(1.1925 * Math.sqrt(3.123), 3)
  expect(sweepWarnings(frame({}), results, summary)).toEqual([
    '* Sharpe ratio says little of fewer than 30 sessions, and there are 10. Cells are compared by it all the same.',
    'The best cell stands alone: its neighbours keep nothing of its lead over the usual cell, and 50 % at least would bear it out.',
    expect.stringMatching(
      /^5 cells were tried\. The best of as many worthless ones would have a Sharpe ratio of 2\.\d\d; that the best is more than luck has a probability of \d+ % \(deflated Sharpe ratio\)\.$/,
    ),
  ])
})

test('without a ratio nothing is said of luck', () => {
  const results: CellResult[] = [
    { cell: 0, windows: [{ inSample: figures({ returnPct: 1 }) }] },
    { cell: 1, fault: 'x.ts: it threw.' },
  ]
  const one = frame({ axes: axis(2), by: 'return' })
  const summary = summaryOf(one, results)
  expect(summary.best).toMatchObject([{ cell: 0 }])
  expect(sweepWarnings(one, results, summary)).toEqual([
    'The best cell stands alone: its neighbours keep nothing of its lead over the usual cell, and 50 % at least would bear it out.',
    '2 cells were tried.',
    '1 cell failed.',
  ])
})

test('a walk takes the best cell of each window into the sessions after it, one stretch after the other', () => {
  const windows = windowsOf({ kind: 'walk-forward', inSample: 4, outOfSample: 3 }, 10)
  expect(windows).toHaveLength(2)
  const cell = (
    number: number,
    chosen: readonly number[],
    daily: readonly (readonly number[])[],
  ): CellResult => ({
    cell: number,
    windows: chosen.map((sharpe, window) => ({
      inSample: figures({ sharpe }),
      outOfSample: { figures: figures({ sharpe }), daily: [...(daily[window] ?? [])] },
    })),
  })
  const walked = frame({ axes: axis(2), windows })
  const results = [
    cell(
      0,
      [2, 1],
      [
        [1.1, 1.1, 1.2],
        [9, 9, 9],
      ],
    ),
    cell(
      1,
      [1, 2],
      [
        [9, 9, 9],
        [1, 0.5, 1.5],
      ],
    ),
  ]
  const { walk, best } = summaryOf(walked, results)
  expect(best.map((one) => one.cell)).toEqual([0, 1])
  expect(walk?.sessions.map(({ date }) => date)).toEqual(sessions.slice(4).map(({ date }) => date))
  expect([...(walk?.equity.equity ?? [])].map((equity) => Math.round(equity))).toEqual([
    1100, 1100, 1200, 1200, 600, 1800,
  ])
  expect(walk?.stats).toMatchObject({
    returnPct: expect.closeTo(80, 9),
    maxDrawdownPct: expect.closeTo(50, 9),
  })
  expect(walk?.stats.trades).toBeUndefined()
  const [small, alone] = sweepWarnings(walked, results, summaryOf(walked, results))
  expect(small).toBe(
    '* Sharpe ratio says little of fewer than 30 sessions, and there are 4 in sample and 3 out of sample. Cells are compared by it all the same.',
  )
  expect(alone).toMatch(/^In 2 of 2 windows the best cell stands alone\.|^2 cells/)
  expect(walk?.stats.sharpe).toEqual({ why: 'needs 30 sessions, has 6' })
  const failed = summaryOf(walked, [
    { cell: 0, fault: 'x' },
    { cell: 1, fault: 'x' },
  ])
  expect(failed).toMatchObject({ best: [], walk: undefined })
})
