import { z } from 'zod'
import { intervalShape, symbolShape } from '../protocol/shapes.ts'

/** Most sessions before the next one that a plan keeps ready. */
export const mostTrailing = 250

/** A time of day, HH:MM. */
export const wallTime = /^([01]\d|2[0-3]):[0-5]\d$/

/** Which symbols a plan is for; a watchlist or what is learned from use is looked up when the plan runs. */
const symbolChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('list'), symbols: z.array(symbolShape).min(1).max(5000) }),
  z.object({ kind: z.literal('watchlist'), name: z.string().min(1).max(80) }),
  /** The symbols used most of late, `most` of them at most. */
  z.object({ kind: z.literal('used'), most: z.int().min(1).max(1000) }),
])
export type SymbolChoice = z.infer<typeof symbolChoice>

const when = z.discriminatedUnion('kind', [
  /** So many minutes before each open of the exchange. */
  z.object({ kind: z.literal('before-open'), minutes: z.int().min(1).max(1440) }),
  /** At a time of day of the exchange, on days that have a session. */
  z.object({ kind: z.literal('at'), time: z.string().regex(wallTime) }),
  /** A cron line of five fields, read in the zone of the exchange. */
  z.object({ kind: z.literal('cron'), line: z.string().min(1).max(200) }),
])
/** When a plan runs. */
export type PlanTime = z.infer<typeof when>

export const planShape = z.object({
  name: z.string().trim().min(1).max(80),
  symbols: symbolChoice,
  /** Code of the exchange whose next session is made ready. */
  exchange: z.string().min(1).max(16),
  /** Intervals that are at hand when the session begins; 1m is what they are made of. */
  intervals: z.array(intervalShape).min(1).max(10),
  /** Sessions before the next one, counted in sessions (R23). */
  trailing: z.int().min(0).max(mostTrailing),
  /** Names of the sources in the order in which they are asked; empty for those of the store in their order. */
  sources: z.array(z.string().min(1).max(100)).max(100),
  when,
  /** What happens with a run whose time passed while nothing was there to run it. */
  missed: z.enum(['run', 'skip']),
  /** What a run may take at most; what is not told has no bound of its own. */
  budget: z.object({
    minutes: z.int().min(1).max(1440).optional(),
    requests: z.int().min(1).max(1_000_000).optional(),
  }),
  /** Whether it runs by itself. By hand it runs anyway. */
  enabled: z.boolean(),
})
/** What is to be made ready before a session begins, and when. */
export type Plan = z.infer<typeof planShape>
