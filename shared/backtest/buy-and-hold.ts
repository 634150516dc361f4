/** A symbol as it is bought at the start and held. */
export interface HeldSymbol {
  /** What it is bought at, above 0: the open of its first bar in the run. */
  readonly entryPrice: number
  /**
   * Its closes at the points of the equity it is compared with; NaN where it has no bar. Read once: many symbols may
   * make them then, one after the other, and never have them all at a time.
   */
  readonly closes: Float64Array
}

/**
 * Equity of the same cash, put into all symbols in equal parts at the start, without costs and in parts of shares
 * where need be. Without a bar a symbol stands at its last close, before its first at what it is bought at. Throws a
 * RangeError when columns differ in length or a price is not above 0.
 */
export function buyAndHoldEquity(symbols: readonly HeldSymbol[], cash: number): Float64Array {
  let equity: Float64Array | undefined
  for (const { entryPrice, closes } of symbols) {
    equity ??= new Float64Array(closes.length)
    if (closes.length !== equity.length)
      throw new RangeError(`Closes of ${closes.length} and of ${equity.length} points`)
    if (!(entryPrice > 0)) throw new RangeError(`Nothing is bought at ${entryPrice}`)
    addHeld(equity, closes, entryPrice, cash / symbols.length / entryPrice)
  }
  return equity ?? new Float64Array(0)
}

function addHeld(equity: Float64Array, closes: Float64Array, entryPrice: number, shares: number): void {
  let last = entryPrice
  for (let index = 0; index < closes.length; index++) {
    const close = closes[index] as number
    if (!Number.isNaN(close)) last = close
    equity[index] = (equity[index] as number) + shares * last
  }
}
