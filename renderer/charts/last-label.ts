import type { ISeriesApi, Time, UTCTimestamp } from 'lightweight-charts'

type LabelSeries = ISeriesApi<'Line', Time>

/** A point at the end of a line, in the colour of its label where it has one of its own. */
export interface LabelPoint {
  readonly time: UTCTimestamp
  readonly value: number
  readonly color?: string
}

/**
 * The label at the end of what a drawing shows: a series without a line that has the last point alone, and those that
 * were last before it, so that one more bar is one more point.
 */
export class LastLabel {
  readonly #series: LabelSeries
  /** Numbers of the bars that the series has, in order. */
  #bars: number[] = []

  constructor(series: LabelSeries) {
    this.#series = series
  }

  /** Takes away the points of bars from a number on. */
  cut(from: number): void {
    const stay = this.#bars.findLastIndex((bar) => bar < from) + 1
    const gone = this.#bars.length - stay
    if (gone === 0) return
    this.#series.pop(gone)
    this.#bars.length = stay
  }

  /** Puts the label at a bar that comes after all others it has; without a bar it has none. */
  put(bar: number, point: () => LabelPoint): void {
    this.cut(bar + 1)
    if (bar < 0 || this.#bars.at(-1) === bar) return
    this.#series.update(point())
    this.#bars.push(bar)
  }
}
