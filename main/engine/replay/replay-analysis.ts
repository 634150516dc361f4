import type { Interval } from '#shared/bars/interval.ts'
import type { ChartIndicator } from '#shared/protocol/chart-calls.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { AnalysisEngine } from '../analysis/analysis-engine.ts'
import type { BarSource } from '../history/bar-source.ts'
import type { PastBars } from '../history/past-bars.ts'
import { ChartIndicators, type EarlierBars } from './chart-indicators.ts'

/** The bars that indicators of a chart are computed from. */
export interface AnalysedBars {
  readonly symbol: string
  readonly interval: Interval
  /** Bars of earlier sessions and those of the session being played, as a source for one reader. */
  readonly all: () => BarSource
  /** Those of earlier sessions among them. */
  readonly past: PastBars
  /** Whether the chart shows all of them, or the session being played alone. */
  readonly showsAll: boolean
}

/** What the charts of one replay read indicators from: one AnalysisEngine over all bars that the replay has. */
export class ReplayAnalysis {
  readonly #charts: () => readonly ChartIndicators[]
  readonly #sources = new Map<string, () => BarSource>()
  readonly #engine = new AnalysisEngine((symbol, interval) => this.#sourceOf(symbol, interval))

  /** `charts` answers the indicators of all open charts: bars and indicators that none of them reads are forgotten. */
  constructor(charts: () => readonly ChartIndicators[]) {
    this.#charts = charts
  }

  /**
   * Indicators for a chart. Charts of one symbol and interval share their bars, and those of one kind and params.
   * Throws a Failure with code 'usage' for params that make no sense.
   */
  indicators(bars: AnalysedBars, asked: readonly ChartIndicator[]): ChartIndicators {
    if (asked.length === 0) return ChartIndicators.none
    this.#engine.keepOnly(new Set(this.#charts().flatMap((chart) => chart.indicators())))
    const { symbol, interval, all } = bars
    this.#sources.set(keyOf(symbol, interval), all)
    const plots = asked.map(({ id, name, params }) => ({
      id,
      indicator: this.#engine.indicator(symbol, interval, name, params),
    }))
    return new ChartIndicators(plots, bars.showsAll ? undefined : this.#earlierBars(bars))
  }

  /** Bars of the sessions before the current one. */
  #earlierBars({ symbol, interval, past }: AnalysedBars): EarlierBars {
    const bars = this.#engine.bars(symbol, interval)
    return {
      get version() {
        return past.version
      },
      count: () => {
        bars.countAll()
        return bars.sessionStarts().at(-1) ?? 0
      },
    }
  }

  #sourceOf(symbol: string, interval: Interval): BarSource {
    const source = this.#sources.get(keyOf(symbol, interval))
    if (!source) throw new Failure('internal', `Bars of ${symbol} ${interval} were not told to indicators.`)
    return source()
  }
}

function keyOf(symbol: string, interval: Interval): string {
  return `${symbol} ${interval}`
}
