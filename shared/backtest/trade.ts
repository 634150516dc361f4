import type { EpochMs } from '../time/epoch.ts'

/** What a trade's signal, entry and exit rest on beside recorded bars; none where they rest on these alone. */
export type TradeMark = 'filled' | 'corrected' | 'late' | 'missing' | 'synthetic'

/** From a position's opening to its end; shares that are closed in parts, or turned, are trades of their own. */
export interface Trade {
  readonly symbol: string
  readonly side: 'long' | 'short'
  /** Above 0; after a split in shares as they are since. */
  readonly quantity: number
  readonly entryTime: EpochMs
  /** Average of the fills that opened it; after a split for a share as it is since. */
  readonly entryPrice: number
  /** Undefined while it is open. */
  readonly exitTime: EpochMs | undefined
  readonly exitPrice: number | undefined
  /** Profit or loss in money after costs, with dividends; of an open trade at the last price. */
  readonly pnl: number
  /** Commission in money: of its exit, and its share of the entry's. Spread and slippage are in the prices. */
  readonly costs: number
  /** Farthest it went against and for the position, in money before costs, 0 or above. */
  readonly mae: number
  readonly mfe: number
  /** Bars at whose ends it was held: 0 when it was opened and closed within one. */
  readonly barsHeld: number
}

/** Equity at the ends of bars: columns of one length. */
export interface EquityColumns {
  readonly time: Float64Array
  readonly equity: Float64Array
  readonly cash: Float64Array
  /** Value of what is held, the short ones counted above 0, too. */
  readonly exposure: Float64Array
}
