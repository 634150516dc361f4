import { z } from 'zod'
import { certainties, gapClasses, markClasses } from '../gaps/gap-class.ts'
import { call } from './contract.ts'
import { epochMsShape, sessionDateShape, symbolShape } from './shapes.ts'

const window = { from: epochMsShape, to: epochMsShape }
const count = z.int().min(0)
/** None where there is no bar. */
const volume = z.number().optional()

const requestOutcomes = z.enum(['bars', 'empty', 'failed', 'truncated'])

const requestEvidence = z.object({
  kind: z.literal('request'),
  source: z.string(),
  ...window,
  askedAt: epochMsShape,
  try: z.int().min(1),
  outcome: requestOutcomes,
  bars: count,
  reached: epochMsShape.optional(),
  detail: z.string().optional(),
})

const markEvidence = z.object({
  kind: z.literal('mark'),
  ...window,
  /** `none` takes back what was said before. */
  class: z.enum([...markClasses, 'none']),
  reason: z.string().trim().min(1).max(500),
  at: epochMsShape,
})
/** A person's word on what missing minutes are. */
export const markShape = markEvidence

const standInEvidence = z.object({
  kind: z.literal('stand-in'),
  ...window,
  /** Absent where what stood there is taken back. */
  price: z.number().optional(),
  request: z.string(),
  by: z.string(),
  at: epochMsShape,
})
/** Synthetic bars that a person asked for in missing minutes. */
export const standInShape = standInEvidence

const evidence = z.discriminatedUnion('kind', [
  requestEvidence,
  markEvidence,
  standInEvidence,
  z.object({
    kind: z.literal('halt'),
    ...window,
    code: z.string(),
    source: z.string(),
    knownAt: epochMsShape,
  }),
  z.object({ kind: z.literal('hours'), state: z.enum(['closed', 'ended', 'pending']) }),
  z.object({ kind: z.literal('listing'), first: epochMsShape, certainty: z.enum(certainties) }),
  z.object({
    kind: z.literal('stored'),
    feed: z.string().optional(),
    before: z.boolean(),
    after: z.boolean(),
  }),
  z.object({
    kind: z.literal('usual'),
    sessions: count,
    minutes: count,
    present: count,
    dayMinutes: count,
    dayPresent: count,
    volume: z.number(),
    holes: count,
    longestRun: count,
  }),
  z.object({
    kind: z.literal('daily-volume'),
    feed: z.string(),
    volume: z.number(),
    allMinutes: z.number(),
    regularMinutes: z.number(),
    missing: count,
  }),
  z.object({ kind: z.literal('neighbours'), before: volume, after: volume }),
  z.object({ kind: z.literal('others'), liquid: count, missing: z.array(z.string()) }),
  z.object({ kind: z.literal('other-feed'), feed: z.string() }),
  z.object({ kind: z.literal('quotes') }),
])
/** One thing that is known of missing minutes; what each means stands with the engine's Evidence. */
export type EvidenceItem = z.infer<typeof evidence>

const sourceMinutes = z.object({
  /** Recorded by a feed, or filled later from a source. */
  kind: z.enum(['recorded', 'filled']),
  /** Name of the feed or of the source. */
  source: z.string(),
  minutes: z.int().min(1),
})
/** Expected minutes with a bar that came from one place. */
export type SourceMinutes = z.infer<typeof sourceMinutes>

const gapRow = z.object({
  /** The run, [start, end). */
  start: epochMsShape,
  end: epochMsShape,
  minutes: z.int().min(1),
  class: z.enum(gapClasses),
  certainty: z.enum(certainties),
  /** Why, in words. */
  reason: z.string(),
  /** Whether there is nothing more to find out about it. */
  settled: z.boolean(),
  /** Whether its class is a person's word. */
  marked: z.boolean(),
  /** How often a source was asked for it. */
  tries: count,
  /** When, on the clock, a source is asked for it again, its how manyth try of how many that is; absent where none is planned. */
  next: z.object({ at: epochMsShape, try: z.int().min(1), of: count }).optional(),
  /** Synthetic bars that stand in it, [start, end), flat at a price; absent where none do. They are no data. */
  standIns: z.array(z.object({ start: epochMsShape, end: epochMsShape, price: z.number() })).optional(),
})
export const gapRowShape = gapRow
/** Missing minutes of one class in a row. */
export type GapRow = z.infer<typeof gapRow>

