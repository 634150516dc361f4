import { ManualTicker } from '../../time/manual-ticker.ts'
import type { Ticker } from '../../time/ticker.ts'

/** Waits at least this long are those for a silent server, which never come to an end here. */
export const endlessMs = 600_000

/** A ticker whose short waits are over in the next turn, as if time flew whenever nothing else is to be done. */
export class HastyTicker implements Ticker {
  /** Every short wait, in milliseconds. */
  readonly waits: number[] = []
  readonly #time = new ManualTicker()

  elapsed(): number {
    return this.#time.elapsed()
  }

  after(ms: number, run: () => void): () => void {
    if (ms >= endlessMs) return () => {}
    this.waits.push(ms)
    const turn = setImmediate(() => {
      this.#time.spend(ms)
      run()
    })
    return () => clearImmediate(turn)
  }

  soon(run: () => void): () => void {
    const turn = setImmediate(run)
    return () => clearImmediate(turn)
  }
}
