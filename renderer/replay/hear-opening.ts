import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { engine } from '../engine/link.ts'

/** Tells of the charts of an opening until the returned function is called. */
export function hearOpening(opening: number, hear: (info: ReplayInfo) => void): () => void {
  try {
    return engine().on('replay.opening', (news) => {
      if (news.opening === opening) hear(news.info)
    })
  } catch {
    // Without an engine the call says so.
    return () => undefined
  }
}
