import { z } from 'zod'
import { call } from './contract.ts'
import { epochMsShape, symbolShape } from './shapes.ts'

const barVersion = z.object({
  version: z.int(),
  knownAt: epochMsShape,
  /** Assumed where the store does not know when it came: it counts as known at the bar's end (R17). */
  arrival: z.enum(['recorded', 'assumed']),
  state: z.enum(['recorded', 'corrected', 'filled', 'synthetic']),
  /** The feed that holds it. */
  feed: z.string(),
  /** The source that it was filled from. */
  source: z.string().optional(),
  /** Who asked for it, where it is a synthetic bar in a minute without one. */
  askedBy: z.string().optional(),
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
})
/** One version of a 1m bar, as a window shows it. */
export type ShownVersion = z.infer<typeof barVersion>

/** What a window may ask about a stored bar. */
export const barCalls = {
  /** All versions of the 1m bar that starts at `start`, oldest first, or of the synthetic one that stands there. */
  'bars.versions': call(
    z.object({ symbol: symbolShape, start: epochMsShape }),
    z.array(barVersion).max(10_000),
  ),
} as const
