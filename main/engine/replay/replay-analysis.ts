import type { BarColumns, BarRange } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { ChartIndicator } from '#shared/protocol/chart-calls.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { AnalysisEngine } from '../analysis/analysis-engine.ts'
import { ContinuousBars } from '../history/continuous-bars.ts'
import { SeriesSource } from '../history/sources.ts'
import type { BarSeries } from '../session/bar-series.ts'
import { ChartIndicators } from './chart-indicators.ts'

/** All bars that a replay has of a symbol and interval. */
export interface ReplayBars {
  /** Those of earlier sessions, and where among them each session begins. */
  readonly history: BarColumns
  readonly sessionStarts: readonly number[]
  /** Those of the session being played, as far as they are known. */
  readonly live: BarSeries
}

/** Bars of one symbol and interval by the key that names both. */
function keyOf(symbol: string, interval: Interval): string {
  return `${symbol} ${interval}`
}

/** What the charts of one replay read indicators from: one AnalysisEngine over all bars that the replay has. */
export class ReplayAnalysis {
  readonly #bars = new Map<string, ReplayBars>()
  readonly #engine = new AnalysisEngine((symbol, interval) => {
    const bars = this.#barsOf(symbol, interval)
    return new ContinuousBars(() => sessionsOf(bars), new SeriesSource(bars.live))
  })

  /** The bars of a symbol and interval, if they were needed before. */
  known(symbol: string, interval: Interval): ReplayBars | undefined {
    return this.#bars.get(keyOf(symbol, interval))
  }

  /** Keeps bars for indicators; those that were kept first stay. */
  keep(symbol: string, interval: Interval, bars: ReplayBars): ReplayBars {
    const known = this.known(symbol, interval)
    if (known) return known
    this.#bars.set(keyOf(symbol, interval), bars)
    return bars
  }

  /**
   * Indicators for a chart that shows the last `shown` bars of the history and those of the session, which were
   * kept before. Throws a Failure with code 'usage' for params that make no sense.
   */
  chartIndicators(
    symbol: string,
    interval: Interval,
    shown: number,
    asked: readonly ChartIndicator[],
  ): ChartIndicators {
    if (asked.length === 0) return ChartIndicators.none
    const past = this.#barsOf(symbol, interval).history.start.length
    const plots = asked.map(({ id, name, params }) => ({
      id,
      indicator: this.#engine.indicator(symbol, interval, name, params),
    }))
    return new ChartIndicators(plots, past - shown)
  }

  /** Forgets all indicators that none of these charts shows. */
  keepOnly(charts: Iterable<ChartIndicators>): void {
    this.#engine.keepOnly(new Set([...charts].flatMap((chart) => chart.indicators())))
  }

  #barsOf(symbol: string, interval: Interval): ReplayBars {
    const bars = this.known(symbol, interval)
    if (!bars) throw new Failure('internal', `Bars of ${symbol} ${interval} were not kept for indicators.`)
    return bars
  }
}

function sessionsOf({ history, sessionStarts }: ReplayBars): readonly BarRange[] {
  return sessionStarts.map((from, index) => ({
    columns: history,
    from,
    to: sessionStarts[index + 1] ?? history.start.length,
  }))
}
