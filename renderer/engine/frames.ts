import type { Client } from '#shared/protocol/client.ts'
import type { EngineContract, Frame } from '#shared/protocol/engine-contract.ts'
import { applyChartUpdates } from '../charts/feeds.ts'
import { showPlayback } from '../stores/playback.ts'
import { postQuotes } from '../watchlist/quote-board.ts'
import { afterDrawing } from './after-drawing.ts'
import { noteFrame } from './frame-meter.ts'

/** Shows a frame and, once it is drawn, asks the engine for the next one. */
export function receiveFrame(client: Client<EngineContract>, frame: Frame): void {
  const began = performance.now()
  applyChartUpdates(frame.charts, frame.clock)
  showPlayback(frame)
  postQuotes(frame.quotes)
  const applied = performance.now() - began
  afterDrawing((startedAt) => {
    client.signal('frame.drawn', { seq: frame.seq })
    // Work of the frame's callbacks so far, the chart's drawing among them.
    const drawn = startedAt === undefined ? 0 : performance.now() - startedAt
    noteFrame(applied + drawn)
  })
}
