import { Failure } from '#shared/protocol/failure.ts'
import { nearest } from '#shared/text/nearest.ts'
import type { StoredSymbol, StoreReader } from './store.ts'

const namedAtMost = 5

/** What the store knows of a symbol. Throws a Failure of code 'unknown-symbol' that names the nearest it has. */
export function storedSymbol(store: StoreReader, symbol: string): StoredSymbol {
  const stored = store.symbol(symbol)
  if (stored) return stored
  const names = store.symbols().map((known) => known.symbol)
  const close = nearest(symbol, names, namedAtMost)
  throw new Failure('unknown-symbol', `${symbol}: ${store.path} has no such symbol; ${hint(names, close)}`)
}

function hint(names: readonly string[], close: readonly string[]): string {
  if (names.length === 0) return 'it is empty, import bars into it first'
  if (close.length > 0) return `nearest: ${close.join(', ')}`
  const more = names.length > namedAtMost ? ` and ${names.length - namedAtMost} more` : ''
  return `it has ${names.slice(0, namedAtMost).join(', ')}${more}`
}
