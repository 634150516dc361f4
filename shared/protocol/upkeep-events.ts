import { z } from 'zod'
import { epochMsShape, sessionDateShape, symbolShape } from './shapes.ts'

/**
 * Counts of a session by what became of its minutes, in the order in which they are sent: a row a symbol. The first is
 * the sum of the others but for the last, which counts minutes of those recorded and filled once more.
 */
export const countColumns = [
  'expected',
  'recorded',
  'filled',
  'noTrade',
  'halted',
  'missing',
  'pending',
  'late',
] as const

const status = z.object({
  /**
   * Off by the settings; idle without a session; running; restarting after it ended unexpectedly; stopped when that
   * happened too often. Only while it runs is anything measured.
   */
  state: z.enum(['off', 'idle', 'running', 'restarting', 'stopped']),
  /** CPU time of its thread as a share of one core, in percent; absent until it was measured. */
  cpuPercent: z.number().optional(),
  /** Symbols of the session that sources are being asked for. */
  asking: z.int(),
  /** Bars that came in this replay from sources. */
  filled: z.int(),
})
/** How the upkeep of the open replay is doing. */
export type UpkeepStatus = z.infer<typeof status>

const quality = z.object({
  session: sessionDateShape,
  symbols: z.array(symbolShape),
  /** All symbols at one clock; undefined while nothing is measured, which is no quality of 100 % (G9). */
  measured: z.object({ clock: epochMsShape, counts: z.instanceof(Int32Array) }).optional(),
})
/** The quality of the open session, symbol by symbol, in rows of `countColumns`. */
export type UpkeepQuality = z.infer<typeof quality>

/** What the engine tells about upkeep. */
export const upkeepEvents = { 'upkeep.changed': status, 'upkeep.quality': quality } as const
