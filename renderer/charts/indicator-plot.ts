import { type IChartApiBase, type ISeriesApi, LineSeries, LineStyle, type Time } from 'lightweight-charts'
import { at } from '#shared/bars/columns.ts'
import { looks, nameWithParams, valueDecimals } from '../indicators/catalogue.ts'
import type { ShownIndicator } from '../stores/indicators.ts'
import type { BarPlaces } from './bar-places.ts'
import { IndicatorDrawing } from './indicator-drawing.ts'
import { LastLabel } from './last-label.ts'
import type { SeriesCache } from './series-cache.ts'
import { keyOf } from './time-key.ts'
import { type ChartColors, faded } from './tokens.ts'

const noLines: readonly Float64Array[] = []

/**
 * One indicator in one pane of a chart: its drawing, and a series of the library that has no line but the price
 * scale of the pane, the levels across it, and the label with name and value at the end.
 */
export class IndicatorPlot {
  readonly #chart: IChartApiBase<Time>
  readonly #colors: ChartColors
  readonly #series: ISeriesApi<'Line', Time>
  readonly #label: LastLabel
  readonly #drawing: IndicatorDrawing
  #shown: ShownIndicator
  #lines = noLines
  #breaks: ReadonlySet<number> = new Set()

  constructor(
    chart: IChartApiBase<Time>,
    colors: ChartColors,
    places: BarPlaces,
    shown: ShownIndicator,
    pane: number,
  ) {
    this.#chart = chart
    this.#colors = colors
    this.#shown = shown
    this.#series = chart.addSeries(
      LineSeries,
      { lineVisible: false, priceLineVisible: false, crosshairMarkerVisible: false },
      pane,
    )
    this.#label = new LastLabel(this.#series)
    this.#drawing = new IndicatorDrawing(places, colors)
    this.#series.attachPrimitive(this.#drawing)
    for (const level of looks[shown.name].levels ?? [])
      this.#series.createPriceLine({
        price: level,
        color: faded(colors.faint, 0.55),
        lineStyle: LineStyle.Dotted,
        lineWidth: 1,
        axisLabelVisible: false,
      })
  }

  /** The pane it is in. */
  get pane() {
    return this.#series.getPane()
  }

  /** Shows it in the colour and under the name that it has now, or hides it. */
  restyle(shown: ShownIndicator, priceDecimals: number): void {
    this.#shown = shown
    const precision = valueDecimals(looks[shown.name].unit, priceDecimals)
    this.#series.applyOptions({
      color: this.#color(),
      visible: !shown.hidden,
      priceFormat: { type: 'price', precision, minMove: 1 / 10 ** precision },
      title: nameWithParams(shown.name, shown.params),
    })
    this.#draw()
  }

  /** Draws all values anew. At a bar of `breaks` begins a session, and a line that begins anew with it. */
  setAll(cache: SeriesCache, lines: readonly Float64Array[] | undefined, breaks: ReadonlySet<number>): void {
    this.#lines = lines ?? noLines
    this.#breaks = breaks
    this.#label.cut(0)
    this.#labelLast(cache)
    this.#draw()
  }

  /** Draws the values of bars from `kept` on. */
  draw(cache: SeriesCache, lines: readonly Float64Array[] | undefined, kept: number): void {
    this.#lines = lines ?? noLines
    this.#label.cut(kept)
    this.#labelLast(cache)
    this.#draw()
  }

  remove(): void {
    this.#chart.removeSeries(this.#series)
  }

  /** Puts the label where the line ends: at the last bar with a value. */
  #labelLast({ columns, length }: SeriesCache): void {
    const [line] = this.#lines
    let bar = line ? length - 1 : -1
    while (line && bar >= 0 && Number.isNaN(at(line, bar))) bar -= 1
    this.#label.put(bar, () => ({
      time: keyOf(at(columns.start, bar)),
      value: line ? at(line, bar) : Number.NaN,
    }))
  }

  #draw(): void {
    const { lines, range } = looks[this.#shown.name]
    this.#drawing.show({
      color: this.#color(),
      hidden: this.#shown.hidden,
      styles: lines.map(({ style }) => style),
      lines: this.#lines,
      breaks: this.#breaks,
      range,
    })
  }

  #color(): string {
    return this.#colors.plots[this.#shown.color] ?? this.#colors.ink
  }
}
