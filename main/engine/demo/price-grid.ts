const lot = 100
const leastPrice = 0.01

/** The nearest price in whole cents, at least one cent. */
export function toCents(price: number): number {
  return Math.max(Math.round(price * 100) / 100, leastPrice)
}

/** The nearest whole number of round lots, at least one. */
export function roundLots(shares: number): number {
  return Math.max(Math.round(shares / lot), 1) * lot
}
