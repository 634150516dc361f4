import { z } from 'zod'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { brokerSettingsShape } from '#shared/backtest/broker-settings-shape.ts'
import { adjustmentModes, usualAdjustment } from '#shared/bars/adjustment-mode.ts'
import { barViews } from '#shared/bars/bar-view.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { mostIndicators } from '#shared/protocol/chart-calls.ts'
import { intervalShape, sessionDateShape } from '#shared/protocol/shapes.ts'
import { completeParams, indicatorNames } from '#shared/session-file/indicators.ts'
import { type FormText, formTextShape } from '../backtest/form/form-text.ts'

const key = 'tapedeck.remembered'

const indicator = z
  .object({
    id: z.int(),
    name: z.enum(indicatorNames),
    params: z.record(z.string(), z.number()),
    /** Which of the colours for indicators it has, counted from 0. */
    color: z.int().min(0),
    hidden: z.boolean(),
  })
  .transform((kept, context) => {
    const params = completeParams(kept.name, kept.params)
    if (typeof params !== 'string') return { ...kept, params }
    context.addIssue({ code: 'custom', message: params })
    return z.NEVER
  })
export type RememberedIndicator = Readonly<z.infer<typeof indicator>>

const remembered = z.object({
  interval: intervalShape.default('5m' as Interval),
  hours: z.enum(['regular', 'all']).default('regular'),
  adjustment: z.enum(adjustmentModes).default(usualAdjustment),
  view: z.enum(barViews).default('as-repaired'),
  speed: z.union([z.number().min(1).max(3600), z.literal('max')]).default(60),
  /** By chart: what it shows beside its bars. */
  indicators: z.record(z.string(), z.array(indicator).max(mostIndicators).readonly()).catch({}).default({}),
  /** Trades and equity under the transport. */
  strips: z
    .object({ open: z.boolean().optional(), height: z.number().min(0).max(4000) })
    .catch({ height: 168 })
    .default({ height: 168 }),
  /** Money and costs of orders by hand. */
  paperBroker: brokerSettingsShape.catch(usualBroker).default(usualBroker),
  /** By path of a store: what was shown last. */
  stores: z
    .record(
      z.string(),
      z.object({
        exchange: z.string(),
        session: sessionDateShape,
        symbol: z.string().optional(),
        watchlist: z.int().optional(),
      }),
    )
    .default({}),
  /** By path of a store: the backtest that was typed last. */
  backtests: z.record(z.string(), formTextShape).catch({}).default({}),
})
export type Remembered = z.infer<typeof remembered>

/** What the window remembers between two starts; defaults where it remembers nothing or nonsense. */
export function readRemembered(): Remembered {
  try {
    return remembered.parse(JSON.parse(localStorage.getItem(key) ?? '{}'))
  } catch {
    return remembered.parse({})
  }
}

export function remember(changes: Partial<Remembered>): void {
  try {
    localStorage.setItem(key, JSON.stringify({ ...readRemembered(), ...changes }))
  } catch {
    // A window without storage forgets; nothing else depends on it.
  }
}

/** Remembers what is shown of a store. */
export function rememberStore(path: string, shown: Remembered['stores'][string]): void {
  remember({ stores: { ...readRemembered().stores, [path]: shown } })
}

/** So many stores have a backtest of theirs remembered. */
const mostBacktests = 20

/** Remembers what backtest is typed for a store; those of stores that were used longest ago are forgotten. */
export function rememberBacktest(path: string, form: FormText): void {
  const { [path]: _, ...others } = readRemembered().backtests
  const kept = Object.entries(others).slice(1 - mostBacktests)
  remember({ backtests: { ...Object.fromEntries(kept), [path]: form } })
}
