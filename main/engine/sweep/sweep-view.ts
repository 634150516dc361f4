import type { SweepView } from '#shared/protocol/sweep-calls.ts'
import { cellMeans } from '#shared/sweep/heat-map.ts'
import { cellParams } from '#shared/sweep/param-axes.ts'
import { bestOf, type RankName, ranks } from '#shared/sweep/rank.ts'
import { smallCells } from '#shared/sweep/small-sample.ts'
import { summaryOf } from '#shared/sweep/summary.ts'
import { sweepWarnings } from '#shared/sweep/warnings.ts'
import type { SessionRange } from '#shared/sweep/windows.ts'
import type { FinishedSweep } from './finished-sweep.ts'
import { namedFigures } from './sweep-output.ts'

const mostFaults = 100

/** A sweep as a window shows it, compared by something. */
export function sweepView(id: number, finished: FinishedSweep, by: RankName): SweepView {
  const { head, results } = finished
  const frame = { ...finished.frame, by }
  const summary = by === finished.frame.by ? finished.summary : summaryOf(frame, results)
  const dates = ({ from, to }: SessionRange) => {
    const [first, last] = [head.sessions[from], head.sessions[to - 1]]
    if (!first || !last)
      throw new RangeError(`A window from ${from} to ${to} of ${head.sessions.length} sessions`)
    return { from: first.date, to: last.date, sessions: to - from }
  }
  const inSample = cellMeans(frame, results, 'in')
  const isTried = frame.windows[0]?.outOfSample !== undefined
  const best = bestOf(ranks[by].isLessBetter ? inSample.map((value) => -value) : inSample)
  return {
    sweep: id,
    title: head.sweep.title,
    axes: frame.axes.map(({ name, values }) => ({ name, values: [...values] })),
    ...{ by, inSample },
    ...(isTried && { outOfSample: cellMeans(frame, results, 'out') }),
    small: {
      inSample: smallCells(frame, results, 'in'),
      ...(isTried && { outOfSample: smallCells(frame, results, 'out') }),
    },
    ...(best !== undefined && { best }),
    windows: frame.windows.map((window, number) => {
      const chosen = summary.best.find((one) => one.window === number)
      const tried = chosen?.result.outOfSample
      return {
        inSample: dates(window.inSample),
        ...(window.outOfSample && { outOfSample: dates(window.outOfSample) }),
        ...(chosen && {
          best: {
            cell: chosen.cell,
            params: { ...cellParams(frame.axes, chosen.cell) },
            ...(chosen.support !== undefined && { support: chosen.support }),
            standsAlone: chosen.standsAlone,
            inSample: { ...namedFigures(chosen.result.inSample) },
            ...(tried && { outOfSample: { ...namedFigures(tried.figures) } }),
          },
        }),
      }
    }),
    warnings: [...sweepWarnings(frame, results, summary)],
    faults: results
      .flatMap((result) => ('fault' in result ? [{ cell: result.cell, message: result.fault }] : []))
      .slice(0, mostFaults),
    ...(summary.walk && {
      walk: {
        time: summary.walk.equity.time,
        equity: summary.walk.equity.equity,
        stats: { ...summary.walk.stats },
      },
    }),
  }
}
