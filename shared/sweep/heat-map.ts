import { type CellResult, windowResult } from './cell-result.ts'
import { cellAt, cellCount, cellPlace } from './param-axes.ts'
import { type Figures, figureOf, type RankName, ranks } from './rank.ts'
import type { SweepFrame } from './summary.ts'

export type Sample = 'in' | 'out'

/**
 * What each cell is compared by, in sample or out of sample, as it is written: over the windows of a walk the mean of
 * those in which it has a number. NaN where it has none.
 */
export function cellMeans(
  { axes, by, windows }: SweepFrame,
  results: readonly (CellResult | undefined)[],
  sample: Sample,
): Float64Array {
  const { statistic } = ranks[by]
  return Float64Array.from({ length: cellCount(axes) }, (_, cell) => {
    let [sum, count] = [0, 0]
    for (let window = 0; window < windows.length; window += 1) {
      const result = windowResult(results[cell], window)
      const figures: Figures | undefined = sample === 'in' ? result?.inSample : result?.outOfSample?.figures
      const value = figures && figureOf(figures, statistic)
      if (value === undefined) continue
      sum += value
      count += 1
    }
    return count === 0 ? Number.NaN : sum / count
  })
}

/** How strong a cell is coloured: 1 to 4 on the better or the worse side, 0 between them or without a number. */
export interface Heat {
  readonly side: 'better' | 'worse'
  readonly level: number
}

const levels = 4

/**
 * Colours of cells: on the better side what earned something, or, where no number is neither good nor bad, what lies
 * beyond the median. The strongest is the farthest of both sides, so that two maps of one scale can be compared: give
 * `scale` the values of both.
 */
export function heatsOf(values: Float64Array, by: RankName, scale: Float64Array = values): readonly Heat[] {
  const { neutral, isLessBetter } = ranks[by]
  const known = scale.filter((value) => !Number.isNaN(value)).sort()
  const middle = neutral ?? known[Math.floor(known.length / 2)] ?? 0
  const most = known.reduce((so, value) => Math.max(so, Math.abs(value - middle)), 0)
  return Array.from(values, (value): Heat => {
    const lead = isLessBetter ? middle - value : value - middle
    if (Number.isNaN(value) || lead === 0 || most === 0) return { side: 'better', level: 0 }
    return {
      side: lead > 0 ? 'better' : 'worse',
      level: Math.min(levels, Math.ceil((Math.abs(lead) / most) * levels)),
    }
  })
}

/**
 * Cells of a map of two params, row by row, the lowest value of `y` at the bottom; the other params are those of the
 * cell `at`.
 */
export function mapCells(
  axes: SweepFrame['axes'],
  { x, y, at }: { readonly x: number; readonly y: number; readonly at: number },
): readonly (readonly number[])[] {
  const place = cellPlace(axes, at)
  const cells = (row: number): readonly number[] =>
    (axes[x]?.values ?? []).map((_, column) => cellAt(axes, place.with(y, row).with(x, column)))
  return (axes[y]?.values ?? []).map((_, row) => cells(row)).reverse()
}

/** Pairs of params of which more than one value was tried, by their places. */
export function mapPairs(axes: SweepFrame['axes']): readonly { readonly x: number; readonly y: number }[] {
  const varied = axes.flatMap(({ values }, axis) => (values.length > 1 ? [axis] : []))
  return varied.flatMap((x, index) => varied.slice(index + 1).map((y) => ({ x, y })))
}
