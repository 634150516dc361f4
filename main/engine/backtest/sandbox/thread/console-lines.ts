import { BoundedList } from '../../run/bounded-list.ts'
import { cutLine } from '../../run/cut-line.ts'

/**
 * What a strategy's console is told: kept, the first lines of it, until the job of the thread hears it, and beginning
 * with what was kept, then told to it.
 */
export class ConsoleLines {
  readonly #kept: BoundedList<string>
  #hear: ((line: () => string) => void) | undefined

  constructor(most = 10_000) {
    this.#kept = new BoundedList(most)
  }

  /** A line that is made when it is wanted. */
  write(line: () => string): void {
    if (this.#hear) this.#hear(line)
    else this.#kept.pushMade(() => cutLine(line()))
  }

  /** Tells these lines from now on, first those that were kept. */
  tell(hear: (line: () => string) => void): void {
    this.#hear = hear
    for (const line of this.#kept.entries.splice(0)) hear(() => line)
  }

  get lines(): readonly string[] {
    return this.#kept.entries
  }

  get leftOut(): number {
    return this.#kept.leftOut
  }
}
