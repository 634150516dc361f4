import type { KeptSession } from './session-filler.ts'

/** So many sessions before the present one are looked at in one check, so that none of them takes long. */
const sessionsACheck = 20

interface Entry {
  readonly kept: KeptSession
  /** How often it was asked for in this run, whatever the store can keep of it. */
  rounds: number
}

/** Sessions before the present one that are kept complete too: some a check, in turn, until nothing is left to ask. */
export class TrailingWork {
  readonly #hasPlan: (kept: KeptSession) => boolean
  /** All of them, be there anything left to ask or not. */
  #sessions: KeptSession[] = []
  #line: Entry[] = []

  /** `hasPlan` looks a session up, and says whether there is anything to ask for. */
  constructor(hasPlan: (kept: KeptSession) => boolean) {
    this.#hasPlan = hasPlan
  }

  /** Those of a symbol that is there already are begun anew. */
  add(sessions: readonly KeptSession[]): void {
    const symbols = new Set(sessions.map(({ symbol }) => symbol))
    this.#sessions = [...this.#sessions.filter(({ symbol }) => !symbols.has(symbol)), ...sessions]
    this.#line = this.#line.filter(({ kept }) => !symbols.has(kept.symbol))
    this.#line.push(...sessions.map((kept) => ({ kept, rounds: 0 })))
  }

  /** There may be something to ask again: the sources are others. */
  beginAnew(): void {
    this.#line = this.#sessions.map((kept) => ({ kept, rounds: 0 }))
  }

  /** Sessions that may still have something to ask for. */
  get count(): number {
    return this.#line.length
  }

  /** What is to be asked for next. A session of which nothing is, is not looked at again in this run. */
  take(maxRetries: number): readonly KeptSession[] {
    const wanted = this.#line
      .splice(0, sessionsACheck)
      .filter(({ kept, rounds }) => rounds < maxRetries && this.#hasPlan(kept))
    for (const entry of wanted) entry.rounds++
    this.#line.push(...wanted)
    return wanted.map(({ kept }) => kept)
  }
}
