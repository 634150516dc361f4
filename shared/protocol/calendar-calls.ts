import { z } from 'zod'
import { overlayShape } from '../calendar/overlay.ts'
import { call } from './contract.ts'
import { epochMsShape, sessionDateShape } from './shapes.ts'

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
  /** A calendar is not what it was; `sessions` are the dates it sees differently: they are graded anew (R7). */
  'calendar.changed': z.object({
    /** Its own code, never an alias. */
    exchange: z.string(),
    version: z.string(),
    sessions: z.array(sessionDateShape),
  }),
} as const
