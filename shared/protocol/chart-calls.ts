import { z } from 'zod'
import { call } from './contract.ts'
import { barColumnsShape, intervalShape, symbolShape } from './shapes.ts'

/**
 * Bars of one open chart. The window keeps a chart's bars as columns: it cuts them at index `from` and appends
 * `columns`. So a new bar, a forming bar, a step back and a whole new chart are all the same message.
 */
export const chartUpdateShape = z.object({ chart: z.int(), from: z.int().min(0), columns: barColumnsShape })
export type ChartUpdate = z.infer<typeof chartUpdateShape>

/** What a window may ask about charts. */
export const chartCalls = {
  /** Shows a symbol of the replay; its bars come with the frames under the number the window gave it. */
  'chart.open': call(
    z.object({ chart: z.int(), symbol: symbolShape, interval: intervalShape, trailing: z.boolean() }),
    z.null(),
  ),
  'chart.close': call(z.object({ chart: z.int() }), z.null()),
} as const
