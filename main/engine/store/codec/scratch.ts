const arrays: Int32Array[] = []

/**
 * Room for `count` numbers that lasts until the same `slot` is asked for again. Blocks are read by the hundred,
 * and making room anew for each column of each would take as long as reading it.
 */
export function scratchNumbers(slot: number, count: number): Int32Array {
  const array = arrays[slot]
  if (array && array.length >= count) return array
  const larger = new Int32Array(Math.max(count, 2048))
  arrays[slot] = larger
  return larger
}
