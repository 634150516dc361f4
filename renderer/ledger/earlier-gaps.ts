import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { GapRow } from '#shared/protocol/ledger-calls.ts'

/** Who is asked for the gaps of a session, and who takes those of all sessions. */
export interface EarlierAsking {
  /** Rejects where they cannot be told: that session is left out. */
  ask(session: SessionDate): Promise<readonly GapRow[]>
  take(gaps: readonly GapRow[]): void
  /** Resolves when changes may be asked for again. */
  pause(): Promise<unknown>
}

/** Gaps of the sessions shown before the replayed one, asked for one after the other, and again when one changed. */
export class EarlierGaps {
  readonly #sessions: readonly SessionDate[]
  readonly #asking: EarlierAsking
  readonly #gaps = new Map<SessionDate, readonly GapRow[]>()
  readonly #due = new Set<SessionDate>()
  #busy = false
  #began = false
  #stopped = false

  /** `sessions` are in order. */
  constructor(sessions: readonly SessionDate[], asking: EarlierAsking) {
    this.#sessions = sessions
    this.#asking = asking
  }

  /** Asks for all of them, once. */
  begin(): void {
    if (this.#began) return
    this.#began = true
    for (const session of this.#sessions) this.#due.add(session)
    void this.#askDue()
  }

  /** What was told of a session is out of date. */
  changed(session: SessionDate): void {
    if (!this.#began || !this.#sessions.includes(session)) return
    this.#due.add(session)
    void this.#askDue()
  }

  /** Takes no answer any more. */
  stop(): void {
    this.#stopped = true
  }

  async #askDue(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    while (!this.#stopped && this.#due.size > 0) {
      for (const session of [...this.#due]) await this.#askOne(session)
      if (this.#stopped) break
      this.#asking.take(this.#sessions.flatMap((session) => this.#gaps.get(session) ?? []))
      await this.#asking.pause()
    }
    this.#busy = false
  }

  async #askOne(session: SessionDate): Promise<void> {
    if (this.#stopped) return
    this.#due.delete(session)
    try {
      this.#gaps.set(session, await this.#asking.ask(session))
    } catch {
      this.#gaps.delete(session)
    }
  }
}
