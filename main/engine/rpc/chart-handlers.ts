import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function chartHandlers({ store, replays }: SystemManager): HandlersOf<'chart'> {
  return {
    'chart.open': async ({ chart, ...request }) => {
      await replays.openChart(store.reader, chart, request)
      return null
    },
    'chart.close': ({ chart }) => {
      replays.closeChart(chart)
      return null
    },
  }
}
