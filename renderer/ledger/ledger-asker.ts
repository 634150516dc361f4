import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'

/** What is asked, who takes the answer, and how long to wait before the next question. */
export interface Asking<T> {
  ask(): Promise<T>
  take(answer: T): void
  fail(error: unknown): void
  /** Resolves when the next question may be asked. */
  pause(): Promise<unknown>
}

/** Asks again whenever the clock comes to another minute or something changed, one question at a time. */
export class LedgerAsker<T> {
  readonly #asking: Asking<T>
  #minute: number | undefined
  /** The minute that the last question was about; undefined when it has to be asked again. */
  #asked: number | undefined
  #busy = false
  #stopped = false

  constructor(asking: Asking<T>) {
    this.#asking = asking
  }

  /** The clock stands here. */
  clockAt(clock: EpochMs): void {
    this.#minute = Math.floor(clock / minuteMs)
    void this.#askIfNew()
  }

  /** What was told is out of date. */
  changed(): void {
    this.#asked = undefined
    void this.#askIfNew()
  }

  /** Takes no answer any more. */
  stop(): void {
    this.#stopped = true
  }

  async #askIfNew(): Promise<void> {
    if (this.#busy || this.#minute === this.#asked) return
    this.#busy = true
    while (!this.#stopped && this.#minute !== this.#asked) {
      this.#asked = this.#minute
      await Promise.all([this.#askOnce(), this.#asking.pause()])
    }
    this.#busy = false
  }

  async #askOnce(): Promise<void> {
    const { ask, take, fail } = this.#asking
    try {
      const answer = await ask()
      if (!this.#stopped) take(answer)
    } catch (error) {
      if (!this.#stopped) fail(error)
    }
  }
}
