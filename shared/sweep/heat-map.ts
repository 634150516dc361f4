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

/** So many strengths a side has. */
export const heatLevels = 4

/** What is neither good nor bad, and how far from it the farthest of some values is. */
export interface HeatScale {
  readonly middle: number
  readonly most: number
}

/** The scale of some values: what earned nothing is its middle, or, where no number is neither good nor bad, the median. */
export function heatScale(values: Float64Array, by: RankName): HeatScale {
  const known = values.filter((value) => !Number.isNaN(value)).sort()
  const middle = ranks[by].neutral ?? known[Math.floor(known.length / 2)] ?? 0
  return { middle, most: known.reduce((so, value) => Math.max(so, Math.abs(value - middle)), 0) }
}

/**
 * Colours of cells, by the square root of how far they are from the middle: beside a few that are far off, the others
 * still differ from each other. Two maps of one scale can be compared: give `scale` the values of both.
 */
export function heatsOf(values: Float64Array, by: RankName, scale: Float64Array = values): readonly Heat[] {
  const { middle, most } = heatScale(scale, by)
  return Array.from(values, (value): Heat => {
    const lead = ranks[by].isLessBetter ? middle - value : value - middle
    if (Number.isNaN(value) || lead === 0 || most === 0) return { side: 'better', level: 0 }
    return {
      side: lead > 0 ? 'better' : 'worse',
      level: Math.min(heatLevels, Math.ceil(Math.sqrt(Math.abs(lead) / most) * heatLevels)),
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
