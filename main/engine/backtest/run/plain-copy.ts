/** Deeper than anything that a strategy hands over or is shown. */
const deepest = 4
const longestText = 1000

/**
 * A copy of plain data that a strategy hands over, or is shown: each property read once, so that neither side changes
 * what the other holds. Functions and symbols are left out, long texts cut.
 */
export function plainCopy(value: unknown, depth = deepest): unknown {
  if (typeof value === 'string') return value.slice(0, longestText)
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return undefined
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    // What every object has, as __proto__ and toString, is no data of its own and not to be written over.
    if (key in copy) continue
    const entry = plainCopy(Reflect.get(value, key), depth - 1)
    if (entry !== undefined) copy[key] = entry
  }
  return copy
}
