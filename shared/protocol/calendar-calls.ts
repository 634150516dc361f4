import { z } from 'zod'
import { overlayShape } from '../calendar/overlay.ts'
import { call } from './contract.ts'
import { gapRowShape } from './ledger-calls.ts'
import { epochMsShape, sessionDateShape, symbolShape } from './shapes.ts'

const listedSession = z.object({
  session: sessionDateShape,
  open: epochMsShape,
  close: epochMsShape,
  earlyClose: z.boolean(),
  reason: z.string().optional(),
  /** How many symbols of the store have 1m bars of it. */
  symbols: z.int(),
})
export type ListedSession = z.infer<typeof listedSession>

const overlayState = z.object({
  overlay: overlayShape,
  /** Of the calendar with the overlay applied. */
  version: z.string(),
  /** What is wrong with the file of overlays, one sentence; it is not written until it is corrected. */
  problem: z.string().optional(),
})
export type OverlayState = z.infer<typeof overlayState>

const exchange = z.string()
const count = z.int().min(0)
/** Numbers in a buffer of their own. */
const counts: z.ZodType<Int32Array> = z.instanceof(Int32Array)
const minutes = { open: epochMsShape, close: epochMsShape }

const yearDay = z.object({
  session: sessionDateShape,
  ...minutes,
  earlyClose: z.boolean(),
  lateOpen: z.boolean(),
  /** Why it is not like other days. */
  reason: z.string().optional(),
  expectedMinutes: count,
})
/** A session as the calendar has it. */
export type YearDay = z.infer<typeof yearDay>

const interruption = z.object({
  session: sessionDateShape,
  start: epochMsShape,
  end: epochMsShape,
  reason: z.string(),
})

const calendarYear = z.object({
  /** Own code of the exchange, never an alias. */
  exchange,
  version: z.string(),
  sessions: z.array(yearDay),
  /** Days on which it would trade else; `scheduled` where a rule says so, not a list of exceptions. */
  closures: z.array(z.object({ date: sessionDateShape, reason: z.string(), scheduled: z.boolean() })),
  /** Stops of trading that nobody announced before. */
  interruptions: z.array(interruption),
  /** Days on which the clocks of the exchange are put forward, or back where the minutes are negative. */
  clockChanges: z.array(z.object({ date: sessionDateShape, minutes: z.int() })),
})
export type CalendarYear = z.infer<typeof calendarYear>

/** Whose bars are asked about: these symbols as far as they trade on the exchange, or all that do. */
const symbolsAsked = z.array(symbolShape).max(5000).optional()

const calendarQuality = z.object({
  /** The present: minutes after it are pending. */
  clock: epochMsShape,
  /** How many symbols were counted. */
  symbols: count,
  sessions: z.array(sessionDateShape),
  /** Of each session: symbols that have a bar of it. */
  stored: counts,
  /** Of each session the sum of all symbols, in rows of `countColumns`. */
  counts,
})
export type CalendarQuality = z.infer<typeof calendarQuality>

const calendarSession = z.object({
  session: sessionDateShape,
  segments: z.array(z.object(minutes)),
  preMarket: z.object(minutes).optional(),
  postMarket: z.object(minutes).optional(),
  symbols: z.array(symbolShape),
  /** Of each symbol, in rows of `countColumns`. */
  counts,
})
export type CalendarSession = z.infer<typeof calendarSession>

const fetchState = z.object({
  exchange,
  from: sessionDateShape,
  to: sessionDateShape,
  /** Ended with all complete, with what could be had, with nothing, or stopped by hand. */
  state: z.enum(['running', 'done', 'partial', 'failed', 'cancelled']),
  /** One sentence, where the state wants one. */
  reason: z.string().optional(),
  /** Sessions of symbols that lack nothing, of all. */
  ready: count,
  of: count,
  requests: count,
  bars: count,
  /** Minutes that were missing at the start, and those of them that were filled. */
  gaps: count,
  filled: count,
  /** What went wrong, by symbol. */
  errors: z.array(z.object({ symbol: symbolShape, cause: z.string() })),
})
/** How far the fetching of sessions is, or what came of it. */
export type SessionFetchState = z.infer<typeof fetchState>

