import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { sessionsOfRun } from '../prefetch/run-sessions.ts'

/** Symbols of a session, or sessions of symbols, that are ready, of all. */
export interface ReadyCount {
  readonly ready: number
  readonly of: number
}

/** What a run made ready of a session that comes before the one that it was for. */
export interface MadeReady extends ReadyCount {
  readonly run: RunRecord
}

/** What the boards of runs tell of their sessions, by the number of the run; only some are kept. */
export type BoardTotals = ReadonlyMap<number, ReadonlyMap<SessionDate, ReadyCount>>

/**
 * Of each session what the last run that had it before its own made ready of it. A run that left something open and
 * whose board is not kept says of none of them that it is ready (R22).
 */
export function madeReadyBefore(
  runs: readonly RunRecord[],
  sessions: readonly { readonly session: SessionDate; readonly open: EpochMs }[],
  boards: BoardTotals,
): ReadonlyMap<SessionDate, MadeReady> {
  const made = new Map<SessionDate, MadeReady>()
  const last = sessions.at(-1)?.session ?? ''
  for (const run of runs.toSorted((one, other) => one.id - other.id)) {
    if (run.of === 0 || run.session > last) continue
    for (const { session } of sessionsOfRun(run, sessions)) {
      const told = boards.get(run.id)?.get(session) ?? whole(run)
      if (told && told.ready > 0 && session < run.session) made.set(session, { ...told, run })
    }
  }
  return made
}

function whole({ ready, of, symbols }: RunRecord): ReadyCount | undefined {
  return ready === of ? { ready: symbols, of: symbols } : undefined
}
