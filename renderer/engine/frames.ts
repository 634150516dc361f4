import type { Client } from '#shared/protocol/client.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import type { Frame } from '#shared/protocol/replay-calls.ts'
import { applyChartUpdates } from '../charts/feeds.ts'
import { showPlayback } from '../stores/playback.ts'
import { postQuotes } from '../watchlist/quote-board.ts'
import { afterDrawing } from './after-drawing.ts'
import { chartsDrawn, showAfterCharts } from './charts-first.ts'
import { noteFrame } from './frame-meter.ts'

/** Shows a frame and, once it is drawn, asks the engine for the next one. */
export function receiveFrame(client: Client<EngineContract>, frame: Frame): void {
  const began = performance.now()
  let drawing: number | undefined
  // Asked for before the chart asks, so that it runs before the chart draws.
  requestAnimationFrame(() => {
    drawing = performance.now()
  })
  applyChartUpdates(frame.charts, frame.clock)
  showAfterCharts(() => {
    showPlayback(frame)
    postQuotes(frame.quotes)
  })
  const applied = performance.now() - began
  afterDrawing(() => {
    client.signal('frame.drawn', { seq: frame.seq })
    if (drawing !== undefined) noteFrame(began, applied + performance.now() - drawing)
    chartsDrawn()
  })
}
