import { create } from 'zustand'
import { TradeLog } from '../trading/trade-log.ts'
import { SlowWrites } from '../watchlist/slow-writes.ts'
import { toldAfterCharts } from './told-after-charts.ts'

/** Equity up to the clock: columns of which the first `length` entries count. */
export interface EquityPoints {
  readonly time: ArrayLike<number>
  readonly equity: ArrayLike<number>
  readonly length: number
  /** The money it began with. */
  readonly cash: number
}

/** What happened to orders up to the clock, whoever placed them. */
export interface TradingState {
  /** Orders by hand, or those of the backtest that is shown. */
  readonly source: 'paper' | 'run'
  /** Its lists grow; each change of them counts `revision` up. */
  readonly log: TradeLog
  readonly revision: number
  /** Told four times a second at most while nothing else happens. */
  readonly equity: EquityPoints
  /** Paper orders and changes that lie after the clock: playing on does them again. */
  readonly later: number
}

export const noEquity: EquityPoints = { time: [], equity: [], length: 0, cash: 0 }

export const useTrading = create<TradingState>(
  toldAfterCharts<TradingState>(() => ({
    source: 'paper',
    log: new TradeLog(),
    revision: 0,
    equity: noEquity,
    later: 0,
  })),
)

const writes = new SlowWrites()

/** Shows that something else happened than before. */
export function showTrading(state: Omit<TradingState, 'revision'>): void {
  writes.cancel(useTrading)
  useTrading.setState(({ revision }) => ({ ...state, revision: revision + 1 }))
}

/** Shows that equity went on while nothing happened to orders. */
export function showEquity(equity: EquityPoints): void {
  writes.request(useTrading, () => useTrading.setState({ equity }))
}
