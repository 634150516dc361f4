import type { SessionState } from '#shared/protocol/session-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { SessionHours } from './session-hours.ts'

/** What decides how a session goes on, besides its hours. */
export interface Circumstances {
  /** When nothing will have come of any symbol for a whole timeout, in expected time; undefined when never. */
  readonly silentFrom: EpochMs | undefined
  /** What keeps the session from ending, e.g. a fill that is not done. */
  readonly holds: readonly string[]
  /** How long an end may be held up, in ms. */
  readonly patienceMs: number
  /** What is wrong, in the state error. */
  readonly error: string | undefined
}

/** A move that a session will make by itself, and when. */
export interface DueMove {
  readonly to: SessionState
  readonly due: EpochMs
  /** Why, where it is not the calendar. */
  readonly cause?: string
  /** Whether the session could not move by itself and is made to. */
  readonly forced?: boolean
}

/** The next move of a session in `state`, by its hours; undefined for an ended one, which waits for its roll. */
export function dueMove(
  state: SessionState,
  hours: SessionHours,
  circumstances: Circumstances,
): DueMove | undefined {
  const { start, open, close, rollDue } = hours
  switch (state) {
    case 'not-started':
      return start < open ? { to: 'pre-market', due: start } : { to: 'active', due: open }
    case 'pre-market':
      return { to: 'active', due: open }
    case 'active':
      if (circumstances.silentFrom === undefined) return { to: 'post-market', due: close }
      return { to: 'timeout', due: circumstances.silentFrom, cause: 'no bar of any symbol came in time' }
    // Nothing is expected after the close, so that nothing can be overdue there (B1).
    case 'timeout':
      return endOf(hours, close, circumstances)
    case 'post-market':
      return endOf(hours, rollDue, circumstances)
    case 'error':
      return {
        to: 'ended',
        due: rollDue,
        cause: `it could not end by itself: ${circumstances.error ?? 'it was put into the state error'}`,
        forced: true,
      }
    case 'ended':
      return undefined
  }
}

/** An end that is due at `due`; one that is held up for too long becomes an error that names what holds it. */
function endOf({ date }: SessionHours, due: EpochMs, { holds, patienceMs }: Circumstances): DueMove {
  if (holds.length === 0) return { to: 'ended', due }
  const seconds = patienceMs / 1000
  return {
    to: 'error',
    due: (due + patienceMs) as EpochMs,
    cause: `session ${date} could not end within ${seconds} s: ${holds.join(', ')}`,
  }
}
