import type { KeptSession } from './session-filler.ts'

export type SessionKind = 'present' | 'trailing'

/** So many sessions of symbols are asked for at once, as far as the limits of a source let them; the others wait. */
export const mostAtOnce = 16

/**
 * What is to be asked for, a symbol's session at a time: no session twice at once, and none twice in the line. The
 * present session goes before those that trail it. It holds as many entries as there are sessions of symbols at most.
 */
export class FillQueue {
  readonly #ask: (kept: KeptSession) => Promise<void>
  readonly #rested: () => void
  readonly #lines = { present: new Map<string, KeptSession>(), trailing: new Map<string, KeptSession>() }
  readonly #running = new Map<string, SessionKind>()

  /** `ask` ends when all that came of asking is done with, and must not fail; `rested` hears when a kind is through. */
  constructor(ask: (kept: KeptSession) => Promise<void>, rested: () => void) {
    this.#ask = ask
    this.#rested = rested
  }

  /** Asks when its turn comes; does nothing for a session that is being asked for. */
  add(kept: KeptSession, kind: SessionKind): void {
    const key = keyOf(kept)
    if (this.#running.has(key)) return
    this.#lines[kind].set(key, kept)
    this.#goOn()
  }

  /** Whether a session is being asked for or waits to be. */
  has(kept: KeptSession): boolean {
    const key = keyOf(kept)
    return this.#running.has(key) || this.#lines.present.has(key) || this.#lines.trailing.has(key)
  }

  /** How many sessions of a kind are being asked for or wait to be. */
  count(kind: SessionKind): number {
    let running = 0
    for (const other of this.#running.values()) if (other === kind) running++
    return this.#lines[kind].size + running
  }

  /** Forgets what has not begun. */
  clear(): void {
    for (const line of Object.values(this.#lines)) line.clear()
  }

  #goOn(): void {
    for (const kind of ['present', 'trailing'] as const)
      for (const [key, kept] of this.#lines[kind]) {
        if (this.#running.size >= mostAtOnce) return
        this.#lines[kind].delete(key)
        this.#running.set(key, kind)
        void this.#ask(kept).finally(() => this.#done(key, kind))
      }
  }

  #done(key: string, kind: SessionKind): void {
    this.#running.delete(key)
    this.#goOn()
    if (this.count(kind) === 0) this.#rested()
  }
}

function keyOf({ symbol, session }: KeptSession): string {
  return `${symbol} ${session}`
}
