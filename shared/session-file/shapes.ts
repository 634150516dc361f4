import { z } from 'zod'
import { adjustmentModes } from '../bars/adjustment-mode.ts'
import { barViews } from '../bars/bar-view.ts'
import { intradayMs, oneDay, parseInterval } from '../bars/interval.ts'
import { parseSessionDate } from '../calendar/session-date.ts'
import { symbolShape } from '../protocol/shapes.ts'
import { completeParams, indicatorNames, isIndicatorName, suggestion } from './indicators.ts'
import type { SessionFile } from './session-file.ts'

/** A text that `parse` can read; it answers undefined for what it cannot. */
function textOf<T>(parse: (text: string) => T | undefined, kind: string) {
  return z.string().transform((text, context) => {
    const value = parse(text)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: `"${text}" is no ${kind}` })
    return z.NEVER
  })
}

function parseSymbol(text: string): string | undefined {
  const symbol = symbolShape.safeParse(text.trim().toUpperCase())
  return symbol.success ? symbol.data : undefined
}

const date = textOf(parseSessionDate, 'date YYYY-MM-DD')
const symbols = z.array(textOf(parseSymbol, 'symbol')).min(1)
const interval = textOf(parseInterval, 'interval; e.g. 1m, 5m, 1h, 1d')
/** Bars that a session holds whole: windows and indicators are of these. */
const sessionInterval = interval.refine(
  (value) => intradayMs(value) !== undefined || value === oneDay,
  'is longer than 1d',
)

const mostTrailing = 20
const trailingWindow = z.object({
  sessions: z.int().min(0).max(mostTrailing),
  interval: sessionInterval,
  symbols: symbols.optional(),
})

const indicator = z
  .object({
    name: z.string(),
    interval: sessionInterval,
    symbols: symbols.optional(),
    params: z.record(z.string(), z.number()).optional(),
    forming: z.boolean().optional(),
  })
  .transform((file, context) => {
    const { name } = file
    const params = isIndicatorName(name) ? completeParams(name, file.params ?? {}) : undefined
    if (isIndicatorName(name) && typeof params !== 'string') return { ...file, name }
    const known = suggestion(name, indicatorNames)
    const message = typeof params === 'string' ? params : `there is no indicator "${name}"${known}`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

const strategy = z.object({
  file: z.string().min(1),
  params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).optional(),
})

const amount = String.raw`\d+(\.\d+)?`
const costs = z.object({
  cash: z.number().positive().optional(),
  commission: z
    .string()
    .regex(
      new RegExp(`^(none|(per-share|per-trade|percent):${amount}|table:.+)$`),
      'is no commission; e.g. per-share:0.005, per-trade:1, percent:0.2, table:FILE',
    )
    .optional(),
  slippage: z
    .string()
    .regex(new RegExp(`^(none|ticks:\\d+|percent:${amount})$`), 'is no slippage; e.g. ticks:1, percent:0.01')
    .optional(),
})

/** Speeds are multiples of real time between these, or `max`. */
const slowest = 1
const fastest = 3600

const sessionFile = z.object({
  session: date.optional(),
  from: date.optional(),
  to: date.optional(),
  symbols,
  exchange: z.string().optional(),
  hours: z.enum(['regular', 'all']).optional(),
  intervals: z.array(interval).optional(),
  trailing: z.union([z.int().min(0).max(mostTrailing), z.array(trailingWindow)]).optional(),
  indicators: z.array(indicator).optional(),
  strategy: strategy.optional(),
  costs: costs.optional(),
  adjustment: z.enum(adjustmentModes).optional(),
  view: z.enum(barViews).optional(),
  speed: z.union([z.number().min(slowest).max(fastest), z.literal('max')]).optional(),
})

/** A session file as JSON has it; unknown keys are found beforehand. */
export const sessionFileShape: z.ZodType<SessionFile> = sessionFile.superRefine(
  ({ session, from, to }, context) => {
    const hasRange = from !== undefined && to !== undefined
    const hasPart = from !== undefined || to !== undefined
    if (session !== undefined ? hasPart : !hasRange)
      context.addIssue({ code: 'custom', message: 'it must hold either "session" or "from" and "to"' })
    else if (hasRange && from > to)
      context.addIssue({ code: 'custom', path: ['to'], message: `${to} is before "from", which is ${from}` })
  },
)

/** The keys that an object may hold, and the objects in it; `any` where every key is right. */
export type Keys = { readonly [key: string]: Keys | 'value' | 'any' }

/** All keys of a session file. */
export const sessionFileKeys: Keys = {
  ...valuesOf(sessionFile.shape),
  trailing: valuesOf(trailingWindow.shape),
  indicators: { ...valuesOf(indicator.in.shape), params: 'any' },
  strategy: { ...valuesOf(strategy.shape), params: 'any' },
  costs: valuesOf(costs.shape),
}

function valuesOf(shape: object): Keys {
  return Object.fromEntries(Object.keys(shape).map((key) => [key, 'value']))
}
