import type { SessionStart } from '#shared/prefetch/session-start.ts'

/** So many starts are remembered. */
const mostStarts = 200

/** How sessions were started since the engine began. */
export class SessionStarts {
  readonly #starts: SessionStart[] = []
  #hits = 0
  #misses = 0

  /** Takes note of a start. One that nothing was to be prepared for, or from a roll, says nothing of prefetch. */
  add(start: SessionStart): void {
    this.#starts.unshift(start)
    this.#starts.length = Math.min(this.#starts.length, mostStarts)
    const { from, miss } = start
    if (from === 'prefetched') this.#hits++
    else if (miss && miss.code !== 'none' && miss.code !== 'off') this.#misses++
  }

  /** The last ones, the last first, and how many of those that something was prepared for began with it. */
  state(): { readonly starts: SessionStart[]; readonly hits: number; readonly of: number } {
    return { starts: [...this.#starts], hits: this.#hits, of: this.#hits + this.#misses }
  }
}
