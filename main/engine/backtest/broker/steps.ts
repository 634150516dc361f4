/** The largest multiple of `step` that is not above `value`: ticks of a price, lots of a quantity. */
export function stepDown(value: number, step: number): number {
  return multiple(wholeOr(value / step, Math.floor), step)
}

/** The smallest multiple of `step` that is not below `value`. */
export function stepUp(value: number, step: number): number {
  return multiple(wholeOr(value / step, Math.ceil), step)
}

/** The multiple of `step` nearest to a value that should be one, but for the noise of adding fractions. */
export function stepNearest(value: number, step: number): number {
  return multiple(Math.round(value / step), step)
}

function wholeOr(count: number, round: (count: number) => number): number {
  const whole = Math.round(count)
  // 10.01 / 0.01 is not 1001, and no more exact the larger the count is.
  const noise = Math.max(1e-6, Math.abs(count) * 1e-15)
  return Math.abs(count - whole) <= noise ? whole : round(count)
}

function multiple(count: number, step: number): number {
  const stepsInOne = Math.round(1 / step)
  // Dividing whole numbers gives the double nearest to 10.03; multiplying with 0.01 does not always.
  const value = Math.abs(stepsInOne * step - 1) < 1e-9 ? count / stepsInOne : count * step
  return value === 0 ? 0 : value
}
