import { create } from 'zustand'
import type { Interval } from '#shared/bars/interval.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { Feed } from '../charts/feeds.ts'
import { readRemembered, remember } from './remembered.ts'

export const intervals = ['1m', '5m', '15m', '1h', '1d'] as Interval[]

interface ChartState {
  /** The focused symbol. */
  readonly symbol: string | undefined
  readonly interval: Interval
  /** Where the bars are; they are not in this store. */
  readonly feed: Feed | undefined
  /** Counts the changes of the feed's bars. */
  readonly revision: number
  /** Bars on the chart, and those of them of this session; undefined until the first ones came. */
  readonly bars: number | undefined
  readonly sessionBars: number
  /** Number of the bar under the crosshair. */
  readonly hovered: number | undefined
  /** Start of what is under the crosshair where there is no bar. */
  readonly hoveredMissing: EpochMs | undefined
  readonly following: boolean
}

export const useChart = create<ChartState>(() => ({
  symbol: undefined,
  interval: readRemembered().interval,
  feed: undefined,
  revision: 0,
  bars: undefined,
  sessionBars: 0,
  hovered: undefined,
  hoveredMissing: undefined,
  following: true,
}))

export function focusSymbol(symbol: string | undefined): void {
  useChart.setState({ symbol })
}

export function chooseInterval(interval: Interval): void {
  useChart.setState({ interval })
  remember({ interval })
}
