import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import type { ListedSession } from '#shared/protocol/calendar-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { engine } from '../engine/link.ts'

type Times = Pick<ListedSession, 'session' | 'open' | 'close'>

const known = new Map<number, readonly Times[]>()

/** Sessions of a run by the calendar, read once. Rejects when the engine cannot tell. */
export async function sessionsOf({ id, exchange, request }: KeptRun): Promise<readonly Times[]> {
  const before = known.get(id)
  if (before) return before
  const { from, to } = request
  const { sessions } = await engine().call('calendar.sessions', { exchange, from, to })
  known.set(id, sessions)
  return sessions
}

/** Calendars may have changed, and numbers of runs are of one store. */
export function forgetSessions(): void {
  known.clear()
}

/** The session that a time is in, or nearest to: the hours before and after its own belong to it. */
export function sessionAt(sessions: readonly Times[], time: EpochMs): SessionDate | undefined {
  let nearest: { readonly session: SessionDate; readonly distance: number } | undefined
  for (const { session, open, close } of sessions) {
    const distance = Math.max(0, open - time, time - close)
    if (!nearest || distance < nearest.distance) nearest = { session, distance }
  }
  return nearest?.session
}
