import {
  CandlestickSeries,
  HistogramSeries,
  type IChartApiBase,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type Time,
} from 'lightweight-charts'
import type { ChartColors } from './tokens.ts'

/** The series of a chart. */
export interface ChartSeries {
  readonly candles: ISeriesApi<'Candlestick', Time>
  readonly volume: ISeriesApi<'Histogram', Time>
  /** Whitespace for every expected bar: it keeps the place of one that is missing or has still to come. */
  readonly expected: ISeriesApi<'Line', Time>
}

/** Adds the series to a chart: prices, and beneath them the volume on a scale of its own. */
export function addChartSeries(chart: IChartApiBase<Time>, { up, down }: ChartColors): ChartSeries {
  const expected = chart.addSeries(LineSeries, {
    lastValueVisible: false,
    priceLineVisible: false,
    crosshairMarkerVisible: false,
  })
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: 'volume',
    priceFormat: { type: 'volume' },
    lastValueVisible: false,
    priceLineVisible: false,
  })
  chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.85, bottom: 0.045 } })
  const candles = chart.addSeries(CandlestickSeries, {
    upColor: up,
    downColor: down,
    // The border of a filled bar tells it from a recorded one.
    borderVisible: true,
    priceLineStyle: LineStyle.Dotted,
    priceLineWidth: 1,
  })
  return { candles, volume, expected }
}
