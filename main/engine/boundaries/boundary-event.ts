import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { SessionState } from '#shared/protocol/session-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { SymbolState } from './symbol-state.ts'

interface Happening {
  /** Label of the session it belongs to, which is never read from the clock (B4). */
  readonly session: SessionDate
  /** When it was due by the calendar or a timeout. */
  readonly due: EpochMs
  /** When it was seen. */
  readonly at: EpochMs
}

/** The session moved from one state to another. The first move after a roll is of the session that begins. */
export interface StateMoved extends Happening {
  readonly type: 'moved'
  readonly from: SessionState
  readonly to: SessionState
  /** Whether it was made to, instead of moving by itself. */
  readonly forced: boolean
  /** Why, where it is not the calendar. */
  readonly cause?: string
}

/** A session gave way to the next one. It comes once a session. */
export interface SessionRolled extends Happening {
  readonly type: 'rolled'
  /** Label of the session that begins; absent where the calendar ends. */
  readonly next?: SessionDate
}

/** Trading pauses, or goes on, within an active session. */
export interface BreakReached extends Happening {
  readonly type: 'break'
  readonly began: boolean
}

export interface SymbolMoved extends Happening {
  readonly type: 'symbol'
  readonly symbol: string
  readonly from: SymbolState
  readonly to: SymbolState
}

/** Something is wrong with the session. It stays flagged, also after a roll, until it is cleared. */
export interface ErrorRaised extends Happening {
  readonly type: 'error'
  readonly cause: string
}

export interface ErrorCleared extends Happening {
  readonly type: 'error-cleared'
  readonly cause: string
}

/** All that can happen to a session. */
export type BoundaryEvent =
  | StateMoved
  | SessionRolled
  | BreakReached
  | SymbolMoved
  | ErrorRaised
  | ErrorCleared
