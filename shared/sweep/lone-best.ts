import { neighboursOf, type ParamAxis } from './param-axes.ts'

/** Below this support the best cell of a grid stands alone. */
export const leastSupport = 0.5

/**
 * How far the neighbours of a cell bear it out: 1 where they are as good as it, 0 where they are no better than the
 * usual cell, below 0 where they are worse.
 *
 * It is (median of the neighbours − median of all cells) ÷ (the cell − median of all cells). A rule that works does so
 * because of something in the market, which does not end between a period of 20 and one of 21; a peak that is gone one
 * step further is what the best of many random numbers looks like. Medians, since one lucky neighbour is no plateau;
 * relative to the lead over the usual cell, so that it means the same for a ratio, for percent and for money; and at a
 * half, where the neighbours lose more of that lead than they keep.
 *
 * `values` are those of all cells, better ones higher. One that failed or has no such number, NaN, counts as the worst of
 * the others; where that is so of all neighbours, nobody bears the cell out: 0. Undefined for a cell without neighbours,
 * and where all cells are alike.
 */
export function supportOf(
  axes: readonly ParamAxis[],
  values: ArrayLike<number>,
  cell: number,
): number | undefined {
  const neighbours = neighboursOf(axes, cell)
  if (neighbours.length === 0) return undefined
  if (neighbours.every((neighbour) => Number.isNaN(values[neighbour] ?? Number.NaN))) return 0
  const all = Array.from(values)
  const worst = all.reduce((least, value) => Math.min(least, Number.isNaN(value) ? least : value), Infinity)
  const known = all.map((value) => (Number.isNaN(value) ? worst : value))
  const valueAt = (of: number): number => known[of] ?? worst
  const usual = median(known)
  const lead = valueAt(cell) - usual
  return lead === 0 ? undefined : (median(neighbours.map(valueAt)) - usual) / lead
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
