import {
  type IChartApiBase,
  type ISeriesApi,
  type ISeriesPrimitive,
  LineSeries,
  LineStyle,
  type Time,
} from 'lightweight-charts'
import { at } from '#shared/bars/columns.ts'
import { BarDrawing } from './bar-drawing.ts'
import type { BarPlaces } from './bar-places.ts'
import { LastLabel } from './last-label.ts'
import type { SeriesCache } from './series-cache.ts'
import { keyOf } from './time-key.ts'
import type { ChartColors } from './tokens.ts'

/**
 * The bars of a chart: their drawing, and a series of the library that has no line but the price scale and the last
 * price with its label.
 */
export class PriceBars {
  readonly #series: ISeriesApi<'Line', Time>
  readonly #label: LastLabel
  readonly #drawing: BarDrawing
  readonly #colors: ChartColors
  #decimals = 2

  constructor(chart: IChartApiBase<Time>, places: BarPlaces, colors: ChartColors) {
    this.#series = chart.addSeries(LineSeries, {
      lineVisible: false,
      crosshairMarkerVisible: false,
      priceLineStyle: LineStyle.Dotted,
      priceLineWidth: 1,
    })
    this.#label = new LastLabel(this.#series)
    this.#drawing = new BarDrawing(places, colors)
    this.#series.attachPrimitive(this.#drawing)
    this.#colors = colors
  }

  /** Draws a cache of which bars from a number on are others; those that start before `sessionStart` are dimmed. */
  draw(cache: SeriesCache, from: number, sessionStart: number): void {
    const { columns, length } = cache
    this.#label.cut(from)
    this.#label.put(length - 1, () => {
      const value = at(columns.close, length - 1)
      const falls = value < at(columns.open, length - 1)
      return {
        time: keyOf(at(columns.start, length - 1)),
        value,
        color: falls ? this.#colors.down : this.#colors.up,
      }
    })
    this.#drawing.show(cache, sessionStart)
  }

  /** Lets something be drawn with the bars. */
  attach(primitive: ISeriesPrimitive<Time>): void {
    this.#series.attachPrimitive(primitive)
  }

  get decimals(): number {
    return this.#decimals
  }

  setDecimals(decimals: number): void {
    this.#decimals = decimals
    this.#series.applyOptions({
      priceFormat: { type: 'price', precision: decimals, minMove: 1 / 10 ** decimals },
    })
  }

  /** Fits prices to what is in sight, also after they were moved by hand. */
  scale(): void {
    this.#series.priceScale().applyOptions({ autoScale: true })
  }

  /** Where a price lies in the pane, in pixels from its top. */
  yOf(price: number): number | null {
    return this.#series.priceToCoordinate(price)
  }

  /** The price that lies so many pixels from the top of the pane, rounded as the axis is. */
  priceAt(y: number): number | undefined {
    const price = this.#series.coordinateToPrice(y)
    return price === null ? undefined : Number(price.toFixed(this.#decimals))
  }
}
