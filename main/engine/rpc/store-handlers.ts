import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function storeHandlers(system: SystemManager): HandlersOf<'store'> {
  return {
    'store.open': ({ path }) => system.openStore(path, 'open'),
    'store.create': ({ path }) => system.openStore(path, 'create'),
    'store.createDemo': ({ path }) => system.openStore(path, 'createDemo'),
    'store.state': () => system.store.state() ?? null,
    'store.close': async () => {
      await system.closeStore()
      return null
    },
  }
}
