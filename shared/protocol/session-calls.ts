import { z } from 'zod'
import { call } from './contract.ts'
import { epochMsShape, sessionDateShape } from './shapes.ts'

const sessionState = z.enum([
  'not-started',
  'pre-market',
  'active',
  'post-market',
  'ended',
  'timeout',
  'error',
])
/** Where a session stands between the roll that began it and the one that ends it. */
export type SessionState = z.infer<typeof sessionState>
export const sessionStates = sessionState.options

/** How the bars of a symbol come, in the order of their codes in a frame; what each means stands with the engine's SymbolState. */
export const symbolStates = ['inactive', 'waiting', 'current', 'late', 'stalled', 'partial'] as const

/** Entries of a log that are kept and sent, the newest ones. */
export const mostLogged = 200

const cause = z.string()
/** Label of the session it belongs to, when it was due, and when it was seen. */
const happening = { session: sessionDateShape, due: epochMsShape, at: epochMsShape }

const logEntry = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('moved'),
    ...happening,
    from: sessionState,
    to: sessionState,
    /** Whether it was made to, instead of moving by itself. */
    forced: z.boolean(),
    cause: cause.optional(),
  }),
  z.object({ type: z.literal('break'), ...happening, began: z.boolean() }),
  z.object({ type: z.literal('rolled'), ...happening, next: sessionDateShape.optional() }),
  z.object({ type: z.literal('error'), ...happening, cause }),
  z.object({ type: z.literal('error-cleared'), ...happening, cause }),
])
export type SessionLogEntry = z.infer<typeof logEntry>

const sessionReport = z.object({
  session: sessionDateShape,
  exchange: z.string(),
  state: sessionState,
  /** When it came into that state; absent when it was in it from the first. */
  since: epochMsShape.optional(),
  onBreak: z.boolean(),
  /** When it was checked last. */
  checkedAt: epochMsShape.optional(),
  /** Label of the session after it; absent where the calendar ends. */
  next: sessionDateShape.optional(),
  /** What went wrong and was not cleared yet, be it in an earlier session. */
  error: z.object({ session: sessionDateShape, cause, at: epochMsShape }).optional(),
  /** What happened to it and to those it rolled from, oldest first. */
  log: z.array(logEntry).max(mostLogged),
})
/** Where the session of an exchange of the open replay stands. */
export type SessionReport = z.infer<typeof sessionReport>

/** What a window may do to the sessions of the open replay, past their calendars. */
export const sessionCalls = {
  /** Puts one into a state, past the table of moves: that of an exchange, or of the replay's own. */
  'session.forceState': call(
    z.object({
      state: sessionState,
      reason: z.string().trim().min(1).max(200),
      exchange: z.string().optional(),
    }),
    z.null(),
  ),
  /** Takes the flag of an error away; a session that stopped in it goes on where the calendar says. */
  'session.clearError': call(z.void().optional(), z.null()),
} as const

/** What the engine tells whenever one of them stands elsewhere: all of them, that of the replay's own exchange first. */
export const sessionEvents = { 'session.changed': z.array(sessionReport) } as const
