import { stepDown } from './steps.ts'

/** What the opening of a position is weighed against. */
export interface Room {
  /** Equity at the price of the fill, before its commission. */
  readonly equity: number
  /** Value of what stays held after the closing part of the order, at that price. */
  readonly exposure: number
  readonly initialMargin: number
  readonly price: number
  readonly lot: number
}

/**
 * How many of `wanted` shares can be opened in whole lots: equity after the commission has to cover the initial margin
 * of all positions. `commission` is that of the whole fill, by the shares it opens.
 */
export function openable(wanted: number, room: Room, commission: (opening: number) => number): number {
  let opening = Math.min(wanted, affordable(room, 0))
  while (opening > 0) {
    const fits = affordable(room, commission(opening))
    if (fits >= opening) return opening
    opening = fits
  }
  return 0
}

function affordable({ equity, exposure, initialMargin, price, lot }: Room, commission: number): number {
  const value = (equity - commission) / initialMargin - exposure
  return Math.max(0, stepDown(value / Math.abs(price), lot))
}

/** Whether equity no longer covers the maintenance margin; noise of adding fractions does not count. */
export function isBelowMaintenance(equity: number, exposure: number, maintenance: number): boolean {
  return equity < maintenance * exposure * (1 - 1e-9) || equity < 0
}
