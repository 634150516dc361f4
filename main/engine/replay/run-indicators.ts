import { oneMinute } from '#shared/bars/interval.ts'
import type { IndicatorLine } from '#shared/session-file/session-file.ts'
import { AnalysisEngine } from '../analysis/analysis-engine.ts'
import type { Indicator } from '../analysis/indicator.ts'
import type { HistoricalBars } from '../history/historical-bars.ts'
import { SeriesSource } from '../history/sources.ts'
import type { SessionData } from '../session/session-data.ts'

/** An indicator without a value yet, and how many bars it still lacks. */
export interface ColdIndicator {
  readonly symbol: string
  readonly line: IndicatorLine
  readonly missing: number
}

/**
 * The indicators of a session file over the sessions before and the one being played, each for its symbols. The
 * history has a window of every interval that they are of, as `windowsFor` gives them.
 */
export class RunIndicators {
  readonly #history: HistoricalBars
  readonly #lines: readonly IndicatorLine[]
  #indicators: readonly { readonly symbol: string; readonly line: IndicatorLine; readonly of: Indicator }[] =
    []
  #cold: readonly ColdIndicator[] = []

  constructor(history: HistoricalBars, lines: readonly IndicatorLine[]) {
    this.#history = history
    this.#lines = lines
  }

  /** Joins the session that is going to be played to the history; before its first bar. */
  begin(data: SessionData): void {
    const history = this.#history
    const symbols = data.getActiveSymbols().filter((symbol) => history.symbols().includes(symbol))
    for (const symbol of symbols)
      for (const interval of history.intervals(symbol)) {
        const minutes = interval === oneMinute
        const series = minutes ? data.symbolSession(symbol).minutes() : data.derivedBars(symbol, interval)
        history.attach(symbol, interval, new SeriesSource(series))
      }
    const engine = new AnalysisEngine((symbol, interval) => history.continuousBars(symbol, interval))
    this.#indicators = symbols.flatMap((symbol) =>
      this.#lines
        .filter((line) => line.symbols?.includes(symbol) ?? true)
        .map((line) => {
          const { interval, name, params = {}, forming = false } = line
          return { symbol, line, of: engine.indicator(symbol, interval, name, params, { forming }) }
        }),
    )
    this.#cold = this.#indicators
      // The first bar of the session is the one that they are to have a value at.
      .map(({ symbol, line, of }) => ({ symbol, line, missing: of.missing() - 1 }))
      .filter(({ missing }) => missing > 0)
  }

  /** Those that had not warmed up when the session began. */
  cold(): readonly ColdIndicator[] {
    return this.#cold
  }

  /** Computes all of them on the bars that are there now. */
  compute(): void {
    for (const { of } of this.#indicators) of.value()
  }
}
