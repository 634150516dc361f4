import { z } from 'zod'
import { barViews } from '#shared/bars/bar-view.ts'
import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import { call } from '#shared/protocol/contract.ts'
import { secretNames } from '#shared/protocol/keys-contract.ts'
import { ledgerCalls, retriedShape, retryLimitMs } from '#shared/protocol/ledger-calls.ts'
import { columnShape, epochMsShape, sessionDateShape, symbolShape } from '#shared/protocol/shapes.ts'
import { turnEvents, turnSignals } from '../../sources/limits/turn-calls.ts'
import { filledBarsShape, sessionFillShape } from '../../store-writer/fill-shapes.ts'
import type { LedgerQuestion } from '../ledger-at-clock.ts'

const overlays = z.custom<CalendarOverlays>((value) => value instanceof Map)
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

const counts: z.ZodType<Int32Array<ArrayBuffer>> = z.instanceof(Int32Array)

/** What a source said of a symbol's session, and the bars that it had. */
const found = z.object({
  run: z.int(),
  /** Names it until it is answered by `kept`. */
  id: z.int(),
  /** Path of the store that it was missing in. */
  store: z.string(),
  fill: sessionFillShape,
})
export type FoundBars = z.infer<typeof found>

const kept = z.object({
  run: z.int(),
  id: z.int(),
  /** From when its bars are known in the replay; absent for a session that is not played. */
  knownAt: epochMsShape.optional(),
  /** What it changed in the store; absent when it could not be stored. */
  bars: filledBarsShape.optional(),
})
export type KeptAnswer = z.infer<typeof kept>

const graded = z.object({
  run: z.int(),
  clock: epochMsShape,
  /** All symbols in rows of `countColumns`. */
  counts,
  /** Symbols whose session is being asked for or waits to be. */
  asking: z.int(),
  /** Sessions before it of which it is not known yet that nothing is to be asked. */
  trailing: z.int(),
})
export type GradedClock = z.infer<typeof graded>

/** Whoever asks looks the session up itself rather than wait longer. */
const ledgerLimitMs = 5_000

const question: z.ZodType<LedgerQuestion> = z.object({
  symbol: symbolShape,
  exchange: z.string(),
  session: sessionDateShape,
  clock: epochMsShape,
  view: z.enum(barViews),
})

const retry = z.object({
  symbol: symbolShape,
  start: epochMsShape,
  end: epochMsShape,
  source: z.string().optional(),
})
export type RetryRequest = z.infer<typeof retry>

const wanted = z.object({
  /** Names the question until it is answered by `secret`. */
  id: z.int(),
  source: z.string(),
  server: z.string(),
  secret: z.enum(secretNames),
})
export type WantedSecret = z.infer<typeof wanted>

const secretAnswer = z.object({
  id: z.int(),
  /** Absent where there is none. */
  key: z.string().optional(),
})
export type SecretAnswer = z.infer<typeof secretAnswer>

/** What the coordinator asks and tells the thread of upkeep, and what comes back. Runs are numbered. */
export const upkeepContract = {
  calls: {
    /** Shows that it is alive: time in which the thread was at work so far, in ms. */
    pulse: call(z.void().optional(), z.object({ cpuMs: z.number() })),
    /** What a window is told of a symbol's session, be it one that is not played. */
    ledger: call(question, ledgerCalls['ledger.session'].result, ledgerLimitMs),
    /** What the gap that holds a minute follows from. */
    evidence: call(
      z.object({ question, time: epochMsShape }),
      ledgerCalls['ledger.evidence'].result,
      ledgerLimitMs,
    ),
    /** Asks for what is missing of [start, end) at once, of all sources in their order or of one. */
    retry: call(retry, retriedShape, retryLimitMs + 10_000),
  },
  signals: {
    /** A replay begins, in place of the one before; its symbols follow. */
    begin: z.object({
      run: z.int(),
      path: z.string(),
      overlays,
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
    /** Sources of the store, or what lets them in, are not what they were. */
    sourcesChanged: z.void().optional(),
    /** Others than the thread changed the store: marks, halts, bars. */
    storeChanged: z.void().optional(),
    /** The user changed a calendar: sessions are looked up on it, and graded as they were loaded. */
    calendarsChanged: overlays,
    secret: secretAnswer,
    ...turnSignals,
    /** What became of what was found. */
    kept,
    /** The replay is closed: nothing more is asked for it. */
    end: z.object({ run: z.int() }),
  },
  events: {
    ...turnEvents,
    /** How many sources there are to ask: when a replay begins and when they change. */
    sources: z.object({ run: z.int(), sources: z.int() }),
    /** Where everything stands; comes for every `clock`, and when all that was asked for is through. */
    graded,
    found,
    /** A source needs what lets it in. */
    wanted,
    /** Something failed that answers no call. */
    trouble: z.object({ message: z.string() }),
  },
} as const
export type UpkeepContract = typeof upkeepContract
