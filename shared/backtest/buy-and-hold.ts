/** A symbol as it is bought at the start and held. */
export interface HeldSymbol {
  /** What it is bought at, above 0: the open of its first bar in the run. */
  readonly entryPrice: number
  /** Its closes at the points of the equity it is compared with; NaN where it has no bar. */
  readonly closes: Float64Array
}

/**
 * Equity of the same cash, put into all symbols in equal parts at the start, without costs and in parts of shares
 * where need be. Without a bar a symbol stands at its last close, before its first at what it is bought at. Throws a
 * RangeError when columns differ in length or a price is not above 0.
 */
export function buyAndHoldEquity(symbols: readonly HeldSymbol[], cash: number): Float64Array {
  const equity = new Float64Array(symbols[0]?.closes.length ?? 0)
  for (const { entryPrice, closes } of symbols) {
    if (closes.length !== equity.length)
      throw new RangeError(`Closes of ${closes.length} and of ${equity.length} points`)
    if (!(entryPrice > 0)) throw new RangeError(`Nothing is bought at ${entryPrice}`)
    const shares = cash / symbols.length / entryPrice
    let last = entryPrice
    for (let index = 0; index < closes.length; index++) {
      const close = closes[index] as number
      if (!Number.isNaN(close)) last = close
      equity[index] = (equity[index] as number) + shares * last
    }
  }
  return equity
}
