import type { Clock } from '../clock.ts'

interface Alarm {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** A clock that stands still until a test turns it. */
export class ManualClock implements Clock {
  #now = 1_700_000_000_000
  #order = 0
  #alarms: Alarm[] = []

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const alarm = { at: this.#now + ms, order: this.#order++, run }
    this.#alarms.push(alarm)
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm)
    }
  }

  /** Turns the clock on by `ms`; what falls due runs in order, with a breath for promises after each. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await settled()
      const next = this.#alarms
        .filter(({ at }) => at <= end)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0]
      if (!next) break
      this.#alarms = this.#alarms.filter((alarm) => alarm !== next)
      this.#now = Math.max(this.#now, next.at)
      next.run()
    }
    this.#now = end
  }
}

/** Resolves after every promise that is settled now has been listened to. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
