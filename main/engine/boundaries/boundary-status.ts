import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { SessionState } from '#shared/protocol/session-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { SessionHours } from './session-hours.ts'
import type { SymbolState } from './symbol-state.ts'

/** Something that went wrong and was not cleared yet. */
export interface SessionError {
  readonly session: SessionDate
  readonly cause: string
  readonly at: EpochMs
}

export interface SymbolStatus {
  readonly symbol: string
  readonly state: SymbolState
  /** End of its latest bar up to the close of the session; absent before the first. */
  readonly lastEnd?: EpochMs
}

/** Where a session stands, for a person to read. */
export interface BoundaryStatus {
  readonly exchange: string
  readonly hours: SessionHours
  readonly state: SessionState
  /** When it came into that state; absent when it was in it from the first. */
  readonly since?: EpochMs
  readonly onBreak: boolean
  /** When it was checked last; absent before the first check. */
  readonly checkedAt?: EpochMs
  /** Label of the session after it; absent where the calendar ends. */
  readonly next?: SessionDate
  readonly autoRoll: boolean
  /** What keeps the session from ending. */
  readonly holds: readonly string[]
  readonly error?: SessionError
  readonly symbols: readonly SymbolStatus[]
}
