import {
  createSeriesMarkers,
  type ISeriesMarkersPluginApi,
  type SeriesMarker,
  type Time,
} from 'lightweight-charts'
import { at, type BarColumns } from '#shared/bars/columns.ts'
import { originName } from '#shared/bars/state.ts'
import { keyOf } from './chart-items.ts'
import type { ChartSeries } from './chart-series.ts'
import type { ChartColors } from './tokens.ts'

/** A small mark above every candle whose values were corrected. */
export class CorrectionMarks {
  readonly #plugin: ISeriesMarkersPluginApi<Time>
  readonly #color: string
  #starts: readonly number[] = []

  constructor({ candles }: ChartSeries, { muted }: ChartColors) {
    this.#plugin = createSeriesMarkers(candles, [])
    this.#color = muted
  }

  /** Bars of a chart changed from a number on. */
  update(columns: BarColumns, length: number, from: number): void {
    const before = this.#starts
    this.#starts = correctedStarts(before, columns, length, from)
    const isSame =
      before.length === this.#starts.length && before.every((start, index) => start === this.#starts[index])
    if (!isSame) this.#plugin.setMarkers(this.#starts.map((start) => this.#markOf(start)))
  }

  #markOf(start: number): SeriesMarker<Time> {
    return { time: keyOf(start), position: 'aboveBar', shape: 'arrowDown', size: 0.5, color: this.#color }
  }
}

/** Starts of corrected bars, given those known before bars from a number on changed. */
export function correctedStarts(
  before: readonly number[],
  columns: BarColumns,
  length: number,
  from: number,
): readonly number[] {
  const first = from < length ? at(columns.start, from) : Number.POSITIVE_INFINITY
  const last = length > 0 ? at(columns.start, length - 1) : Number.NEGATIVE_INFINITY
  const starts = before.filter((start) => start < first && start <= last)
  for (let index = from; index < length; index++)
    if (originName(at(columns.state, index)) === 'corrected') starts.push(at(columns.start, index))
  return starts
}
