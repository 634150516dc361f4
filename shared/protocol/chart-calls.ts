import { z } from 'zod'
import { indicatorNames } from '../session-file/indicators.ts'
import { call } from './contract.ts'
import { barColumnsShape, columnShape, intervalShape, symbolShape } from './shapes.ts'

/** More than anyone reads on one chart, few enough that their values leave room for bars in a message. */
export const mostIndicators = 16

/** One indicator of a chart; `id` is the window's name for it. Params that are not told have their defaults. */
export const chartIndicatorShape = z.object({
  id: z.int(),
  name: z.enum(indicatorNames),
  params: z.record(z.string(), z.number()),
})
export type ChartIndicator = z.infer<typeof chartIndicatorShape>

/** Values of one indicator, a column an output: entry i belongs to bar `from + i` of the update. NaN where it has none. */
export const indicatorLinesShape = z.object({ id: z.int(), lines: z.array(columnShape) })
export type IndicatorLines = z.infer<typeof indicatorLinesShape>

/**
 * Bars of one open chart. The window keeps a chart's bars as columns: it cuts them at index `from` and appends
 * `columns`. So a new bar, a forming bar, a step back and a whole new chart are all the same message. It does the
 * same with the values of the chart's indicators, which are as many as the bars.
 */
export const chartUpdateShape = z.object({
  chart: z.int(),
  from: z.int().min(0),
  columns: barColumnsShape,
  indicators: z.array(indicatorLinesShape),
})
export type ChartUpdate = z.infer<typeof chartUpdateShape>

/** A symbol of the replay as a chart shows it, under a number that the window gives it. */
export const openedChartShape = z.object({
  chart: z.int(),
  symbol: symbolShape,
  interval: intervalShape,
  trailing: z.boolean(),
  indicators: z.array(chartIndicatorShape).max(mostIndicators).default([]),
})
export type OpenedChart = z.infer<typeof openedChartShape>

/** What a window may ask about charts. */
export const chartCalls = {
  /** Opens a chart; its bars come with the frames. */
  'chart.open': call(openedChartShape, z.null()),
  'chart.close': call(z.object({ chart: z.int() }), z.null()),
} as const
