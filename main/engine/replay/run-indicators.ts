import type { IndicatorLine } from '#shared/session-file/session-file.ts'
import { AnalysisEngine } from '../analysis/analysis-engine.ts'
import type { Indicator } from '../analysis/indicator.ts'
import type { SessionData } from '../session/session-data.ts'
import type { LoadedSymbol } from './loaded-session.ts'
import { continuousBars } from './replay-bars.ts'

/** An indicator without a value yet, and how many bars it still lacks. */
export interface ColdIndicator {
  readonly symbol: string
  readonly line: IndicatorLine
  readonly missing: number
}

interface RunIndicator {
  readonly symbol: string
  readonly line: IndicatorLine
  readonly indicator: Indicator
}

/** The indicators of a session file over the sessions before and the one being played, each for its symbols. */
export class RunIndicators {
  readonly #lines: readonly IndicatorLine[]
  #indicators: readonly RunIndicator[] = []
  #cold: readonly ColdIndicator[] = []

  constructor(lines: readonly IndicatorLine[]) {
    this.#lines = lines
  }

  /** Makes them over what was loaded and what is going to be played, before its first bar. */
  begin(symbols: readonly LoadedSymbol[], data: SessionData): void {
    const bySymbol = new Map(symbols.map((loaded) => [loaded.symbol, loaded]))
    const engine = new AnalysisEngine((symbol, interval) => {
      const loaded = bySymbol.get(symbol)
      if (!loaded) throw new RangeError(`${symbol} is not part of the run`)
      return continuousBars(loaded, data.symbolSession(symbol), interval)
    })
    this.#indicators = symbols.flatMap(({ symbol }) =>
      this.#lines
        .filter((line) => line.symbols?.includes(symbol) ?? true)
        .map((line) => {
          const { interval, name, params = {}, forming = false } = line
          return { symbol, line, indicator: engine.indicator(symbol, interval, name, params, { forming }) }
        }),
    )
    this.#cold = this.#indicators
      // The first bar of the session is the one that they are to have a value at.
      .map(({ symbol, line, indicator }) => ({ symbol, line, missing: indicator.missing() - 1 }))
      .filter(({ missing }) => missing > 0)
  }

  /** Those that had not warmed up when the session began. */
  cold(): readonly ColdIndicator[] {
    return this.#cold
  }

  /** Computes all of them on the bars that are there now. */
  compute(): void {
    for (const { indicator } of this.#indicators) indicator.value()
  }
}
