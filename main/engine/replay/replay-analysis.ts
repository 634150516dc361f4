import type { Interval } from '#shared/bars/interval.ts'
import type { ChartIndicator } from '#shared/protocol/chart-calls.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { AnalysisEngine } from '../analysis/analysis-engine.ts'
import type { BarSource } from '../history/bar-source.ts'
import { ChartIndicators } from './chart-indicators.ts'

/** What the charts of one replay read indicators from: one AnalysisEngine over all bars that the replay has. */
export class ReplayAnalysis {
  readonly #sources = new Map<string, BarSource>()
  readonly #engine = new AnalysisEngine((symbol, interval) => this.#sourceOf(symbol, interval))

  /**
   * Has indicators read the bars of a symbol and interval from what `make` answers: bars of earlier sessions and
   * those of the session being played. Bars that are there already stay.
   */
  keep(symbol: string, interval: Interval, make: () => BarSource): void {
    const key = keyOf(symbol, interval)
    if (!this.#sources.has(key)) this.#sources.set(key, make())
  }

  /**
   * Indicators for a chart that shows the session being played and before it `past` bars. Throws a Failure with
   * code 'usage' for params that make no sense.
   */
  chartIndicators(
    symbol: string,
    interval: Interval,
    past: number,
    asked: readonly ChartIndicator[],
  ): ChartIndicators {
    if (asked.length === 0) return ChartIndicators.none
    const plots = asked.map(({ id, name, params }) => ({
      id,
      indicator: this.#engine.indicator(symbol, interval, name, params),
    }))
    const bars = this.#engine.bars(symbol, interval)
    bars.countAll()
    const border = bars.sessionStarts().at(-1) ?? 0
    return new ChartIndicators(plots, border - past)
  }

  /** Forgets all indicators that none of these charts shows. */
  keepOnly(charts: readonly ChartIndicators[]): void {
    this.#engine.keepOnly(new Set(charts.flatMap((chart) => chart.indicators())))
  }

  #sourceOf(symbol: string, interval: Interval): BarSource {
    const source = this.#sources.get(keyOf(symbol, interval))
    if (!source) throw new Failure('internal', `Bars of ${symbol} ${interval} were not kept for indicators.`)
    return source
  }
}

function keyOf(symbol: string, interval: Interval): string {
  return `${symbol} ${interval}`
}
