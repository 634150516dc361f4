import { reasonsOf, type StatisticValues, valuesOf } from '#shared/backtest/statistics.ts'
import { cellParams } from '#shared/sweep/param-axes.ts'
import { type Figures, figureNames } from '#shared/sweep/rank.ts'
import type { WindowBest } from '#shared/sweep/summary.ts'
import { sweepWarnings } from '#shared/sweep/warnings.ts'
import type { SessionRange } from '#shared/sweep/windows.ts'
import { formatNumber } from '#shared/text/plain-number.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import type { FinishedSweep } from './finished-sweep.ts'

/** What a sweep prints as JSON: every cell, the best of each window, and how far to believe it. */
export function sweepJson({ head, frame, results, summary }: FinishedSweep) {
  const dates = (range: SessionRange) => ({
    from: head.sessions[range.from]?.date,
    to: head.sessions[range.to - 1]?.date,
  })
  const { trials, walk } = summary
  return {
    cells: results.map((result) => ({
      params: cellParams(frame.axes, result.cell),
      ...('fault' in result
        ? { fault: result.fault }
        : {
            windows: result.windows.map(({ inSample, outOfSample }) => ({
              inSample: namedFigures(inSample),
              ...(outOfSample && { outOfSample: namedFigures(outOfSample.figures) }),
            })),
          }),
    })),
    by: head.sweep.by,
    windows: frame.windows.map(({ inSample, outOfSample }, window) => {
      const best = summary.best.find((one) => one.window === window)
      return {
        inSample: dates(inSample),
        ...(outOfSample && { outOfSample: dates(outOfSample) }),
        best: best ? bestJson(best, cellParams(frame.axes, best.cell)) : null,
      }
    }),
    tried: {
      cells: trials.cells,
      failed: trials.failed,
      deflatedSharpe: trials.deflatedSharpe ?? null,
      luckySharpe: trials.luckySharpe ?? null,
    },
    walkForward: walk ? { stats: valuesOf(walk.stats), why: reasonsOf(walk.stats) } : null,
    warnings: sweepWarnings(frame, results, summary),
  }
}

function bestJson({ support, standsAlone, result }: WindowBest, params: Readonly<Record<string, number>>) {
  return {
    params,
    support: support ?? null,
    standsAlone,
    inSample: namedFigures(result.inSample),
    ...(result.outOfSample && { outOfSample: namedFigures(result.outOfSample.figures) }),
  }
}

/** Figures by name; those without a meaning are left out. */
export function namedFigures(figures: Figures): StatisticValues {
  return Object.fromEntries(
    figureNames.flatMap((name, place) => {
      const value = figures[place]
      return typeof value === 'number' ? [[name, value]] : []
    }),
  )
}

/** All cells as CSV, a line for each window and for what is in sample and out of it. */
export function cellsCsv({ head, frame, results }: FinishedSweep): string {
  const names = frame.axes.map(({ name }) => name)
  const header = ['cell', ...names, 'sample', 'from', 'to', ...figureNames, 'fault']
  const lines = results.flatMap((result) => {
    const params = Object.values(cellParams(frame.axes, result.cell)).map(formatNumber)
    const line = (sample: string, range: SessionRange | undefined, figures: Figures, fault: string) =>
      [
        String(result.cell + 1),
        ...params,
        sample,
        range ? (head.sessions[range.from]?.date ?? '') : '',
        range ? (head.sessions[range.to - 1]?.date ?? '') : '',
        ...figureNames.map((_, place) => {
          const value = figures[place]
          return typeof value === 'number' ? formatNumber(value) : ''
        }),
        fault,
      ].join(',')
    if ('fault' in result) return [line('', undefined, [], quoted(result.fault))]
    return result.windows.flatMap(({ inSample, outOfSample }, window) => [
      line('in', frame.windows[window]?.inSample, inSample, ''),
      ...(outOfSample ? [line('out', frame.windows[window]?.outOfSample, outOfSample.figures, '')] : []),
    ])
  })
  return `${[header.join(','), ...lines].join('\n')}\n`
}

/** The equity that a walk-forward sweep would have had, as CSV; undefined for other sweeps. */
export function walkCsv({ summary: { walk } }: FinishedSweep): string | undefined {
  if (!walk) return undefined
  const lines = walk.sessions.map(
    ({ end }, session) => `${formatUtc(end)},${formatNumber(walk.equity.equity[session] ?? 0)}`,
  )
  return `${['time,equity', ...lines].join('\n')}\n`
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""').replaceAll(/\s*\n\s*/g, ' ')}"`
}
