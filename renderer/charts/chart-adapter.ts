import type { Interval } from '#shared/bars/interval.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { ClassedRun, StandInRun } from '../ledger/gap-runs.ts'
import type { ShownIndicator } from '../stores/indicators.ts'
import type { ShownSession } from '../stores/shown-session.ts'
import type { ChartTrades } from './chart-trades.ts'
import type { PanePlace } from './indicator-layer.ts'
import type { LineCache } from './indicator-lines.ts'
import type { OrderWishes } from './order-drag.ts'
import type { SeriesCache, SeriesChange } from './series-cache.ts'
import type { Stretch } from './slots.ts'

/** What a chart shows besides its bars. */
export interface ChartContext {
  readonly info: ShownSession
  readonly symbol: string
  readonly interval: Interval
}

/** What a chart tells the window. */
export interface ChartReports extends OrderWishes {
  /** The number of the bar under the crosshair, or the start of what has none. */
  onHover(bar: number | undefined, missing: EpochMs | undefined): void
  /** A bar was clicked. */
  onClick(bar: number): void
  onFollowing(following: boolean): void
  /** The user pointed at missing minutes. */
  onGap(minutes: Stretch): void
  /** Where the panes lie, from the top: that of the prices, then one for each indicator that has its own. */
  onPanes(panes: readonly PanePlace[]): void
}

/** What the gap ledger tells of the minutes on a chart. */
export interface ChartLedger {
  /** Missing minutes by class, of earlier sessions too, in order. */
  readonly gaps: readonly ClassedRun[]
  readonly filled: readonly Stretch[]
  readonly standIns: readonly StandInRun[]
  readonly chosen: Stretch | undefined
}

/** The one owner of a chart on the screen: React mounts it and otherwise keeps out. */
export interface ChartAdapter {
  /** Says what the bars that come next belong to. What is on the screen stays until they do. */
  show(context: ChartContext): void
  /** Shows these indicators; their values come with the bars. */
  plot(indicators: readonly ShownIndicator[]): void
  /** Draws what changed in the bars and the lines of indicators, and the clock. */
  apply(cache: SeriesCache, lines: LineCache, change: SeriesChange | undefined, clock: EpochMs): void
  /** Marks minutes that are missing, were filled or are chosen. */
  mark(ledger: ChartLedger): void
  /** Shows fills and orders. */
  trade(trades: ChartTrades): void
  /** The price at a point of the window, as exact as the axis; undefined where there are no prices. */
  priceAt(clientX: number, clientY: number): number | undefined
  /** Decimals of the axis. */
  readonly decimals: number
  toLatest(): void
  /** Brings minutes into sight that are not. */
  goTo(minutes: Stretch): void
  /**
   * Shows the session from its start to its close; where bars are days, all of them. While a chart of this symbol and
   * interval is still on its way, that one is shown so when it comes.
   */
  fitSession(symbol: string | undefined, interval: string): void
  dispose(): void
}
