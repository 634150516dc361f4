import { mostLogged, type SessionLogEntry } from '#shared/protocol/session-calls.ts'
import type { BoundaryEvent } from '../boundaries/boundary-event.ts'

/** What happened to a session, oldest first: the newest entries, without the moves of its symbols. */
export class SessionLog {
  #entries: readonly SessionLogEntry[]

  /** `before` are entries of earlier sessions, which stay at its beginning. */
  constructor(before: readonly SessionLogEntry[] = []) {
    this.#entries = before
  }

  get entries(): readonly SessionLogEntry[] {
    return this.#entries
  }

  /** Takes in what happened; answers whether any of it belongs here. */
  add(events: readonly BoundaryEvent[]): boolean {
    const own = events.filter((event) => event.type !== 'symbol')
    if (own.length === 0) return false
    this.#entries = [...this.#entries, ...own].slice(-mostLogged)
    return true
  }
}
