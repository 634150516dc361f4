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
 * `values` are those of all cells, better ones higher; NaN, of a cell that failed or has no such number, counts as worse
 * than all others. Undefined for a cell without neighbours, and where all cells are alike.
 */
export function supportOf(
  axes: readonly ParamAxis[],
  values: ArrayLike<number>,
  cell: number,
): number | undefined {
  const neighbours = neighboursOf(axes, cell)
  const own = valueAt(values, cell)
  const usual = median(Array.from({ length: values.length }, (_, index) => valueAt(values, index)))
  const around = median(neighbours.map((neighbour) => valueAt(values, neighbour)))
  if (neighbours.length === 0 || own === usual || own === -Infinity) return undefined
  // Where most cells have no number there is no usual one to lead: neighbours without one do not bear it out.
  if (usual === -Infinity) return around === -Infinity ? 0 : 1
  return around === -Infinity ? -1 : (around - usual) / (own - usual)
}

function valueAt(values: ArrayLike<number>, cell: number): number {
  const value = values[cell] ?? Number.NaN
  return Number.isNaN(value) ? -Infinity : value
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0))
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
