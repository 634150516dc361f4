import { intradayMs } from '#shared/bars/interval.ts'
import type { Settings } from '#shared/settings/settings.ts'
import type { Replay } from '../../replay/replay.ts'
import type { Ticker } from '../../time/ticker.ts'

/** Work at one clock; symbols that are not reached have their turn at the next. */
const budgetMs = 2

/**
 * Keeps the derived bars of a replay up to its clock, all symbols in the intervals that the settings name, so that
 * opening a chart of them reads what is there. Off, they are made when they are first asked for.
 */
export function keepDerivedReady(replay: Replay, ticker: Ticker, settings: () => Settings): void {
  let next = 0
  replay.consumers.add({
    name: 'derived bars',
    limitMs: 0,
    whenLate: 'go-on',
    busy: false,
    take() {
      const { dataUpkeepEnabled, dataUpkeepAutoComputeDerived, dataUpkeepDerivedIntervals } = settings()
      if (!dataUpkeepEnabled || !dataUpkeepAutoComputeDerived) return
      const intervals = dataUpkeepDerivedIntervals.filter((interval) => intradayMs(interval) !== undefined)
      const symbols = replay.data.getActiveSymbols()
      const until = ticker.elapsed() + budgetMs
      for (let count = 0; count < symbols.length && ticker.elapsed() < until; count++) {
        next = (next + 1) % symbols.length
        const symbol = symbols[next]
        if (symbol === undefined) continue
        for (const interval of intervals) replay.data.derivedBars(symbol, interval).range()
      }
    },
  })
}
