import type { BarSource } from '../coordinator/bar-source.ts'
import type { LoadedSymbol } from './loaded-session.ts'

/** What a coordinator plays of a symbol, in the session of the symbol's exchange. */
export function sourceOf({ symbol, columns, late, exchange }: LoadedSymbol): BarSource {
  return {
    symbol,
    columns,
    from: 0,
    to: columns.start.length,
    session: exchange.session,
    ...(late && { late }),
  }
}
