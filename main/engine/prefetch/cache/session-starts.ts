import type { SessionStart } from '#shared/prefetch/session-start.ts'

/** So many starts are remembered. */
const mostStarts = 200

/** How sessions were started since the engine began. */
export class SessionStarts {
  readonly #starts: SessionStart[] = []
  #hits = 0
  #misses = 0

  /** Takes note of a start. One from a roll says nothing of prefetch. */
  add(start: SessionStart): void {
    this.#starts.unshift(start)
    this.#starts.length = Math.min(this.#starts.length, mostStarts)
    if (start.from === 'prefetched') this.#hits++
    if (start.from === 'store') this.#misses++
  }

  /** The last ones, the last first, and how many of all that could be came from prepared sessions. */
  state(): { readonly starts: SessionStart[]; readonly hits: number; readonly of: number } {
    return { starts: [...this.#starts], hits: this.#hits, of: this.#hits + this.#misses }
  }
}
