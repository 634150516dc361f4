/** What paces work: a clock that only counts on, and timers. Real time has no other way into the engine. */
export interface Ticker {
  /** Milliseconds since some moment, with fractions; never goes back. */
  elapsed(): number
  /** Runs `run` once after `ms` milliseconds, unless the returned function is called before. */
  after(ms: number, run: () => void): () => void
  /** Runs `run` once when everything that waits now has had its turn. */
  soon(run: () => void): () => void
}

/** Resolves when everything that waits now has had its turn. */
export function nextTurn(ticker: Ticker): Promise<void> {
  return new Promise((resolve) => {
    ticker.soon(resolve)
  })
}

/** The ticker of the running process. */
export const processTicker: Ticker = {
  elapsed: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  soon(run) {
    const turn = setImmediate(run)
    return () => clearImmediate(turn)
  },
}
