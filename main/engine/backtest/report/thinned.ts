/**
 * Indices of a column to draw it by, `most` at most and rising: all of a short one; of a long one the first, the last,
 * and of each of its equal parts the lowest and the highest, so that no peak is lost.
 */
export function drawnIndices(column: Float64Array, most: number): readonly number[] {
  if (column.length <= most) return Array.from(column, (_, index) => index)
  const parts = Math.floor((most - 2) / 2)
  const indices = new Set([0])
  for (let part = 0; part < parts; part++) {
    const from = Math.floor((part * column.length) / parts)
    const to = Math.floor(((part + 1) * column.length) / parts)
    let [low, high] = [from, from]
    for (let index = from; index < to; index++) {
      if ((column[index] as number) < (column[low] as number)) low = index
      if ((column[index] as number) > (column[high] as number)) high = index
    }
    indices.add(Math.min(low, high)).add(Math.max(low, high))
  }
  return [...indices.add(column.length - 1)]
}
