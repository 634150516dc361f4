import { upperBound } from '../bars/columns.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import type { EpochMs } from '../time/epoch.ts'

/** A session of a run, and when the last of its bars ends, milliseconds UTC. */
export interface SessionEnd {
  readonly date: SessionDate
  readonly end: EpochMs
}

/**
 * Last equity of each session: of a session without any, that of the session before, and `cash` before the first.
 * Times rise and are those of ends of bars, so one at the very end of a session belongs to it; those after the last
 * session's end belong to the last. Sessions are in the order of time.
 */
export function equityBySession(
  { time, equity }: { readonly time: Float64Array; readonly equity: Float64Array },
  sessions: readonly SessionEnd[],
  cash: number,
): Float64Array {
  const daily = new Float64Array(sessions.length)
  for (const [session, { end }] of sessions.entries()) {
    const isLast = session === sessions.length - 1
    const points = isLast ? time.length : upperBound(time, end)
    daily[session] = points === 0 ? cash : (equity[points - 1] as number)
  }
  return daily
}

/** What each session gained on the one before, the first on `cash`: 0.01 is one percent. */
export function dailyReturns(daily: Float64Array, cash: number): Float64Array {
  return daily.map((equity, session) => equity / (session === 0 ? cash : (daily[session - 1] as number)) - 1)
}
