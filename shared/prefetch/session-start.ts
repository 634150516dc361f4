import { z } from 'zod'
import { epochMsShape, sessionDateShape } from '../protocol/shapes.ts'

const milliseconds = z.number().min(0)

/** Why a prepared session was not put in place, for code. `off` and `none` are no fault of prefetch. */
export const missCodes = [
  'off',
  'none',
  'let-go',
  'other-symbols',
  'other-settings',
  'half-done',
  'other-calendar',
  'other-sources',
  'store-changed',
] as const

const miss = z.object({
  code: z.enum(missCodes),
  /** For a person: one sentence. */
  reason: z.string(),
})
/** Why a prepared session was not put in place. */
export type Miss = z.infer<typeof miss>

export const startFactsShape = z.object({
  /** Where its bars came from: prepared ahead of time, kept from a roll, or read from the store now. */
  from: z.enum(['prefetched', 'kept', 'store']),
  /** Told of those that were read from the store. */
  miss: miss.optional(),
  /** From the call to a replay that stands where it was asked for. */
  ms: milliseconds,
  /** What that time went to: until the bars were there, the session data stood, and the clock stood at its place. */
  waited: z.object({ bars: milliseconds, session: milliseconds, clock: milliseconds }),
})
/** How a session was started, in milliseconds. */
export type StartFacts = z.infer<typeof startFactsShape>

export const sessionStartShape = startFactsShape.extend({
  at: epochMsShape,
  exchange: z.string(),
  session: sessionDateShape,
  symbols: z.int().min(0),
})
/** One start of a session, as it is remembered. */
export type SessionStart = z.infer<typeof sessionStartShape>
