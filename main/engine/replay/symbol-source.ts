import { asRepaired, type BarSource } from '../coordinator/bar-source.ts'
import type { LoadedSymbol } from './loaded-session.ts'

/** What a coordinator plays of a symbol: every bar in its last version, in the session of the symbol's exchange. */
export function sourceOf({ symbol, columns, exchange }: LoadedSymbol): BarSource {
  return { ...asRepaired(symbol, columns), session: exchange.session }
}
