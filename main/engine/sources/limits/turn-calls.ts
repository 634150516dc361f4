import { z } from 'zod'
import { gateLimits } from './gate.ts'

const id = z.int()

/** What a thread tells the coordinator of the requests that it wants to send. */
export const turnEvents = {
  /** It wants to send one, within these limits of its source; answered by `turn`. */
  turnWanted: z.object({ id, source: z.string(), limits: gateLimits }),
  /** The request has its answer, or is not wanted any more. */
  turnOver: z.object({ id }),
} as const

/** What the coordinator answers. */
export const turnSignals = {
  /** It may be sent now, or never where too many wait. */
  turn: z.object({ id, refused: z.boolean() }),
} as const

export type TurnWanted = z.infer<typeof turnEvents.turnWanted>
export type Turn = z.infer<typeof turnSignals.turn>
