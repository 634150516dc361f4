import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function sourceHandlers({ sources }: SystemManager): HandlersOf<'sources'> {
  return {
    'sources.list': () => sources.state(),
    'sources.add': async ({ name, ...form }) => {
      await sources.add(name, form)
      return null
    },
    'sources.change': async ({ name, ...form }) => {
      await sources.change(name, form)
      return null
    },
    'sources.remove': async ({ name }) => {
      await sources.remove(name)
      return null
    },
    'sources.order': async ({ names }) => {
      await sources.order(names)
      return null
    },
    'sources.test': ({ name }) => sources.test(name),
    'sources.stopTest': ({ name }) => {
      sources.stopTest(name)
      return null
    },
  }
}
