import {
  AreaSeries,
  BaselineSeries,
  CrosshairMode,
  createChartEx,
  type IChartApiBase,
  LineSeries,
  LineStyle,
  TickMarkType,
  type Time,
} from 'lightweight-charts'
import { percentText } from '#shared/backtest/figure-text.ts'
import { at } from '#shared/bars/columns.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { chartOptions } from '../../charts/chart-options.ts'
import { keyOf } from '../../charts/time-key.ts'
import { chartColors, faded } from '../../charts/tokens.ts'
import { markText, zonedScale } from '../../charts/zoned-scale.ts'
import { moneyAxis } from './curve-points.ts'

/** A line over time; columns of one length, times rising. */
export interface CurveLine {
  readonly time: Float64Array
  readonly values: Float64Array
}

/** What a chart of equity shows. */
export interface EquityLines {
  readonly cash: number
  readonly equity: CurveLine
  readonly buyAndHold: CurveLine | undefined
  /** Percent below the highest value so far, 0 and above. */
  readonly drawdown: CurveLine
}

/** A chart that was drawn; it is taken away with `dispose`. */
export interface CurveChart {
  dispose(): void
}

/** Draws equity over its drawdown in an element; `onHover` is told the number of the point under the pointer. */
export function drawEquity(
  element: HTMLElement,
  zone: string,
  { cash, equity, buyAndHold, drawdown }: EquityLines,
  onHover: (point: number | undefined) => void,
): CurveChart {
  const colors = chartColors()
  const chart = makeChart(element, zone)
  const plain = { priceLineVisible: false, lastValueVisible: false, crosshairMarkerRadius: 3 } as const
  const money = { type: 'custom', formatter: moneyAxis, minMove: 0.01 } as const
  if (buyAndHold)
    chart
      .addSeries(LineSeries, { ...plain, color: colors.muted, lineWidth: 1, priceFormat: money })
      .setData(pointsOf(buyAndHold))
  const own = chart.addSeries(BaselineSeries, {
    ...plain,
    baseValue: { type: 'price', price: cash },
    lineWidth: 2,
    topLineColor: colors.up,
    topFillColor1: faded(colors.up, 0.22),
    topFillColor2: faded(colors.up, 0.04),
    bottomLineColor: colors.down,
    bottomFillColor1: faded(colors.down, 0.04),
    bottomFillColor2: faded(colors.down, 0.22),
    lastValueVisible: true,
    priceFormat: money,
  })
  own.setData(pointsOf(equity))
  own.createPriceLine({
    price: cash,
    color: colors.faint,
    lineWidth: 1,
    lineStyle: LineStyle.Dotted,
    axisLabelVisible: false,
    title: '',
  })
  const below = chart.addSeries(
    AreaSeries,
    {
      ...plain,
      lineColor: colors.down,
      lineWidth: 1,
      invertFilledArea: true,
      topColor: faded(colors.down, 0.08),
      bottomColor: faded(colors.down, 0.32),
      priceFormat: { type: 'custom', formatter: (value: number) => percentText(value), minMove: 0.01 },
    },
    1,
  )
  below.setData(pointsOf({ time: drawdown.time, values: drawdown.values.map((percent) => -percent) }))
  const deepest = drawdown.values.reduce((most, percent) => Math.max(most, percent), 0)
  // The pane is too low for a scale of its own, which would lie under these: it says where its top and its depth are.
  below.priceScale().applyOptions({ tickMarkDensity: 100 })
  for (const price of deepest > 0 ? [0, -deepest] : [0])
    below.createPriceLine({
      price,
      color: faded(colors.down, 0.5),
      axisLabelColor: colors.raised,
      axisLabelTextColor: colors.muted,
      lineWidth: 1,
      lineStyle: LineStyle.Dotted,
      axisLabelVisible: true,
      title: '',
    })
  const [upper, lower] = chart.panes()
  upper?.setStretchFactor(3)
  lower?.setStretchFactor(1)
  return finish(chart, onHover)
}

/** Draws lines over each other, each in a colour. */
export function drawLines(
  element: HTMLElement,
  zone: string,
  lines: readonly { readonly line: CurveLine; readonly color: string }[],
  formatter: (value: number) => string,
  onHover: (time: number | undefined) => void,
): CurveChart {
  const chart = makeChart(element, zone)
  for (const { line, color } of lines)
    chart
      .addSeries(LineSeries, {
        color,
        lineWidth: 2,
        priceLineVisible: false,
        lastValueVisible: true,
        crosshairMarkerRadius: 3,
        priceFormat: { type: 'custom', formatter, minMove: 0.01 },
      })
      .setData(pointsOf(line))
  chart.timeScale().fitContent()
  chart.subscribeCrosshairMove(({ time }) => onHover(time === undefined ? undefined : Number(time) * 1000))
  return { dispose: () => chart.remove() }
}

/** More than this in sight, and the axis tells days alone. */
const longSeconds = 4 * 24 * 3600

function makeChart(element: HTMLElement, zone: string): IChartApiBase<Time> {
  const colors = chartColors()
  const options = chartOptions(zone, colors, () => false)
  const timeScale = {
    ...options.timeScale,
    minBarSpacing: 0.01,
    lockVisibleTimeRangeOnResize: true,
    fixLeftEdge: true,
    fixRightEdge: true,
    tickMarkFormatter: (time: Time, type: TickMarkType) =>
      type >= TickMarkType.Time && isLong()
        ? ''
        : markText(zone, (Number(time) * 1000) as EpochMs, type, false),
  }
  const chart = createChartEx<Time, ReturnType<typeof zonedScale>>(element, zonedScale(zone), {
    ...options,
    timeScale,
    crosshair: { ...options.crosshair, mode: CrosshairMode.Magnet },
    rightPriceScale: {
      ...options.rightPriceScale,
      scaleMargins: { top: 0.08, bottom: 0.06 },
      minimumWidth: 76,
    },
  })
  /** Whether so much is in sight that a time of day says nothing on the axis. */
  function isLong(): boolean {
    const range = chart.timeScale().getVisibleRange()
    return range !== null && Number(range.to) - Number(range.from) > longSeconds
  }
  return chart
}

function finish(chart: IChartApiBase<Time>, onHover: (point: number | undefined) => void): CurveChart {
  chart.timeScale().fitContent()
  chart.subscribeCrosshairMove(({ logical, point }) =>
    onHover(logical === undefined || !point ? undefined : Math.round(logical)),
  )
  return { dispose: () => chart.remove() }
}

function pointsOf({ time, values }: CurveLine) {
  return Array.from(time, (start, point) => ({ time: keyOf(start), value: at(values, point) }))
}
