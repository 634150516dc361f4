import { z } from 'zod'
import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import { call } from '#shared/protocol/contract.ts'
import { secretNames } from '#shared/protocol/keys-contract.ts'
import { dayMs } from '#shared/time/epoch.ts'
import { turnEvents, turnSignals } from '../../sources/limits/turn-calls.ts'
import { filledBarsShape, sessionFillShape } from '../../store-writer/fill-shapes.ts'
import type { RunEnd, RunProgress } from '../plan-run.ts'
import type { RunOrder } from './prefetch-run.ts'

/** Its plan bounds a run; who waits for it sees how far it is. */
const longestRunMs = 7 * dayMs

/** Made by the engine itself, and large at times. */
function own<T>(): z.ZodType<T> {
  return z.custom<T>((value) => typeof value === 'object' && value !== null)
}

/** What the coordinator asks and tells the thread of one run, and what comes back. */
export const prefetchContract = {
  calls: {
    /** Makes a plan's sessions ready. */
    run: call(
      z.object({
        path: z.string(),
        overlays: z.custom<CalendarOverlays>((value) => value instanceof Map),
        order: own<RunOrder>(),
      }),
      own<RunEnd>(),
      longestRunMs,
    ),
  },
  signals: {
    /** The run is to end; it answers then. */
    cancel: z.void().optional(),
    secret: z.object({ id: z.int(), key: z.string().optional() }),
    ...turnSignals,
    /** What became of what was found: what it changed in the store, or why it could not be stored. */
    kept: z.object({ id: z.int(), bars: filledBarsShape.optional(), cause: z.string().optional() }),
  },
  events: {
    ...turnEvents,
    progress: own<RunProgress>(),
    /** What a source said, to be stored; answered by `kept`. */
    found: z.object({ id: z.int(), fill: sessionFillShape }),
    /** A source needs what lets it in; answered by `secret`. */
    wanted: z.object({ id: z.int(), source: z.string(), server: z.string(), secret: z.enum(secretNames) }),
  },
} as const
export type PrefetchContract = typeof prefetchContract
