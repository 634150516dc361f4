import { dailyReturns, equityBySession } from '#shared/backtest/daily-equity.ts'
import { measureAnySample, statisticNames } from '#shared/backtest/statistics.ts'
import type { Strategy } from '#shared/strategy/strategy.ts'
import type { CellResult, WindowResult } from '#shared/sweep/cell-result.ts'
import { cellParams, type ParamAxis } from '#shared/sweep/param-axes.ts'
import type { Figures } from '#shared/sweep/rank.ts'
import type { SweepWindow } from '#shared/sweep/windows.ts'
import { runResultsOf } from '../backtest/results/run-results.ts'
import type { BacktestInput } from '../backtest/run/backtest-input.ts'
import { type Progress, runBacktest } from '../backtest/run/run-backtest.ts'
import { windowInput } from './window-input.ts'

/** What all cells of a sweep have in common. */
export interface CellsOf {
  /** Its params are those of the cell. */
  readonly input: BacktestInput
  readonly sessionsAYear: number
  readonly axes: readonly ParamAxis[]
  readonly windows: readonly SweepWindow[]
  /** Whether equity by session is kept of what comes out of sample. */
  readonly keepsDaily: boolean
}

/**
 * Runs one cell: a backtest of its own for each window, in sample and out of sample, each with a strategy that
 * `anew` gives. Throws what a backtest throws.
 */
export function runCell(of: CellsOf, cell: number, anew: () => Strategy, progress: Progress): CellResult {
  const params = cellParams(of.axes, cell)
  const ranges = of.windows.flatMap(({ inSample, outOfSample }) => [
    inSample,
    ...(outOfSample ? [outOfSample] : []),
  ])
  const total = ranges.reduce((sum, range) => sum + barsIn(of.input, range.from, range.to), 0)
  let before = 0
  const run = (range: { readonly from: number; readonly to: number }) => {
    const input = { ...windowInput(of.input, range), params }
    const result = runBacktest(input, anew(), (done) => progress(before + done, total))
    before += result.bars
    progress(before, total)
    return runResultsOf(input, result, of.sessionsAYear)
  }
  const windows = of.windows.map(({ inSample, outOfSample }): WindowResult => {
    const chosenBy = figuresOf(run(inSample))
    if (!outOfSample) return { inSample: chosenBy }
    const tried = run(outOfSample)
    const daily = of.keepsDaily && { daily: Array.from(dailyOf(tried), (equity) => equity / tried.cash) }
    return { inSample: chosenBy, outOfSample: { figures: figuresOf(tried), ...daily } }
  })
  return { cell, windows }
}

type Measured = ReturnType<typeof runResultsOf>

function figuresOf(results: Measured): Figures {
  const measures = measureAnySample(results)
  const values = statisticNames.map((name) => {
    const measure = measures[name]
    return typeof measure === 'number' ? measure : null
  })
  const returns = dailyReturns(dailyOf(results), results.cash)
  const mean = moment(returns, 0, 1)
  const variance = moment(returns, mean, 2)
  const shape = (power: number): number | null => {
    const value = moment(returns, mean, power) / variance ** (power / 2)
    return typeof measures.sharpe !== 'number' || !Number.isFinite(value) ? null : value
  }
  return [...values, shape(3), shape(4)]
}

function dailyOf({ equity, sessions, cash }: Measured): Float64Array {
  return equityBySession(equity, sessions, cash)
}

function moment(values: Float64Array, around: number, power: number): number {
  return values.reduce((sum, value) => sum + (value - around) ** power, 0) / values.length
}

function barsIn({ symbols }: BacktestInput, from: number, to: number): number {
  return symbols.reduce(
    (sum, { sessionStarts }) => sum + (sessionStarts[to] ?? 0) - (sessionStarts[from] ?? 0),
    0,
  )
}
