import { z } from 'zod'
import { epochMsShape, sessionDateShape, symbolShape } from '../protocol/shapes.ts'

const count = z.int().min(0)

/** What is known of one symbol's session while a run makes it ready. */
export const readinessStates = ['queued', 'fetching', 'complete', 'filled', 'gaps', 'failed'] as const
export type ReadinessState = (typeof readinessStates)[number]

export const readinessShape = z.object({
  symbol: symbolShape,
  session: sessionDateShape,
  state: z.enum(readinessStates),
  /** Minutes without a bar that nothing explains. */
  missing: count,
  /** Bars that came from a source. */
  filled: count,
  /** Why it failed, or what it waits for; one sentence. */
  cause: z.string().optional(),
})
/** One cell of the readiness board. */
export type Readiness = z.infer<typeof readinessShape>

/** What started a run. */
export const runTriggers = ['schedule', 'missed', 'hand', 'command'] as const

/**
 * How a run ended: `done` with all ready, `partial` with what could be had, `failed` with nothing, `cancelled` by
 * hand, `skipped` because its time had passed or another one ran, `interrupted` by the end of its process.
 */
export const runOutcomes = [
  'running',
  'done',
  'partial',
  'failed',
  'cancelled',
  'skipped',
  'interrupted',
] as const
export type RunOutcome = (typeof runOutcomes)[number]

export const runRecordShape = z.object({
  id: z.int().min(1),
  /** Name of the plan. */
  plan: z.string(),
  /** Exchange and session that it made ready. */
  exchange: z.string(),
  session: sessionDateShape,
  trigger: z.enum(runTriggers),
  /** When it was to run: one run for each of a plan's times. */
  due: epochMsShape,
  startedAt: epochMsShape,
  endedAt: epochMsShape.optional(),
  outcome: z.enum(runOutcomes),
  /** One sentence, where the outcome wants one. */
  reason: z.string().optional(),
  symbols: count,
  /** Sessions of symbols: those that are ready, of all. */
  ready: count,
  of: count,
  requests: count,
  bars: count,
  bytes: count,
  /** Minutes that were missing at the start, and those of them that were filled. */
  gaps: count,
  filled: count,
  /** What went wrong, by symbol. */
  errors: z.array(z.object({ symbol: symbolShape, cause: z.string() })),
})
/** What is kept of a run. */
export type RunRecord = z.infer<typeof runRecordShape>
