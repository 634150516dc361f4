import { z } from 'zod'
import { epochMsShape, sessionDateShape } from '../protocol/shapes.ts'

const milliseconds = z.number().min(0)

export const sessionStartShape = z.object({
  at: epochMsShape,
  exchange: z.string(),
  session: sessionDateShape,
  symbols: z.int().min(0),
  /** Where its bars came from: prepared ahead of time, kept from a roll, or read from the store now. */
  from: z.enum(['prefetched', 'kept', 'store']),
  /** Why no prepared session was put in place; one sentence. */
  reason: z.string().optional(),
  /** From the call to a replay that stands where it was asked for, in milliseconds. */
  ms: milliseconds,
  /** What that time went to: until the bars were there, the session data stood, and the clock stood at its place. */
  waited: z.object({ bars: milliseconds, session: milliseconds, clock: milliseconds }),
})
/** How a session was started. */
export type SessionStart = z.infer<typeof sessionStartShape>
