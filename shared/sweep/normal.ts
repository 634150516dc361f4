const rootOfTwoPi = Math.sqrt(2 * Math.PI)
/** Beyond so many standard deviations less is left than the last digit of 1. */
const farthest = 8

/**
 * Share of the standard normal distribution below `x`: Marsaglia, Evaluating the Normal Distribution, Journal of
 * Statistical Software 11 (4), 2004: its series, exact to the last digits but for the far tails.
 */
export function normalBelow(x: number): number {
  if (x < -farthest) return 0
  if (x > farthest) return 1
  let term = x
  let sum = x
  for (let n = 3; Math.abs(term) > 1e-18 * Math.abs(sum); n += 2) {
    term *= (x * x) / n
    sum += term
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / rootOfTwoPi
}

/** The point that a share of the standard normal distribution lies below, for shares between 0 and 1. */
export function normalPoint(share: number): number {
  // The lower half is the exact one: 1 minus a small share loses its digits.
  if (share > 0.5) return -normalPoint(1 - share)
  let [low, high] = [-farthest, 0]
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2
    if (normalBelow(middle) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}
