import type { Ticker } from '../../time/ticker.ts'

/** Resolves after `ms` milliseconds with true, or at once with false when the signal is or becomes aborted. */
export function wait(ticker: Ticker, ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(false)
      return
    }
    const stop = (): void => {
      callOff()
      resolve(false)
    }
    const callOff = ticker.after(ms, () => {
      signal.removeEventListener('abort', stop)
      resolve(true)
    })
    signal.addEventListener('abort', stop, { once: true })
  })
}
