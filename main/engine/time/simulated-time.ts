import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import type { TimeProvider } from './time-provider.ts'

/** The clock of a replayed session. It goes back only by an explicit rewind (T2). */
export class SimulatedTime implements TimeProvider {
  #now: EpochMs

  constructor(start: EpochMs) {
    this.#now = start
  }

  now(): EpochMs {
    return this.#now
  }

  /** Moves the clock on. Throws a RangeError when `time` lies before it. */
  advanceTo(time: EpochMs): void {
    if (time < this.#now)
      throw new RangeError(
        `The clock stands at ${formatUtc(this.#now)} and cannot go on to ${formatUtc(time)}.`,
      )
    this.#now = time
  }

  /** Moves the clock back. Throws a RangeError when `time` lies after it. */
  rewindTo(time: EpochMs): void {
    if (time > this.#now)
      throw new RangeError(
        `The clock stands at ${formatUtc(this.#now)} and cannot go back to ${formatUtc(time)}.`,
      )
    this.#now = time
  }
}
