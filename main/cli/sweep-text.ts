import { measureText } from '#shared/backtest/figure-text.ts'
import { type StatisticName, statistics } from '#shared/backtest/statistics.ts'
import { windowResult } from '#shared/sweep/cell-result.ts'
import type { Sample } from '#shared/sweep/heat-map.ts'
import { cellParams } from '#shared/sweep/param-axes.ts'
import { ranks, rankValue } from '#shared/sweep/rank.ts'
import { windowFigureText } from '#shared/sweep/small-sample.ts'
import { sweepWarnings } from '#shared/sweep/warnings.ts'
import type { SessionRange } from '#shared/sweep/windows.ts'
import type { FinishedSweep } from '../engine/sweep/finished-sweep.ts'
import { textTable } from './text-table.ts'

const mostRows = 10

/** A sweep in words, for a person: its best cells, or what its walk chose, and how far to believe them. */
export function sweepText(sweep: FinishedSweep): string {
  const { frame, head, summary } = sweep
  const title = `${head.sweep.title}, ${sweep.results.length.toLocaleString('en-US')} cells, by ${statistics[ranks[frame.by].statistic].title}`
  const table = head.sweep.split.kind === 'walk-forward' ? walkTable(sweep) : bestTable(sweep)
  const warnings = sweepWarnings(frame, sweep.results, summary).map((line) => `${line}\n`)
  return `${title}\n\n${table}${warnings.length > 0 ? '\n' : ''}${warnings.join('')}`
}

/** The statistic that cells are compared by and a few more, each once. */
function shownNames({ frame }: FinishedSweep): readonly StatisticName[] {
  return [...new Set<StatisticName>([ranks[frame.by].statistic, 'returnPct', 'maxDrawdownPct', 'trades'])]
}

function bestTable(sweep: FinishedSweep): string {
  const { frame, results } = sweep
  const names = shownNames(sweep)
  const isHeldBack = frame.windows[0]?.outOfSample !== undefined
  const varied = variedAxes(sweep)
  const header = [
    ...varied,
    ...names.map((name) => statistics[name].title),
    ...(isHeldBack ? names.map((name) => `${statistics[name].title}, out of sample`) : []),
  ]
  const ranked = results
    .flatMap((result) => {
      const value = rankValue(windowResult(result, 0)?.inSample, frame.by)
      return Number.isNaN(value) ? [] : [{ result, value }]
    })
    .sort((one, other) => other.value - one.value || one.result.cell - other.result.cell)
  const rows = ranked.slice(0, mostRows).map(({ result }) => {
    const figure = (sample: Sample, name: StatisticName): string =>
      windowFigureText(frame, windowResult(result, 0), { window: 0, sample }, name)
    const params = cellParams(frame.axes, result.cell)
    return [
      ...varied.map((name) => String(params[name])),
      ...names.map((name) => figure('in', name)),
      ...(isHeldBack ? names.map((name) => figure('out', name)) : []),
    ]
  })
  if (rows.length === 0) return 'No cell has a number to be compared by.\n'
  return textTable(header, rows, header)
}

function walkTable(sweep: FinishedSweep): string {
  const { frame, head, summary } = sweep
  const { statistic } = ranks[frame.by]
  const dates = (range: SessionRange | undefined): string =>
    range ? `${head.sessions[range.from]?.date} to ${head.sessions[range.to - 1]?.date}` : ''
  const varied = variedAxes(sweep)
  const { title } = statistics[statistic]
  const header = [
    ...['In sample', 'Out of sample', ...varied],
    ...[`${title}, in sample`, `${title}, out of sample`, 'Return, out of sample'],
  ]
  const rows = frame.windows.map(({ inSample, outOfSample }, window) => {
    const best = summary.best.find((one) => one.window === window)
    const params = best ? cellParams(frame.axes, best.cell) : {}
    const figure = (sample: Sample, name: StatisticName): string =>
      windowFigureText(frame, best?.result, { window, sample }, name)
    return [
      ...[dates(inSample), dates(outOfSample)],
      ...varied.map((name) => String(params[name] ?? '')),
      ...[figure('in', statistic), figure('out', statistic), figure('out', 'returnPct')],
    ]
  })
  const walked = Object.entries(summary.walk?.stats ?? {}).map(([name, measure]) => {
    const { title: what, unit } = statistics[name as StatisticName]
    return [what, typeof measure === 'number' ? measureText(measure, unit) : `none: ${measure.why}`]
  })
  const joined = walked.length > 0 ? `\n${textTable(['Out of sample, one after the other', ''], walked)}` : ''
  return textTable(header, rows, header.slice(2)) + joined
}

/** Names of the params of which more than one value was tried. */
function variedAxes({ frame }: FinishedSweep): readonly string[] {
  return frame.axes.flatMap(({ name, values }) => (values.length > 1 ? [name] : []))
}
