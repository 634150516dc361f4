import type { SessionEnd } from '../backtest/daily-equity.ts'
import type { Measure } from '../backtest/statistic.ts'
import { measureRun, type StatisticName } from '../backtest/statistics.ts'
import type { EquityColumns } from '../backtest/trade.ts'
import { type CellResult, type WindowResult, windowResult } from './cell-result.ts'
import { deflatedSharpe, luckySharpe } from './deflated-sharpe.ts'
import { leastSupport, supportOf } from './lone-best.ts'
import { cellCount, type ParamAxis } from './param-axes.ts'
import { bestOf, type FigureName, figureOf, type RankName, rankValue } from './rank.ts'
import type { SweepWindow } from './windows.ts'

/** What a sweep was of, as far as its results are judged by it. */
export interface SweepFrame {
  readonly axes: readonly ParamAxis[]
  readonly by: RankName
  readonly windows: readonly SweepWindow[]
  readonly sessions: readonly SessionEnd[]
  /** Sessions a year of the calendar. */
  readonly sessionsAYear: number
  /** Money at the start of every run. */
  readonly cash: number
}

/** The best cell of one window, chosen in sample. */
export interface WindowBest {
  readonly window: number
  readonly cell: number
  readonly result: WindowResult
  /** How far its neighbours bear it out; see supportOf. */
  readonly support: number | undefined
  readonly standsAlone: boolean
}

/** What was tried, and how much of the best Sharpe ratio that explains. */
export interface Trials {
  readonly cells: number
  readonly failed: number
  /** Probability that the best is more than luck, from 0 to 1; undefined where it cannot be told. */
  readonly deflatedSharpe: number | undefined
  /** The ratio, annualised, that the best of as many worthless cells would reach; undefined where it cannot be told. */
  readonly luckySharpe: number | undefined
}

export interface SweepSummary {
  /** One for each window in which any cell has a number. */
  readonly best: readonly WindowBest[]
  /** Of the first window. */
  readonly trials: Trials
  /** The out-of-sample stretches of a walk one after the other; undefined for other sweeps. */
  readonly walk: Walk | undefined
}

export type WalkStatistics = { readonly [name in StatisticName]?: Measure }

/** What one would have had by taking the best cell of each window into the sessions after it. */
export interface Walk {
  readonly sessions: readonly SessionEnd[]
  /** At the end of each session. */
  readonly equity: EquityColumns
  /** Those that follow from equity at the ends of sessions: a number, or why there is none. */
  readonly stats: WalkStatistics
}

/** Judges the results of a sweep; `results` by cell, undefined for cells that are not done. */
export function summaryOf(frame: SweepFrame, results: readonly (CellResult | undefined)[]): SweepSummary {
  const best = frame.windows.flatMap((_, window) => bestOfWindow(frame, results, window) ?? [])
  return { best, trials: trialsOf(frame, results, best[0]), walk: walkOf(frame, best) }
}

function bestOfWindow(
  { axes, by }: SweepFrame,
  results: readonly (CellResult | undefined)[],
  window: number,
): WindowBest | undefined {
  const count = cellCount(axes)
  const values = Float64Array.from({ length: count }, (_, cell) =>
    rankValue(windowResult(results[cell], window)?.inSample, by),
  )
  const cell = bestOf(values)
  const result = cell === undefined ? undefined : windowResult(results[cell], window)
  if (cell === undefined || !result) return undefined
  const support = supportOf(axes, values, cell)
  return { window, cell, result, support, standsAlone: support !== undefined && support < leastSupport }
}

function trialsOf(
  { windows, sessionsAYear }: SweepFrame,
  results: readonly (CellResult | undefined)[],
  best: WindowBest | undefined,
): Trials {
  const done = results.filter((result) => result !== undefined)
  const failed = done.filter((result) => 'fault' in result).length
  const root = Math.sqrt(sessionsAYear)
  const ratios = done.flatMap((result) => {
    const figures = windowResult(result, 0)?.inSample
    const sharpe = figures && figureOf(figures, 'sharpe')
    return sharpe === undefined ? [] : [sharpe / root]
  })
  const none = { cells: done.length, failed, deflatedSharpe: undefined, luckySharpe: undefined }
  const [window] = windows
  if (best?.window !== 0 || !window || ratios.length < 2) return none
  const figure = (name: FigureName): number => figureOf(best.result.inSample, name) ?? Number.NaN
  const variance = varianceOf(ratios)
  const given = {
    sharpe: figure('sharpe') / root,
    sessions: window.inSample.to - window.inSample.from,
    skewness: figure('skewness'),
    kurtosis: figure('kurtosis'),
    trials: ratios.length,
    variance,
  }
  return { ...none, deflatedSharpe: deflatedSharpe(given), luckySharpe: luckySharpe(given) * root }
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}

/** What of a run follows from its equity at the ends of sessions alone. */
const ofEquity = [
  'profit',
  'returnPct',
  'cagrPct',
  'volatilityPct',
  'sharpe',
  'sortino',
  'calmar',
  'maxDrawdownPct',
  'maxDrawdown',
  'longestDrawdown',
] as const

/**
 * Each window's best cell on the sessions after it, as one run: the equity of one stretch is carried into the next.
 * Undefined where windows have nothing to walk, or one of them no best cell.
 */
function walkOf(
  { windows, sessions, cash, sessionsAYear }: SweepFrame,
  best: readonly WindowBest[],
): Walk | undefined {
  if (best.length < windows.length) return undefined
  const equity: number[] = []
  const walked: SessionEnd[] = []
  let carried = cash
  for (const [window, { outOfSample }] of windows.entries()) {
    const daily = best[window]?.result.outOfSample?.daily
    if (!outOfSample || !daily) return undefined
    for (const part of daily) equity.push(carried * part)
    carried = equity.at(-1) ?? carried
    walked.push(...sessions.slice(outOfSample.from, outOfSample.to))
  }
  const column = Float64Array.from(equity)
  const columns: EquityColumns = {
    time: Float64Array.from(walked, ({ end }) => end),
    ...{ equity: column, cash: column, exposure: new Float64Array(column.length) },
  }
  const run = { cash, trades: [], fills: [], sessions: walked, sessionsAYear, buyAndHold: undefined }
  const all = measureRun({ ...run, equity: columns })
  const stats: WalkStatistics = Object.fromEntries(ofEquity.map((name) => [name, all[name]]))
  return { sessions: walked, equity: columns, stats }
}
