import type { EpochMs } from '#shared/time/epoch.ts'

/** What decides at which price an order is filled. */
export interface PriceTerms {
  /** 1 to buy, -1 to sell. */
  readonly sign: 1 | -1
  /** NaN when it has none, or it has been reached: then the order is a market or a limit order. */
  stop: number
  /** NaN when it has none. */
  limit: number
}

/** Prices of one bar. */
export interface BarPrices {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

/** The bar that fills. */
export interface FillingBar extends BarPrices {
  readonly start: EpochMs
  readonly end: EpochMs
  readonly index: number
}

/** Whether a price is at the stop or past it. */
export function reachesStop({ sign, stop }: PriceTerms, price: number): boolean {
  return sign * price >= sign * stop
}

/** Whether an order may be filled at a price: without a limit at any. */
export function isWithinLimit({ sign, limit }: PriceTerms, price: number): boolean {
  return Number.isNaN(limit) || sign * price <= sign * limit
}

/** Where a bar goes farthest against the one who waits to buy (its high) or to sell (its low). */
function worst({ sign }: PriceTerms, { high, low }: BarPrices): number {
  return sign > 0 ? high : low
}

function best({ sign }: PriceTerms, { high, low }: BarPrices): number {
  return sign > 0 ? low : high
}

/** Whether the bar reaches the stop of an order that has one, after its open. */
export function reachesStopInside(terms: PriceTerms, bar: BarPrices): boolean {
  return reachesStop(terms, worst(terms, bar))
}

/**
 * Price at which an order that waits is filled after the open of a bar, NaN for none. What waits for its stop is
 * filled there; behind a limit that lies short of the stop only when the close is within it, as the price has then
 * come back for certain.
 */
export function insidePrice(terms: PriceTerms, bar: BarPrices): number {
  const { stop, limit } = terms
  if (Number.isNaN(stop)) {
    return !Number.isNaN(limit) && isWithinLimit(terms, best(terms, bar)) ? limit : Number.NaN
  }
  if (!reachesStopInside(terms, bar)) return Number.NaN
  if (isWithinLimit(terms, stop)) return stop
  return isWithinLimit(terms, bar.close) ? limit : Number.NaN
}

/** A fill's price made worse by `amount`, within the bar's range and the order's limit. */
export function worsened(terms: PriceTerms, price: number, amount: number, bar: BarPrices): number {
  const { sign, limit } = terms
  const farthest = sign * worst(terms, bar)
  const bound = Number.isNaN(limit) ? farthest : Math.min(farthest, sign * limit)
  return sign * Math.min(sign * price + amount, bound)
}
