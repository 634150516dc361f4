import { z } from 'zod'
import { runOutcomes } from '../prefetch/run.ts'
import { call } from './contract.ts'
import { epochMsShape, sessionDateShape } from './shapes.ts'

const count = z.int().min(0)

const runUnderWay = z.object({ plan: z.string(), session: sessionDateShape, ready: count, of: count })
/** A run that goes on, and how far it is. */
export type RunUnderWay = z.infer<typeof runUnderWay>

const overnightState = z.object({
  /** Plans of the open store that run by themselves. */
  plans: count,
  /** The run under way that began first. */
  running: runUnderWay.optional(),
  /** What runs next. */
  next: z.object({ plan: z.string(), due: epochMsShape }).optional(),
})
/** What the engine does, or is about to do, while nobody looks. */
export type OvernightState = z.infer<typeof overnightState>

const endedRun = z.object({
  plan: z.string(),
  session: sessionDateShape,
  outcome: z.enum(runOutcomes),
  ready: count,
  of: count,
  /** One sentence, where the outcome wants one. */
  reason: z.string().optional(),
})
/** A run that ended. */
export type EndedRun = z.infer<typeof endedRun>

/** What Electron's main process may ask of the engine, so that plans run while no window is shown. */
export const overnightContract = {
  calls: { 'overnight.state': call(z.void().optional(), overnightState) },
  signals: {
    /** The computer was asleep until now: what was due meanwhile is looked for at once. */
    'overnight.woke': z.null(),
  },
  events: {
    'overnight.state': overnightState,
    /** How far the run of the state is; nothing else of the state is another. */
    'overnight.progress': runUnderWay,
    'overnight.ended': endedRun,
  },
} as const
export type OvernightContract = typeof overnightContract
