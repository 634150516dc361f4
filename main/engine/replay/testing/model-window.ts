import { serialize } from 'node:v8'
import { allocateColumns, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import type { Frame } from '#shared/protocol/replay-calls.ts'
import { joinColumns } from '../hours.ts'

/** What a window has after the frames it got: it cuts and appends as the contract says. */
export class ModelWindow {
  readonly charts = new Map<number, BarColumns>()
  /** By chart and indicator: values, a column an output. */
  readonly lines = new Map<number, Map<number, Float64Array[]>>()
  readonly frames: Frame[] = []
  /** Frames that were sent while another was not drawn yet. */
  overlaps = 0
  largestFrameBytes = 0
  #undrawn: number | undefined

  get last(): Frame | undefined {
    return this.frames.at(-1)
  }

  take(frame: Frame): void {
    if (this.#undrawn !== undefined) this.overlaps++
    this.#undrawn = frame.seq
    this.frames.push(frame)
    this.largestFrameBytes = Math.max(this.largestFrameBytes, serialize(frame).byteLength)
    for (const { chart, from, columns, indicators } of frame.charts) {
      const had = this.charts.get(chart) ?? allocateColumns(0)
      if (from > had.start.length) throw new Error(`Bars before ${from} of chart ${chart} never came.`)
      this.charts.set(chart, joinColumns([sliceColumns(had, 0, from), columns]))
      this.#takeLines(chart, from, indicators)
    }
  }

  #takeLines(chart: number, from: number, indicators: Frame['charts'][number]['indicators']): void {
    const had = this.lines.get(chart)
    const now = indicators.map(({ id, lines }): [number, Float64Array[]] => [
      id,
      lines.map((added, output) =>
        Float64Array.of(...(had?.get(id)?.[output] ?? []).slice(0, from), ...added),
      ),
    ])
    this.lines.set(chart, new Map(now))
  }

  /** The frame to acknowledge, if there is one. */
  draw(): number | undefined {
    const seq = this.#undrawn
    this.#undrawn = undefined
    return seq
  }
}
