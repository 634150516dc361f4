import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function strategyHandlers({ strategies }: SystemManager): HandlersOf<'strategies'> {
  return {
    'strategies.list': () => strategies.list(),
    'strategies.read': ({ id }) => strategies.read(id),
    'strategies.create': async (made) => ({ id: await strategies.create(made) }),
    'strategies.save': ({ id, text, base }) => strategies.save(id, text, base),
    'strategies.rename': async ({ id, name }) => ({ id: await strategies.rename(id, name) }),
    'strategies.remove': async ({ id }) => {
      await strategies.remove(id)
      return null
    },
    'strategies.removed': async () => [...(await strategies.removed())],
    'strategies.bringBack': async ({ removed }) => ({ id: await strategies.bringBack(removed) }),
    'strategies.versions': async ({ id }) => [...(await strategies.versions(id))],
    'strategies.version': ({ id, version }) => strategies.version(id, version),
    'strategies.open': async ({ path }) => ({ id: await strategies.open(path) }),
  }
}
