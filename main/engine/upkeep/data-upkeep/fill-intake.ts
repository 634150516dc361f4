import { asFailure, type Failure } from '#shared/protocol/failure.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { FilledBars, SessionFill } from '../../store/fills/stored-fill.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { FoundBars, KeptAnswer } from './contract.ts'

/** Work in one turn of the event loop, which has more to do than to take fills. */
const budgetMs = 2

export interface IntakeHost {
  readonly ticker: Ticker
  /** Takes bars into the replay; answers from when they are known there, undefined when they are not. */
  take(found: FoundBars): EpochMs | undefined
  /** All that is taken in this turn has been. */
  taken(): void
  /** Has all of it stored in the store at a path, or none. Rejects with a Failure when that cannot be. */
  keep(fills: readonly SessionFill[], store: string): Promise<readonly FilledBars[]>
  /** Something cannot be stored. */
  notKept(failure: Failure): void
}

interface Waiting {
  readonly found: FoundBars
  readonly tell: (answer: KeptAnswer) => void
}

interface Taken extends Waiting {
  readonly knownAt: EpochMs | undefined
}

/**
 * What the thread of upkeep found, on its way into the replay and into the store: a little in each turn of the event
 * loop, and stored together while the store is busy with what came before. It holds no more than the thread asks for
 * at once.
 */
export class FillIntake {
  readonly #host: IntakeHost
  readonly #waiting: Waiting[] = []
  #taken: Taken[] = []
  #isScheduled = false
  #isKeeping = false

  constructor(host: IntakeHost) {
    this.#host = host
  }

  /** `tell` hears what became of it, once it is stored or cannot be. */
  add(found: FoundBars, tell: (answer: KeptAnswer) => void): void {
    this.#waiting.push({ found, tell })
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#host.ticker.soon(() => {
      this.#isScheduled = false
      this.#take()
    })
  }

  #take(): void {
    const { ticker } = this.#host
    const until = ticker.elapsed() + budgetMs
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.#taken.push({ ...next, knownAt: this.#host.take(next.found) })
      if (ticker.elapsed() >= until) break
    }
    this.#host.taken()
    if (this.#waiting.length > 0) this.#schedule()
    void this.#keep()
  }

  async #keep(): Promise<void> {
    if (this.#isKeeping) return
    this.#isKeeping = true
    while (this.#taken.length > 0) {
      const store = this.#taken[0]?.found.store ?? ''
      const taken = this.#taken.filter(({ found }) => found.store === store)
      this.#taken = this.#taken.filter(({ found }) => found.store !== store)
      await this.#store(taken, store)
    }
    this.#isKeeping = false
  }

  /** A replay that was being opened meanwhile may have been read before it was stored. */
  #takeAgain(taken: readonly Taken[]): void {
    const others = taken.filter(({ knownAt }) => knownAt === undefined)
    for (const { found } of others) this.#host.take(found)
    if (others.length > 0) this.#host.taken()
  }

  /** What cannot be stored takes nothing else along. */
  async #store(taken: readonly Taken[], store: string): Promise<void> {
    try {
      const fills = taken.map(({ found }) => found.fill)
      const bars = await this.#host.keep(fills, store)
      this.#takeAgain(taken)
      for (const [index, one] of taken.entries()) answer(one, bars[index])
    } catch (error) {
      const [one, ...others] = taken
      if (one && others.length === 0) {
        this.#host.notKept(asFailure(error))
        answer(one, undefined)
      } else for (const each of taken) await this.#store([each], store)
    }
  }
}

function answer({ found: { run, id }, knownAt, tell }: Taken, bars: FilledBars | undefined): void {
  tell({ run, id, ...(knownAt !== undefined && { knownAt }), ...(bars && { bars }) })
}
