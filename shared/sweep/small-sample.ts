import { measureText } from '../backtest/figure-text.ts'
import { type SampleSize, tooFew } from '../backtest/least-sample.ts'
import { type StatisticName, statistics } from '../backtest/statistics.ts'
import { type CellResult, type WindowResult, windowResult } from './cell-result.ts'
import type { Sample } from './heat-map.ts'
import { cellCount } from './param-axes.ts'
import { type Figures, figureOf, type RankName, ranks } from './rank.ts'
import type { SweepFrame } from './summary.ts'
import type { SweepWindow } from './windows.ts'

/** Stands behind a number that cells are compared by although its sample is too small. */
const smallMark = '*'

/**
 * A figure of a cell as it is written. What cells are compared by has its number also of too small a sample, with a
 * mark; any other figure has none then, as in a backtest.
 */
export function sweepFigureText(
  value: number | undefined,
  { name, by, size }: { readonly name: StatisticName; readonly by: RankName; readonly size: SampleSize },
): string {
  const { unit, least } = statistics[name]
  const isSmall = tooFew(least, size) !== undefined
  if (name === ranks[by].statistic) return meanText(by, value, isSmall ? 1 : 0)
  return value === undefined || isSmall ? 'none' : measureText(value, unit)
}

/** What a cell is compared by, as it is written on a map: marked where it is one of `smallCells`. */
export function meanText(by: RankName, value: number | undefined, small: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return 'none'
  return `${measureText(value, statistics[ranks[by].statistic].unit)}${small === 1 ? smallMark : ''}`
}

/** A figure of what a cell gave in a window, as it is written; 'none' of a cell that failed. */
export function windowFigureText(
  { windows, by }: SweepFrame,
  result: WindowResult | undefined,
  { window, sample }: { readonly window: number; readonly sample: Sample },
  name: StatisticName,
): string {
  const figures = figuresOf(result, sample)
  if (!figures) return 'none'
  const size = { sessions: sessionsOf(windows[window], sample), trades: figureOf(figures, 'trades') ?? 0 }
  return sweepFigureText(figureOf(figures, name), { name, by, size })
}

function figuresOf(result: WindowResult | undefined, sample: Sample): Figures | undefined {
  return sample === 'in' ? result?.inSample : result?.outOfSample?.figures
}

/** How many sessions a stretch of a window has; 0 where it has no such stretch. */
function sessionsOf(window: SweepWindow | undefined, sample: Sample): number {
  const range = sample === 'in' ? window?.inSample : window?.outOfSample
  return range ? range.to - range.from : 0
}

/** By cell 1 where what it is compared by rests on too small a sample in any window in which it has a number. */
export function smallCells(
  { axes, by, windows }: SweepFrame,
  results: readonly (CellResult | undefined)[],
  sample: Sample,
): Uint8Array {
  const { statistic } = ranks[by]
  const { least } = statistics[statistic]
  const isSmall = (cell: number): boolean =>
    windows.some((window, place) => {
      const figures = figuresOf(windowResult(results[cell], place), sample)
      if (!figures || figureOf(figures, statistic) === undefined) return false
      const trades = figureOf(figures, 'trades') ?? 0
      return tooFew(least, { sessions: sessionsOf(window, sample), trades }) !== undefined
    })
  return Uint8Array.from({ length: cellCount(axes) }, (_, cell) => (isSmall(cell) ? 1 : 0))
}

/** What is to be said where cells are compared by numbers of too small a sample, in one sentence or two; else none. */
export function smallSampleWarning(
  frame: SweepFrame,
  results: readonly (CellResult | undefined)[],
): string | undefined {
  const { title, least } = statistics[ranks[frame.by].statistic]
  const samples: readonly Sample[] = frame.windows[0]?.outOfSample ? ['in', 'out'] : ['in']
  const small = samples
    .map((sample) => ({
      sample,
      cells: smallCells(frame, results, sample).reduce((sum, one) => sum + one, 0),
    }))
    .filter(({ cells }) => cells > 0)
  if (!least || small.length === 0) return undefined
  const where = small.map(({ sample, cells }) => {
    const words = samples.length === 1 ? '' : sample === 'in' ? ' in sample' : ' out of sample'
    if (least.of === 'trades') return `${cells} of ${results.length} cells have fewer${words}`
    const counts = new Set(frame.windows.map((window) => sessionsOf(window, sample)))
    const fewest = Math.min(...counts)
    return `${counts.size > 1 ? 'as few as ' : ''}${fewest}${words}`
  })
  const compared = small[0]?.sample === 'in' ? ' Cells are compared by it all the same.' : ''
  const are = least.of === 'sessions' ? 'there are ' : ''
  return `${smallMark} ${title} says little of fewer than ${least.count} ${least.of}, and ${are}${where.join(' and ')}.${compared}`
}
