import type { StoreReader } from '../../store/store.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { PreparedSessions, WantedSession } from './prepared-sessions.ts'

/** After something changed it is waited for more of the same: an import tells of each file. */
const settleMs = 3_000
/** Other processes tell nothing of what they write: the store is looked at so often. */
const lookEveryMs = 30_000
/** Between two rounds everything else has its turn, however much the store changes. */
const restMs = 10_000

export interface KeepReadyHost {
  /** The open store; undefined when none is. */
  reader(): StoreReader | undefined
  readonly ticker: Ticker
}

/** Keeps the sessions that plans want ready, and current when the store or a calendar changes; one at a time. */
export class KeepReady {
  readonly #prepared: PreparedSessions
  readonly #host: KeepReadyHost
  /** By plan; the plan that was through last comes last. */
  readonly #wanted = new Map<string, readonly WantedSession[]>()
  #callOff: (() => void) | undefined
  #dueAt = Number.POSITIVE_INFINITY
  #working: Promise<void> | undefined
  #restsUntil = 0

  constructor(prepared: PreparedSessions, host: KeepReadyHost) {
    this.#prepared = prepared
    this.#host = host
  }

  /** What a plan makes ready is not ready, or not any more, and why. */
  putOff(plan: string, sessions: readonly WantedSession[], reason: string): void {
    this.#wanted.delete(plan)
    this.#want([...this.#all(), ...sessions])
    for (const session of sessions) this.#prepared.putOff(session, reason)
  }

  /** What a plan made ready is to stay so, the session that is needed first coming first; prepares it now. */
  want(plan: string, sessions: readonly WantedSession[]): Promise<void> {
    this.#take(plan, sessions)
    return this.#lookNow()
  }

  /** The same for what was made ready before: it is prepared when everything else has begun. */
  wantSoon(plan: string, sessions: readonly WantedSession[]): void {
    this.#take(plan, sessions)
    this.#lookIn(settleMs)
  }

  /** A plan is gone. */
  drop(plan: string): void {
    this.#wanted.delete(plan)
    this.#want(this.#all())
  }

  /** The store or a calendar is not what it was, or a prepared session was taken. */
  changed(): void {
    if (this.#wanted.size > 0) this.#lookIn(settleMs)
  }

  /** Another store is open, or none, or nothing is to be prepared. */
  forget(): void {
    this.#callOff?.()
    this.#callOff = undefined
    this.#dueAt = Number.POSITIVE_INFINITY
    this.#wanted.clear()
    this.#prepared.forget()
  }

  #take(plan: string, sessions: readonly WantedSession[]): void {
    this.#wanted.delete(plan)
    this.#wanted.set(plan, sessions)
    this.#want(this.#all())
  }

  #all(): readonly WantedSession[] {
    return [...this.#wanted.values()].reverse().flat()
  }

  #want(sessions: readonly WantedSession[]): void {
    this.#prepared.want(sessions)
  }

  #lookIn(ms: number): void {
    const { ticker } = this.#host
    const dueAt = Math.max(ticker.elapsed() + ms, this.#restsUntil)
    if (dueAt >= this.#dueAt) return
    this.#callOff?.()
    this.#dueAt = dueAt
    this.#callOff = ticker.after(dueAt - ticker.elapsed(), () => {
      this.#callOff = undefined
      this.#dueAt = Number.POSITIVE_INFINITY
      void this.#lookNow()
    })
  }

  /** One round at a time; whoever asks for another meanwhile gets one after it. */
  #lookNow(): Promise<void> {
    const before = this.#working ?? Promise.resolve()
    const working = before.then(() => this.#round())
    this.#working = working
    return working
  }

  async #round(): Promise<void> {
    for (const session of this.#all()) {
      const reader = this.#host.reader()
      if (!reader) return
      if (!this.#prepared.needs(reader, session)) continue
      await this.#prepared.prepare(reader, session)
    }
    this.#restsUntil = this.#host.ticker.elapsed() + restMs
    if (this.#wanted.size > 0) this.#lookIn(lookEveryMs)
  }
}
