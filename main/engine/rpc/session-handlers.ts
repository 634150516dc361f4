import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function sessionHandlers({ replays }: SystemManager): HandlersOf<'session'> {
  return {
    'session.forceState': ({ state, reason, exchange }) => {
      replays.replay.watch.forceState(state, reason, exchange)
      return null
    },
    'session.clearError': () => {
      replays.replay.watch.clearError()
      return null
    },
  }
}
