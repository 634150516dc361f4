import { at, type BarRange } from '#shared/bars/columns.ts'
import type { Segment } from '#shared/calendar/trading-calendar.ts'
import { flooredPercent } from '#shared/gaps/percent.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { BarSeries } from './bar-series.ts'

/** What a symbol did so far in a session. */
export interface SessionMetrics {
  /** Sum over all bars. */
  readonly volume: number
  /** Extremes over all bars, and the distance between them; NaN before the first. */
  readonly high: number
  readonly low: number
  readonly range: number
  /** Mean of the bars' (high + low + close) / 3, weighed by volume; NaN before the first volume. */
  readonly vwap: number
  /** Regular minutes that have a bar, each counted once (G6). */
  readonly recorded: number
  /** Regular minutes that have ended on the clock. */
  readonly expected: number
  /** Of the expected ones those without a bar that are proven empty or halted. */
  readonly provenEmpty: number
  /** recorded ÷ expected, and with provenEmpty added; percent, floored to one decimal (R16), undefined before the open (G9). */
  readonly coverage: number | undefined
  readonly explained: number | undefined
}

/** Folds the bars of a series that came since it was asked last; after a change in the middle all of them. */
export class Measure {
  readonly #series: BarSeries
  readonly #segments: readonly Segment[]
  #version = 0
  #measured = 0
  volume = 0
  high = Number.NaN
  low = Number.NaN
  turnover = 0
  recorded = 0
  /** The minute that was counted last as recorded. */
  #countedMinute = Number.NEGATIVE_INFINITY

  constructor(series: BarSeries, segments: readonly Segment[]) {
    this.#series = series
    this.#segments = segments
  }

  /** Takes in what is known now. */
  update(): void {
    const range = this.#series.range()
    if (this.#series.changedSince(this.#version) < this.#measured) this.#startOver()
    this.#version = this.#series.version
    for (let index = this.#measured; index < range.to; index++) this.#add(range, index)
    this.#measured = range.to
  }

  #startOver(): void {
    this.#measured = 0
    this.volume = 0
    this.high = Number.NaN
    this.low = Number.NaN
    this.turnover = 0
    this.recorded = 0
    this.#countedMinute = Number.NEGATIVE_INFINITY
  }

  #add({ columns }: BarRange, index: number): void {
    const high = at(columns.high, index)
    const low = at(columns.low, index)
    const volume = at(columns.volume, index)
    this.volume += volume
    this.turnover += typicalPrice(high, low, at(columns.close, index)) * volume
    if (!(high <= this.high)) this.high = high
    if (!(low >= this.low)) this.low = low
    const time = at(columns.start, index)
    const minute = Math.floor(time / minuteMs)
    if (minute !== this.#countedMinute && isRegular(this.#segments, time)) {
      this.#countedMinute = minute
      this.recorded++
    }
  }
}

export function metricsOf(measure: Measure, expected: number, provenEmpty: number): SessionMetrics {
  const { volume, high, low, turnover, recorded } = measure
  return {
    volume,
    high,
    low,
    range: high - low,
    vwap: volume > 0 ? turnover / volume : Number.NaN,
    recorded,
    expected,
    provenEmpty,
    coverage: flooredPercent(recorded, expected),
    explained: flooredPercent(recorded + provenEmpty, expected),
  }
}

/** Price that stands for a bar in a mean by volume. */
export function typicalPrice(high: number, low: number, close: number): number {
  return (high + low + close) / 3
}

/** Regular minutes that have ended at `clock`. */
export function endedMinutes(segments: readonly Segment[], clock: number): number {
  let minutes = 0
  for (const { open, close } of segments)
    minutes += Math.max(0, Math.floor((Math.min(clock, close) - open) / minuteMs))
  return minutes
}

/** Whether a bar that starts at `time` lies in a segment; one that starts at the close does not (T4). */
export function isRegular(segments: readonly Segment[], time: number): boolean {
  for (let index = 0; index < segments.length; index++) {
    const { open, close } = segments[index] as Segment
    if (time < close) return time >= open
  }
  return false
}
