import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function chartHandlers({ replays, prefetch }: SystemManager): HandlersOf<'chart'> {
  return {
    'chart.open': async ({ chart, ...request }) => {
      await replays.openChart(chart, request)
      prefetch.use.note([request.symbol], 'chart')
      return null
    },
    'chart.close': ({ chart }) => {
      replays.closeChart(chart)
      return null
    },
  }
}
