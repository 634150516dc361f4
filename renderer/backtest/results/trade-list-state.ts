import { create } from 'zustand'
import { everyTrade, type TradeFilter, type TradeSort } from './trade-order.ts'

interface TradeListState {
  /** Which part of the results is shown. */
  readonly tab: string
  readonly sort: TradeSort
  /** The run that the rest is about. */
  readonly run: number | undefined
  readonly filter: TradeFilter
  /** The number of a trade, not of a row, so that it stays chosen when they are sorted. */
  readonly chosen: number | undefined
  /** How far the list is scrolled, in pixels. */
  readonly top: number
}

const ofNoRun = { filter: everyTrade, chosen: undefined, top: 0 } as const

/** How the trades of a run are looked at: as it was, for who comes back from the replay. */
export const useTradeList = create<TradeListState>(() => ({
  tab: 'trades',
  sort: { key: 'number', descending: false },
  run: undefined,
  ...ofNoRun,
}))

/** Another run has other trades; tab and order stay as they are. */
export function beginTradeList(run: number): void {
  if (useTradeList.getState().run !== run) useTradeList.setState({ run, ...ofNoRun })
}

/** Lists other trades, or others first: from the top. */
export function showTrades(changes: Partial<Pick<TradeListState, 'filter' | 'sort'>>): void {
  useTradeList.setState({ ...changes, top: 0 })
}
