import { z } from 'zod'
import { sessionStartShape } from '../prefetch/session-start.ts'
import { call } from './contract.ts'

const count = z.int().min(0)

/** What a window may ask about how sessions were started. */
export const startCalls = {
  /**
   * The last starts since the engine began, the last first; of those that something was prepared for (`of`) how many
   * began with it (`hits`); and about how much memory prepared sessions take now.
   */
  'prefetch.starts': call(
    z.void().optional(),
    z.object({ starts: z.array(sessionStartShape), hits: count, of: count, bytes: count }),
  ),
} as const

/** What the engine tells about it. */
export const startEvents = {
  /** A session was started. */
  'prefetch.started': sessionStartShape,
} as const
