import { z } from 'zod'
import { sessionStartShape } from '../prefetch/session-start.ts'
import { call } from './contract.ts'

const count = z.int().min(0)
const milliseconds = z.number().min(0)

/** Most starts that are remembered. */
export const mostStarts = 200

const startTimes = z.object({
  starts: count,
  /** From the call to a replay that stands where it was asked for, in milliseconds; of two in the middle the upper. */
  median: milliseconds,
  last: milliseconds,
})
/** How long starts of one kind took. */
export type StartTimes = z.infer<typeof startTimes>

const startSummary = z.object({
  /** Of the starts in the list that something was prepared for (`of`), those that began with it. */
  hits: count,
  of: count,
  /** Those that began with what was prepared; absent where there is none. */
  prefetched: startTimes.optional(),
  /** Those that were read from the store then, whatever the reason; absent where there is none. */
  store: startTimes.optional(),
})
/** What a list of starts comes to. Those that go on from the session before, by a roll, count in no part of it. */
export type StartSummary = z.infer<typeof startSummary>

/** What a window may ask about how sessions were started. */
export const startCalls = {
  /**
   * The last starts since the engine began, the last first, each with what it waited for and why it did without what
   * was prepared; what those come to; of all starts that something was prepared for (`of`) how many began with it
   * (`hits`); and about how much memory prepared sessions take now.
   */
  'prefetch.starts': call(
    z.object({ most: z.int().min(1).max(mostStarts).default(mostStarts) }).optional(),
    z.object({
      starts: z.array(sessionStartShape),
      summary: startSummary,
      hits: count,
      of: count,
      bytes: count,
    }),
  ),
} as const

/** What the engine tells about it. */
export const startEvents = {
  /** A session was started. */
  'prefetch.started': sessionStartShape,
} as const
