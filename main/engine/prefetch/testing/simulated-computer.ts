import { addMs, type EpochMs } from '#shared/time/epoch.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { TimeProvider } from '../../time/time-provider.ts'

interface Timer {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** A computer whose clock goes as fast as its work is done, sleeps when it is told to, and forgets all in a crash. */
export class SimulatedComputer implements Ticker, TimeProvider {
  #elapsed = 0
  #wallAtStart: EpochMs
  #order = 0
  readonly #timers = new Set<Timer>()

  constructor(start: EpochMs) {
    this.#wallAtStart = start
  }

  now(): EpochMs {
    return addMs(this.#wallAtStart, this.#elapsed)
  }

  elapsed(): number {
    return this.#elapsed
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#elapsed + Math.max(0, ms), order: this.#order++, run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  soon(run: () => void): () => void {
    return this.after(0, run)
  }

  /** Runs until the clock on the wall shows `time`, and lets what a timer began come to rest before the next one. */
  async runUntil(time: EpochMs): Promise<void> {
    await settled()
    for (let timer = this.#next(time); timer; timer = this.#next(time)) {
      this.#timers.delete(timer)
      this.#elapsed = Math.max(this.#elapsed, timer.at)
      timer.run()
      await settled()
    }
    this.#elapsed = Math.max(this.#elapsed, time - this.#wallAtStart)
  }

  /** Sleeps until the clock shows `time`: timers go on where they were. A time before now puts the clock back. */
  sleepUntil(time: EpochMs): void {
    this.#wallAtStart = addMs(this.#wallAtStart, time - this.now())
  }

  /** Ends whatever waits for a timer. */
  crash(): void {
    this.#timers.clear()
  }

  #next(until: EpochMs): Timer | undefined {
    let next: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.at > until - this.#wallAtStart) continue
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer
    }
    return next
  }
}

/** Whatever goes on without a timer has come to rest. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
