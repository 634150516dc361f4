import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { LoadAnswer } from './load-session.ts'
import type { LoadedSession } from './loaded-session.ts'

/** The last part of a session, in which the next one is loaded ahead. */
const lastPart = 0.25

/** Whether a replay is so far on that the next session is worth loading. */
export function isInLastPart({ start, end }: Pick<LoadedSession, 'start' | 'end'>, clock: EpochMs): boolean {
  return clock >= end - (end - start) * lastPart
}

/** Loads the session that follows in a range while the present one still plays, so that the roll is quick. */
export class SessionAhead {
  #ahead: { readonly session: SessionDate; readonly loading: Promise<LoadAnswer> } | undefined

  /** Begins to load a session unless that has begun; a failure is told to whoever takes it. */
  prepare(session: SessionDate, load: () => Promise<LoadAnswer>): void {
    if (this.#ahead?.session === session) return
    const loading = load()
    loading.catch(() => undefined)
    this.#ahead = { session, loading }
  }

  /** Hands over what was loaded ahead, or loads it now. */
  take(session: SessionDate, load: () => Promise<LoadAnswer>): Promise<LoadAnswer> {
    const ahead = this.#ahead
    this.#ahead = undefined
    return ahead?.session === session ? ahead.loading : load()
  }

  forget(): void {
    this.#ahead = undefined
  }
}
