import { originName } from '#shared/bars/state.ts'
import { versionsOfBar } from '../bars-query/bar-versions.ts'
import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function barHandlers({ store, overlays }: SystemManager): HandlersOf<'bars'> {
  return {
    'bars.versions': ({ symbol, start }) => {
      const stored = store.reader.symbol(symbol)
      if (!stored) return []
      const calendar = overlays.calendars.of(stored.exchange)
      return versionsOfBar(store.reader, calendar, symbol, start).map(({ start: _, state, ...version }) => ({
        ...version,
        state: originName(state),
      }))
    },
  }
}
