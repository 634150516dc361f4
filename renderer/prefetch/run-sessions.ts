import { useEffect, useState } from 'react'
import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import type { ListedSession } from '#shared/protocol/calendar-calls.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { engine } from '../engine/link.ts'
import { tell } from '../stores/toasts.ts'

/** Days that hold so many sessions of any exchange, closures of a week or two among them. */
function daysFor(sessions: number): number {
  return 2 * sessions + 21
}

/** How many sessions a run looked at, the target among them where it had begun; a record keeps the product only. */
export function sessionCount({ symbols, of }: Pick<RunRecord, 'symbols' | 'of'>): number {
  return symbols === 0 ? 0 : Math.round(of / symbols)
}

/** Of the sessions up to the target of a run those that it looked at, and the target, oldest first (R23). */
export function sessionsOfRun<T extends Pick<ListedSession, 'session' | 'open'>>(
  run: Pick<RunRecord, 'session' | 'symbols' | 'of' | 'startedAt'>,
  listed: readonly T[],
): readonly T[] {
  const before = listed.filter(({ session }) => session < run.session)
  const target = listed.find(({ session }) => session === run.session)
  const hadBegun = target !== undefined && target.open < run.startedAt
  const trailing = sessionCount(run) - (hadBegun ? 1 : 0)
  return [...(trailing > 0 ? before.slice(-trailing) : []), ...(target ? [target] : [])]
}

/** The sessions of a run, with how many symbols of the store have bars of them; none while they are asked for. */
export function useRunSessions(run: RunRecord): readonly ListedSession[] {
  const [listed, setListed] = useState<readonly ListedSession[]>([])
  const { exchange, session, outcome } = run
  const count = sessionCount(run)
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the run has ended more of them have bars
  useEffect(() => {
    let isCurrent = true
    void listUpTo(exchange, session, count).then((found) => isCurrent && setListed(found))
    return () => {
      isCurrent = false
    }
  }, [exchange, session, count, outcome])
  return sessionsOfRun(run, listed)
}

async function listUpTo(
  exchange: string,
  session: SessionDate,
  count: number,
): Promise<readonly ListedSession[]> {
  try {
    const { first } = await engine().call('calendar.range', { exchange })
    const from = dateOfDay(Math.max(dayNumber(first), dayNumber(session) - daysFor(count)))
    return (await engine().call('calendar.sessions', { exchange, from, to: session })).sessions
  } catch (error) {
    const { code, message } = asFailure(error)
    if (code !== 'engine-gone') tell('error', message)
    return []
  }
}
