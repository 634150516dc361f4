import {
  HistogramSeries,
  type IChartApiBase,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type Time,
} from 'lightweight-charts'
import { at } from '#shared/bars/columns.ts'
import { type LineStyleName, looks, nameWithParams, valueDecimals } from '../indicators/catalogue.ts'
import type { ShownIndicator } from '../stores/indicators.ts'
import { keyOf } from './chart-items.ts'
import type { SeriesCache } from './series-cache.ts'
import { type ChartColors, faded } from './tokens.ts'

type PlotSeries = ISeriesApi<'Line', Time> | ISeriesApi<'Histogram', Time>

interface PlotLine {
  readonly series: PlotSeries
  readonly style: LineStyleName
  /** Numbers of the bars whose values are on the screen, in order: bars without a value have no point. */
  readonly bars: number[]
}

const lineStyles = {
  solid: LineStyle.Solid,
  dashed: LineStyle.Dashed,
  dotted: LineStyle.Dotted,
  columns: LineStyle.Solid,
} as const

/** The lines of one indicator in one pane of a chart. */
export class IndicatorPlot {
  readonly name: ShownIndicator['name']
  readonly #chart: IChartApiBase<Time>
  readonly #colors: ChartColors
  readonly #lines: readonly PlotLine[]

  constructor(chart: IChartApiBase<Time>, colors: ChartColors, shown: ShownIndicator, pane: number) {
    this.name = shown.name
    this.#chart = chart
    this.#colors = colors
    const { lines, levels = [], range } = looks[shown.name]
    this.#lines = lines.map(({ style }) => ({
      series: addSeries(chart, style, pane, range),
      style,
      bars: [],
    }))
    for (const level of levels)
      this.#lines[0]?.series.createPriceLine({
        price: level,
        color: faded(colors.faint, 0.55),
        lineStyle: LineStyle.Dotted,
        lineWidth: 1,
        axisLabelVisible: false,
      })
  }

  /** The pane it is in. */
  get pane() {
    return this.#lines[0]?.series.getPane()
  }

  /** Shows it in the colour and under the name that it has now, or hides it. */
  restyle(shown: ShownIndicator, priceDecimals: number): void {
    const color = this.#colors.plots[shown.color] ?? this.#colors.ink
    const { unit } = looks[shown.name]
    const precision = valueDecimals(unit, priceDecimals)
    const priceFormat = { type: 'price' as const, precision, minMove: 1 / 10 ** precision }
    for (const [index, { series }] of this.#lines.entries())
      series.applyOptions({
        color,
        visible: !shown.hidden,
        priceFormat,
        lastValueVisible: index === 0,
        title: index === 0 ? nameWithParams(shown.name, shown.params) : '',
      })
  }

  /** Draws all values anew. At a bar of `breaks` begins a session, and a line that begins anew with it. */
  setAll(cache: SeriesCache, lines: readonly Float64Array[] | undefined, breaks: ReadonlySet<number>): void {
    for (const [output, line] of this.#lines.entries()) {
      const values = lines?.[output]
      line.bars.length = 0
      if (values) noteBars(line.bars, values, 0, cache.length)
      const { bars } = line
      line.series.setData(
        bars.map((bar, index) => {
          const next = bars[index + 1]
          const ends = next !== undefined && (next !== bar + 1 || breaks.has(next))
          return this.#item(line, cache, values, bar, ends)
        }),
      )
    }
  }

  /** Draws the values of bars from `kept` on. */
  draw(cache: SeriesCache, lines: readonly Float64Array[] | undefined, kept: number): void {
    for (const [output, line] of this.#lines.entries()) {
      const values = lines?.[output]
      const { bars, series } = line
      let gone = 0
      while (bars.length > gone && (bars[bars.length - 1 - gone] ?? 0) >= kept) gone += 1
      if (gone > 0) {
        bars.length -= gone
        series.pop(gone)
      }
      if (!values) continue
      const shown = bars.length
      noteBars(bars, values, kept, cache.length)
      for (const bar of bars.slice(shown)) series.update(this.#item(line, cache, values, bar, false))
    }
  }

  remove(): void {
    for (const { series } of this.#lines) this.#chart.removeSeries(series)
  }

  /** The library draws the stretch after a point in the colour of that point: after the last one before a break, in none. */
  #item(
    { style }: PlotLine,
    { columns }: SeriesCache,
    values: Float64Array | undefined,
    bar: number,
    ends: boolean,
  ) {
    const value = values ? at(values, bar) : Number.NaN
    const time = keyOf(at(columns.start, bar))
    if (style === 'columns') {
      const { up, down } = this.#colors
      return { time, value, color: faded(value < 0 ? down : up, 0.5) }
    }
    return ends ? { time, value, color: 'transparent' } : { time, value }
  }
}

function noteBars(bars: number[], values: Float64Array, from: number, to: number): void {
  for (let bar = from; bar < to; bar += 1) if (Number.isFinite(at(values, bar))) bars.push(bar)
}

function addSeries(
  chart: IChartApiBase<Time>,
  style: LineStyleName,
  pane: number,
  range: readonly [number, number] | undefined,
): PlotSeries {
  const common = {
    priceLineVisible: false,
    ...(range && {
      autoscaleInfoProvider: () => ({ priceRange: { minValue: range[0], maxValue: range[1] } }),
    }),
  }
  if (style === 'columns') return chart.addSeries(HistogramSeries, common, pane)
  return chart.addSeries(
    LineSeries,
    { ...common, lineWidth: 2, lineStyle: lineStyles[style], crosshairMarkerRadius: 3 },
    pane,
  )
}
