import { searchSymbols } from '../system/search-symbols.ts'
import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function symbolHandlers(system: SystemManager): HandlersOf<'symbols'> {
  return {
    'symbols.search': ({ query, limit }) => searchSymbols(system.store.reader, query, limit, system.ticker),
  }
}
