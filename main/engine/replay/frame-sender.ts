import type { ChartUpdate } from '#shared/protocol/chart-calls.ts'
import type { Frame } from '#shared/protocol/replay-calls.ts'
import type { ChartSeries } from './chart-series.ts'
import { type Lag, sameLag } from './lag.ts'

/** A message of more could not be passed on by Electron's ports without a stall. */
export const frameLimitBytes = 256 * 1024

/** What names and headers of one frame, and of one chart's seven columns in it, take at most. */
const frameOverheadBytes = 1024
const chartOverheadBytes = 512
/** The columns of quotes: four of doubles, three of counts and one of states. */
const bytesPerQuote = 4 * Float64Array.BYTES_PER_ELEMENT + 3 * Int32Array.BYTES_PER_ELEMENT + 1

export type FrameHeader = Pick<Frame, 'epoch' | 'clock' | 'playing' | 'ended' | 'speed'> & Lag

/** What a replay has to show at this moment. */
export interface FrameSource {
  /** Undefined while a jump is on its way: nothing is shown between two moments. */
  header(): FrameHeader | undefined
  quotes(): Frame['quotes']
  /** Open charts by number, brought up to the clock. */
  charts(): ReadonlyMap<number, ChartSeries>
}

/**
 * Sends frames to one window: never a second one before the first was drawn, and never one that says nothing
 * new. A frame is made from the state at that moment, so that nothing queues up while the window is slow; what
 * does not fit into one frame follows in the next.
 */
export class FrameSender {
  readonly #post: (frame: Frame) => void
  #source: FrameSource | undefined
  #sentHeader: FrameHeader | undefined
  #seq = 0
  #drawn = true

  constructor(post: (frame: Frame) => void) {
    this.#post = post
  }

  /** Whether a frame is on its way to the window or is being drawn. */
  get busy(): boolean {
    return !this.#drawn
  }

  /** Frames show this source from now on; none come while it is undefined. */
  show(source: FrameSource | undefined): void {
    this.#source = source
    this.#sentHeader = undefined
    this.send()
  }

  /** Sends a frame though the header is as before: what it does not show is other than what was sent. */
  refresh(): void {
    this.#sentHeader = undefined
    this.send()
  }

  /** Another window, which was sent nothing yet, takes the place of the one before. */
  startAnew(): void {
    this.#sentHeader = undefined
    this.#drawn = true
  }

  /** The window drew frame `seq`: the next may come. */
  drawn(seq: number): void {
    if (seq !== this.#seq) return
    this.#drawn = true
    this.send()
  }

  /** Sends a frame if the window is ready for one and there is something new. */
  send(): void {
    const source = this.#drawn ? this.#source : undefined
    const header = source?.header()
    if (!source || !header) return
    const changed = [...source.charts()].filter(([, series]) => series.hasChange())
    if (changed.length === 0 && sameHeader(header, this.#sentHeader)) return
    const quotes = source.quotes()
    const charts = takeUpdates(changed, roomBeside(quotes))
    this.#sentHeader = header
    this.#drawn = false
    this.#seq++
    this.#post({ seq: this.#seq, ...header, quotes, charts })
  }
}

function sameHeader(one: FrameHeader, other: FrameHeader | undefined): boolean {
  return (
    other !== undefined &&
    one.epoch === other.epoch &&
    one.clock === other.clock &&
    one.playing === other.playing &&
    one.ended === other.ended &&
    one.speed === other.speed &&
    sameLag(one, other)
  )
}

function roomBeside(quotes: Frame['quotes']): number {
  return frameLimitBytes - frameOverheadBytes - quotes.last.length * bytesPerQuote
}

function takeUpdates(charts: readonly (readonly [number, ChartSeries])[], room: number): ChartUpdate[] {
  const updates: ChartUpdate[] = []
  let left = room
  for (const [chart, series] of charts) {
    const overhead = chartOverheadBytes + series.indicators.overheadBytes
    const limit = Math.floor((left - overhead) / series.bytesPerBar)
    if (limit < 1) break
    const change = series.take(limit)
    if (!change) continue
    left -= overhead + change.columns.start.length * series.bytesPerBar
    updates.push({ chart, ...change })
  }
  return updates
}
