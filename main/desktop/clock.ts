/** The time and the timers of the desktop, so that tests can turn them by hand. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Runs something once after `ms`, unless the returned function is called before. */
  after(ms: number, run: () => void): () => void
}

/** The one wall clock of the desktop. */
export const wallClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
