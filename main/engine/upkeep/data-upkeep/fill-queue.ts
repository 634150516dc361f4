import type { Wanted } from './filler.ts'

export type SessionKind = 'present' | 'trailing'

/** So many sessions of symbols are asked for at once; the others wait. */
const atOnce = 4

/**
 * What is to be asked for, a symbol's session at a time: no session twice at once, and none twice in the line. The
 * present session goes before those that trail it. It holds as many entries as there are sessions of symbols at most.
 */
export class FillQueue {
  readonly #ask: (wanted: Wanted) => Promise<void>
  readonly #rested: (kind: SessionKind) => void
  readonly #present = new Map<string, Wanted>()
  readonly #trailing = new Map<string, Wanted>()
  readonly #running = new Map<string, SessionKind>()

  /** `ask` ends when all that came of asking is done with, and must not fail; `rested` hears when nothing is left of a kind. */
  constructor(ask: (wanted: Wanted) => Promise<void>, rested: (kind: SessionKind) => void) {
    this.#ask = ask
    this.#rested = rested
  }

  /** Asks when its turn comes; does nothing for a session that is being asked for. */
  add(wanted: Wanted, kind: SessionKind): void {
    const key = keyOf(wanted)
    if (this.#running.has(key)) return
    const line = kind === 'present' ? this.#present : this.#trailing
    line.set(key, wanted)
    this.#goOn()
  }

  /** How many sessions of a kind are being asked for or wait to be. */
  count(kind: SessionKind): number {
    const line = kind === 'present' ? this.#present : this.#trailing
    let running = 0
    for (const other of this.#running.values()) if (other === kind) running++
    return line.size + running
  }

  /** Forgets what has not begun. */
  clear(): void {
    this.#present.clear()
    this.#trailing.clear()
  }

  #goOn(): void {
    for (const [kind, line] of [
      ['present', this.#present],
      ['trailing', this.#trailing],
    ] as const)
      for (const [key, wanted] of line) {
        if (this.#running.size >= atOnce) return
        line.delete(key)
        this.#running.set(key, kind)
        void this.#ask(wanted).finally(() => {
          this.#running.delete(key)
          this.#goOn()
          if (this.count(kind) === 0) this.#rested(kind)
        })
      }
  }
}

function keyOf({ symbol, session }: Wanted): string {
  return `${symbol} ${session}`
}
