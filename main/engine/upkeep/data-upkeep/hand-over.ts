import type { SessionFill } from '../../store/fills/stored-fill.ts'
import type { FoundBars, KeptAnswer } from './contract.ts'

/** What was found and is handed to the coordinator, which takes it into the replay and has it stored. */
export class HandOver {
  readonly #run: number
  readonly #store: string
  readonly #tell: (found: FoundBars) => void
  readonly #waiting = new Map<number, (answer: KeptAnswer | undefined) => void>()
  #lastId = 0
  #isEnded = false

  /** `store` is the path of the store that lacks what is found. */
  constructor(run: number, store: string, tell: (found: FoundBars) => void) {
    this.#run = run
    this.#store = store
    this.#tell = tell
  }

  /** Resolves to what became of it; to undefined once the run has ended. */
  give(fill: SessionFill): Promise<KeptAnswer | undefined> {
    if (this.#isEnded) return Promise.resolve(undefined)
    const id = ++this.#lastId
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#tell({ run: this.#run, id, store: this.#store, fill })
    })
  }

  /** What was handed over under a number is stored, or cannot be. */
  kept(answer: KeptAnswer): void {
    this.#waiting.get(answer.id)?.(answer)
    this.#waiting.delete(answer.id)
  }

  /** Nobody answers any more. */
  end(): void {
    this.#isEnded = true
    for (const done of this.#waiting.values()) done(undefined)
    this.#waiting.clear()
  }
}
