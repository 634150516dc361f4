import type { Consumer } from './consumers.ts'

/** Waits that are over sooner are not worth a word. */
const noticeMs = 500

/** A replay that waits looks again in so many milliseconds, unless a consumer is ready before. */
export type WaitVerdict = 'go-on' | 'pause' | { readonly lookInMs: number }

/** How long a data-driven replay has waited for its consumers, and who was late (L5). */
export class ConsumerWait {
  readonly #changed: () => void
  #since: number | undefined
  #late: readonly string[] = []
  #noticed: readonly string[] = []

  /** `changed` is told whenever others are waited for than before. */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Who took longer than its limit at the last wait; none once it was waited for in time. */
  get late(): readonly string[] {
    return this.#late
  }

  /** Who is waited for, when that takes long enough to be noticed, or was given up as late. */
  get waitingFor(): readonly string[] {
    return this.#late.length > 0 ? this.#late : this.#noticed
  }

  get isWaiting(): boolean {
    return this.#since !== undefined
  }

  /** Those that were noticed are waited for at another pace. */
  forgetNotice(): void {
    this.#noticed = []
  }

  /** What to do while `busy` are at work; `elapsed` counts milliseconds. */
  look(busy: readonly Consumer[], elapsed: number): WaitVerdict {
    if (busy.length === 0) {
      this.#since = undefined
      this.#late = []
      this.#noticed = []
      return 'go-on'
    }
    this.#since ??= elapsed
    const waited = elapsed - this.#since
    const left = Math.max(...busy.map(({ limitMs }) => limitMs)) - waited
    const names = busy.map(({ name }) => name)
    if (left > 0) {
      this.#notice(waited >= noticeMs ? names : [])
      return { lookInMs: waited < noticeMs ? Math.min(left, noticeMs - waited) : left }
    }
    this.#since = undefined
    this.#late = names
    this.#notice(names)
    return busy.every(({ whenLate }) => whenLate === 'go-on') ? 'go-on' : 'pause'
  }

  #notice(names: readonly string[]): void {
    if (names.join() === this.#noticed.join()) return
    this.#noticed = names
    this.#changed()
  }
}
