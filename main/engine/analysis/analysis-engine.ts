import type { Interval } from '#shared/bars/interval.ts'
import { type IndicatorParams, parseIndicator } from '#shared/session-file/indicators.ts'
import type { BarSource } from '../history/bar-source.ts'
import { BarSeries } from './bar-series.ts'
import { Indicator } from './indicator.ts'
import { kernelOf } from './kernels.ts'

export interface IndicatorOptions {
  /** Whether bars that are still forming count too: then its latest value changes until the bar is final. */
  readonly forming?: boolean
}

/** Finds or makes the bars of a symbol and interval; fails when it does not have the symbol. */
export type FindBars = (symbol: string, interval: Interval) => BarSource

interface SymbolAnalysis {
  readonly series: Map<Interval, BarSeries>
  readonly indicators: Map<string, Indicator>
}

/**
 * What a strategy and the charts read: bars of any interval of a symbol, and indicators over them. Nothing is
 * computed before it is read. An indicator of a longer interval sees a bar when its window has ended, so several
 * intervals at once never see ahead.
 */
export class AnalysisEngine {
  readonly #findBars: FindBars
  readonly #symbols = new Map<string, SymbolAnalysis>()

  /** `findBars` is asked once for each symbol and interval; the source is read here alone from then on. */
  constructor(findBars: FindBars) {
    this.#findBars = findBars
  }

  /** The bars of a symbol, to be kept by who reads them often. */
  bars(symbol: string, interval: Interval): BarSeries {
    const { series } = this.#analysisOf(symbol)
    const known = series.get(interval)
    if (known) return known
    const made = new BarSeries(this.#findBars(symbol, interval))
    series.set(interval, made)
    return made
  }

  /**
   * An indicator over the bars of a symbol, to be kept by who reads it often; the same one for the same request.
   * Throws a Failure with code 'usage' for an indicator or a param that there is not.
   */
  indicator(
    symbol: string,
    interval: Interval,
    name: string,
    params: IndicatorParams = {},
    { forming = false }: IndicatorOptions = {},
  ): Indicator {
    const parsed = parseIndicator(name, params)
    const { indicators } = this.#analysisOf(symbol)
    const key = JSON.stringify([interval, parsed.name, parsed.params, forming])
    const known = indicators.get(key)
    if (known) return known
    const kernel = kernelOf(parsed.name, parsed.params)
    const made = new Indicator(parsed.name, parsed.params, this.bars(symbol, interval), kernel, forming)
    indicators.set(key, made)
    return made
  }

  /** Forgets all indicators but these, and the bars that none of these reads. */
  keepOnly(used: ReadonlySet<Indicator>): void {
    for (const { indicators, series } of this.#symbols.values()) {
      for (const [key, indicator] of indicators) {
        if (used.has(indicator)) continue
        indicators.delete(key)
        for (const bars of series.values()) bars.removeReader(indicator)
      }
      for (const [interval, bars] of series) if (!bars.hasReaders()) series.delete(interval)
    }
  }

  /** Forgets a symbol; added again it begins anew (L3). */
  remove(symbol: string): void {
    this.#symbols.delete(symbol)
  }

  #analysisOf(symbol: string): SymbolAnalysis {
    const known = this.#symbols.get(symbol)
    if (known) return known
    const made = { series: new Map(), indicators: new Map() }
    this.#symbols.set(symbol, made)
    return made
  }
}
