import type { BarPrices, PriceTerms } from './fill-price.ts'

/** An order that a bar reaches after its open, and the price at which it does. */
export interface Reached<Order extends PriceTerms> {
  readonly order: Order
  readonly price: number
}

/**
 * Of two orders of which only one may be filled: what the course of the bar makes certain, else the worse one. On one
 * side of the open the nearer one comes first; on both sides it is the one that looks worse at the bar's close, which
 * is the stop of a bracket. `one` when they are alike.
 */
export function firstOfTwo<Order extends PriceTerms>(
  one: Reached<Order>,
  other: Reached<Order>,
  { open, close }: BarPrices,
): Reached<Order> {
  const distance = one.price - open
  const otherDistance = other.price - open
  if (distance * otherDistance > 0 && distance !== otherDistance) {
    return Math.abs(distance) < Math.abs(otherDistance) ? one : other
  }
  return gainAt(close, other) < gainAt(close, one) ? other : one
}

function gainAt<Order extends PriceTerms>(close: number, { order, price }: Reached<Order>): number {
  return order.sign * (close - price)
}

/**
 * Brings orders that a bar reaches into the order in which it does: first those on the side of the open that lies
 * away from the close, nearest first, then those on the other side. Orders at one price keep their order.
 */
export function inCourse<Order extends PriceTerms>(
  reached: Reached<Order>[],
  { open, close }: BarPrices,
): Reached<Order>[] {
  const firstSide = close >= open ? -1 : 1
  const rank = ({ price }: Reached<Order>) => (Math.sign(price - open) === -firstSide ? 1 : 0)
  return reached.sort(
    (one, other) => rank(one) - rank(other) || Math.abs(one.price - open) - Math.abs(other.price - open),
  )
}