/** So long may the sessions of a year be counted that nothing kept tells of. */
const countingMs = 300_000

/** What a window may ask about calendars. */
export const calendarCalls = {
  'calendar.range': call(
    z.object({ exchange: z.string() }),
    z.object({
      name: z.string(),
      zone: z.string(),
      first: sessionDateShape,
      last: sessionDateShape,
      version: z.string(),
      /** Where its facts come from. */
      source: z.string(),
      /** Sessions after this date are projected from rules, not checked against published ones. */
      projectedAfter: sessionDateShape.optional(),
    }),
  ),
  /** Every exchange that has a calendar, by the codes it is known by. */
  'calendar.exchanges': call(
    z.void().optional(),
    z.array(
      z.object({
        exchange,
        name: z.string(),
        /** Symbols of the store that trade there. */
        symbols: count,
      }),
    ),
  ),
  /** Sessions and closures of a year; refused with 'outside-calendar' for one that the calendar does not answer for. */
  'calendar.year': call(z.object({ exchange, year: z.int() }), calendarYear),
  /**
   * How complete the bars of sessions are, first and last included. Of two questions the earlier one is refused with
   * 'cancelled' when it is still being counted.
   */
  'calendar.quality': call(
    z.object({ exchange, from: sessionDateShape, to: sessionDateShape, symbols: symbolsAsked }),
    calendarQuality,
    countingMs,
  ),
  /** Hours of a session, and how complete the bars of each symbol are; refused with 'no-session'. */
  'calendar.session': call(
    z.object({ exchange, session: sessionDateShape, symbols: symbolsAsked }),
    calendarSession,
    countingMs,
  ),
  /** The missing minutes of a symbol's session as of now; refused with 'unknown-symbol' or 'no-session'. */
  'calendar.gaps': call(z.object({ symbol: symbolShape, session: sessionDateShape }), z.array(gapRowShape)),
  /**
   * Asks the sources once more for what the sessions lack, first and last included; `calendar.fetching` tells how far
   * it is. Refused with 'usage' while another fetch runs, and with 'read-only'.
   */
  'calendar.fetch': call(
    z.object({ exchange, from: sessionDateShape, to: sessionDateShape, symbols: symbolsAsked }),
    fetchState,
  ),
  'calendar.stopFetch': call(z.void().optional(), z.null()),
  /** The last fetch; null before the first one. */
  'calendar.fetchState': call(z.void().optional(), fetchState.nullable()),
  'calendar.sessions': call(
    z.object({ exchange: z.string(), from: sessionDateShape, to: sessionDateShape }),
    z.object({
      sessions: z.array(listedSession),
      closures: z.array(z.object({ date: sessionDateShape, reason: z.string() })),
    }),
  ),
  /** Last session that any symbol of the exchange has 1m bars of. */
  'calendar.latest': call(z.object({ exchange: z.string() }), sessionDateShape.nullable()),
  /** What the user changed of a calendar. */
  'calendar.overlay': call(z.object({ exchange: z.string() }), overlayState),
  /**
   * Takes an overlay in place of the one before; refused as a whole with 'bad-file' or 'outside-calendar' when an
   * entry is wrong or the file is damaged.
   */
  'calendar.setOverlay': call(z.object({ exchange: z.string(), overlay: z.unknown() }), overlayState),
} as const

/** What the engine tells about calendars. */
export const calendarEvents = {
  'calendar.fetching': fetchState,
  /** A calendar is not what it was; `sessions` are the dates it sees differently: they are graded anew (R7). */
  'calendar.changed': z.object({
    /** Its own code, never an alias. */
    exchange: z.string(),
    version: z.string(),
    sessions: z.array(sessionDateShape),
  }),
} as const