const fillRow = z.object({
  /** The run, [start, end). */
  start: epochMsShape,
  end: epochMsShape,
  source: z.string(),
  /** When the source was asked for it, and when it came. */
  askedAt: epochMsShape,
  cameAt: epochMsShape,
  /** Which try of the source it was. */
  try: z.int().min(1),
})
/** Bars in a row that one request brought. */
export type FillRow = z.infer<typeof fillRow>

const ledgerSession = z.object({
  symbol: symbolShape,
  session: sessionDateShape,
  /** The clock of the replay that all of this is as of. */
  clock: epochMsShape,
  /** Of the whole session; `expected` is the sum of the others but `late`, which is a part of recorded and filled. */
  counts: z.object({
    expected: count,
    recorded: count,
    filled: count,
    noTrade: count,
    halted: count,
    missing: count,
    pending: count,
    late: count,
  }),
  /** Percent of the minutes that have ended, floored to one decimal (R16); absent before the first has (G9). */
  coverage: z.number().min(0).max(100).optional(),
  explained: z.number().min(0).max(100).optional(),
  /** Where the minutes with a bar came from; as many as are counted as recorded and as filled. */
  sources: z.array(sourceMinutes),
  /** Missing minutes that have ended, in order; none that is still pending. */
  gaps: z.array(gapRow),
  /** Where filled bars of minutes that have ended come from, in order; as traded, one that came after the clock is missing at it. */
  fills: z.array(fillRow),
})
/** What is known at the clock of one symbol's minutes in the open replay. */
export type LedgerAnswer = z.infer<typeof ledgerSession>

const gapEvidence = z.object({
  start: epochMsShape,
  end: epochMsShape,
  /** By stretches of which the same is known. */
  parts: z.array(z.object({ start: epochMsShape, minutes: z.int().min(1), known: z.array(evidence) })),
})
/** What the class of a gap follows from. */
export type GapEvidence = z.infer<typeof gapEvidence>

const retried = z.object({
  /** Each source that was asked, in order, and what came of it. */
  asked: z.array(
    z.object({
      source: z.string(),
      outcome: requestOutcomes,
      /** Bars that were missing and came. */
      added: count,
      detail: z.string().optional(),
    }),
  ),
  /** Minutes that are missing still. */
  left: count,
})
export const retriedShape = retried
/** What came of asking for a gap again. */
export type RetriedGap = z.infer<typeof retried>

/** Whoever asks by hand waits for so long at most, in ms. */
export const retryLimitMs = 120_000

const run = { symbol: symbolShape, start: epochMsShape, end: epochMsShape }

/** What a window may ask of the gap ledger, about the open replay and as of its clock. */
export const ledgerCalls = {
  /**
   * Of the session that is replayed, or of one that is shown before it; refused with 'no-replay', 'unknown-symbol'
   * or 'no-session'.
   */
  'ledger.session': call(
    z.object({ symbol: symbolShape, session: sessionDateShape.optional() }),
    ledgerSession,
  ),
  /** Of the gap that a minute lies in; refused with 'usage' where the minute is not missing. */
  'ledger.evidence': call(z.object({ symbol: symbolShape, start: epochMsShape }), gapEvidence),
  /** Says by hand what minutes [start, end) are. Refused with 'read-only' where another process owns the store. */
  'ledger.mark': call(
    z.object({ ...run, class: z.enum(markClasses), reason: z.string().trim().min(1).max(500) }),
    z.null(),
  ),
  /**
   * Asks the sources in their order, or one of them, for the gap that a minute lies in, however often they were asked
   * before. Refused with 'usage' where there is nothing to ask or nobody to ask it, and with 'read-only'.
   */
  'ledger.retry': call(
    z.object({ symbol: symbolShape, start: epochMsShape, source: z.string().optional() }),
    retried,
    retryLimitMs + 20_000,
  ),
  /**
   * Puts synthetic bars into the gap that a minute lies in, or takes them back. Refused with 'usage' where the minute
   * is not missing or the replay shows bars as traded, and with 'read-only'.
   */
  'ledger.standIn': call(
    z.object({ symbol: symbolShape, start: epochMsShape, takeBack: z.boolean() }),
    z.object({
      /** Minutes in which synthetic bars stand now, or stood. */
      minutes: count,
      /** Missing minutes before the session's first bar that no close is known for. */
      withoutClose: count,
    }),
  ),
  /** Takes back what was said of minutes [start, end). */
  'ledger.unmark': call(z.object(run), z.null()),
} as const

/** What the engine tells about it. */
export const ledgerEvents = {
  /** What is known of these sessions is not what it was, though the clock may stand. */
  'ledger.changed': z.array(z.object({ symbol: symbolShape, session: sessionDateShape })),
} as const
