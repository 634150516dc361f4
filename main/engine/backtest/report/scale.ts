/** Round numbers, about `count` of them, from at or below `low` to at or above `high`. */
export function roundTicks(low: number, high: number, count: number): readonly number[] {
  const step = roundStep((high - low) / count || Math.abs(high) / count || 1)
  const first = Math.floor(low / step + 1e-9)
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9))
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  )
}

/** The least of 1, 2 and 5 times a power of ten that is not below `least`. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5].find((step) => step * power >= least * (1 - 1e-9)) ?? 10) * power
}

/** Place of a value on a line from `start` to `end` that stands for `low` to `high`. */
export function placeOf(value: number, low: number, high: number, start: number, end: number): number {
  return high === low ? start : start + ((value - low) / (high - low)) * (end - start)
}
