import { z } from 'zod'
import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import { call } from '#shared/protocol/contract.ts'
import {
  barColumnsShape,
  columnShape,
  epochMsShape,
  intervalShape,
  sessionDateShape,
  symbolShape,
} from '#shared/protocol/shapes.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import type { RequestEvidence } from '../evidence/evidence.ts'

const states: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)

/** When the bars of a session become known: those of `late` at a time of their own, sorted by it, all others at their end. */
const playedBars = z.object({
  start: columnShape,
  state: states,
  late: z.object({ start: columnShape, state: states, knownAt: columnShape }),
})
export type PlayedBars = z.infer<typeof playedBars>

const playedSymbol = z.object({
  symbol: symbolShape,
  exchange: z.string(),
  session: sessionDateShape,
  /** Sessions before it that are kept complete too, the newest first. */
  trailing: z.array(sessionDateShape),
  bars: playedBars,
})
export type PlayedSymbol = z.infer<typeof playedSymbol>

const settings = z.object({
  /** Time between two looks for what can be asked for, in ms of the clock. */
  checkIntervalMs: z.number().positive(),
  retries: z.boolean(),
  maxRetries: z.int().min(0),
})
export type UpkeepThreadSettings = z.infer<typeof settings>

const counts = z.instanceof(Int32Array) as z.ZodType<Int32Array>

const gaps = z.custom<readonly ClassifiedGap[]>(Array.isArray)

/** Bars that a source had of a symbol's session, and what became of asking for them. */
const found = z.object({
  run: z.int(),
  /** Names it until it is answered by `kept`. */
  id: z.int(),
  symbol: symbolShape,
  exchange: z.string(),
  interval: intervalShape,
  session: sessionDateShape,
  fills: z.array(z.object({ request: z.custom<RequestEvidence>(), columns: barColumnsShape })).readonly(),
})
export type FoundBars = z.infer<typeof found>

/** What the coordinator asks and tells the thread of upkeep, and what comes back. Runs are numbered. */
export const upkeepContract = {
  calls: {
    /** Shows that it is alive: CPU time that the thread has used so far, in ms. */
    pulse: call(z.void().optional(), z.object({ cpuMs: z.number() })),
    /** The missing minutes of a symbol's session with their classes, at the clock that the thread has come to. */
    gaps: call(
      z.object({ symbol: symbolShape }),
      z.object({ clock: epochMsShape, gaps, nextTry: epochMsShape.optional() }),
    ),
  },
  signals: {
    /** A replay begins, in place of the one before; its symbols follow. */
    begin: z.object({
      run: z.int(),
      path: z.string(),
      overlays: z.custom<CalendarOverlays>((value) => value instanceof Map),
      /** First and last instant of the replay. */
      start: epochMsShape,
      end: epochMsShape,
      settings,
    }),
    /** A symbol that is there already is begun anew. */
    symbols: z.object({ run: z.int(), symbols: z.array(playedSymbol) }),
    /** The clock came to a time, be it back; answered by `graded`. */
    clock: z.object({ run: z.int(), clock: epochMsShape }),
    configure: settings,
    /** What was found is in the store, or cannot be; its bars of the present session are known from `knownAt` on. */
    kept: z.object({ run: z.int(), id: z.int(), knownAt: epochMsShape.optional() }),
    /** The replay is closed: nothing more is asked for it. */
    end: z.object({ run: z.int() }),
  },
  events: {
    /** How many sources there are to ask. */
    begun: z.object({ run: z.int(), sources: z.int() }),
    /** All symbols at a clock, in rows of `countColumns`; `asking` sessions are being asked for or wait to be. */
    graded: z.object({
      run: z.int(),
      clock: epochMsShape,
      counts,
      asking: z.int(),
      trailing: z.int(),
    }),
    found,
    /** Something failed that answers no call. */
    trouble: z.object({ message: z.string() }),
  },
} as const
export type UpkeepContract = typeof upkeepContract
