import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function sweepHandlers({ sweeps }: SystemManager): HandlersOf<'sweep'> {
  return {
    'sweep.start': (request) => sweeps.start(request),
    'sweep.cancel': () => {
      sweeps.cancel()
      return null
    },
    'sweep.view': ({ by }) => sweeps.view(by),
  }
}
