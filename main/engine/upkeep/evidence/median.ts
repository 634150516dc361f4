import { at } from '#shared/bars/columns.ts'

/**
 * The upper median of some numbers, which are put in another order meanwhile; 0 of none. Orders no more of them than
 * it takes to know the one in the middle (Hoare's selection).
 */
export function medianOf(values: Float64Array): number {
  if (values.length === 0) return 0
  const middle = values.length >>> 1
  let [from, to] = [0, values.length - 1]
  while (from < to) {
    const pivot = at(values, (from + to) >>> 1)
    let [low, high] = [from, to]
    while (low <= high) {
      while (at(values, low) < pivot) low++
      while (at(values, high) > pivot) high--
      if (low > high) break
      const value = at(values, low)
      values[low++] = at(values, high)
      values[high--] = value
    }
    if (middle <= high) to = high
    else if (middle >= low) from = low
    else break
  }
  return at(values, middle)
}
