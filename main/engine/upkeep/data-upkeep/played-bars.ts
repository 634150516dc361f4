import type { BarSource } from '../../coordinator/bar-source.ts'
import type { LoadedSymbol } from '../../replay/loaded-session.ts'
import type { PlayedSymbol } from './contract.ts'

const none = new Float64Array(0)

/** What the thread is told of a symbol: when each bar of its source becomes known, without its values. */
export function playedSymbol({ exchange }: LoadedSymbol, source: BarSource): PlayedSymbol {
  const { symbol, columns, from, to, late } = source
  return {
    symbol,
    exchange: exchange.calendar.exchange,
    session: exchange.session.date,
    trailing: exchange.trailing.map(({ date }) => date).reverse(),
    bars: {
      start: columns.start.slice(from, to),
      state: columns.state.slice(from, to),
      late: late
        ? {
            start: late.columns.start.slice(),
            state: late.columns.state.slice(),
            knownAt: late.knownAt.slice(),
          }
        : { start: none, state: new Uint8Array(0), knownAt: none },
    },
  }
}
