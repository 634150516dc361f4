import type { Ticker } from './ticker.ts'

interface Due {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** A ticker for tests: time passes only when it is told to. */
export class ManualTicker implements Ticker {
  #elapsed = 0
  #order = 0
  readonly #waiting = new Set<Due>()

  elapsed(): number {
    return this.#elapsed
  }

  after(ms: number, run: () => void): () => void {
    const due = { at: this.#elapsed + Math.max(0, ms), order: this.#order++, run }
    this.#waiting.add(due)
    return () => this.#waiting.delete(due)
  }

  soon(run: () => void): () => void {
    return this.after(0, run)
  }

  /** Lets `ms` milliseconds pass and runs what falls due on the way, in order of time. */
  pass(ms: number): void {
    const end = this.#elapsed + ms
    for (let due = this.#first(end); due; due = this.#first(end)) {
      this.#waiting.delete(due)
      this.#elapsed = Math.max(this.#elapsed, due.at)
      due.run()
    }
    this.#elapsed = Math.max(this.#elapsed, end)
  }

  /** Lets time pass without running anything: work that takes long. */
  spend(ms: number): void {
    this.#elapsed += ms
  }

  #first(end: number): Due | undefined {
    let first: Due | undefined
    for (const due of this.#waiting) {
      if (due.at > end) continue
      if (!first || due.at < first.at || (due.at === first.at && due.order < first.order)) first = due
    }
    return first
  }
}
