import { z } from 'zod'
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

/** What a window may ask about calendars. */
export const calendarCalls = {
  'calendar.range': call(
    z.object({ exchange: z.string() }),
    z.object({ name: z.string(), zone: z.string(), first: sessionDateShape, last: sessionDateShape }),
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
} as const
