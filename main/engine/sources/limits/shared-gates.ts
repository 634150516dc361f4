import type { Ticker } from '../../time/ticker.ts'
import type { Gate, GateLimits } from './gate.ts'
import { RequestGate } from './request-gate.ts'
import type { Turn, TurnWanted } from './turn-calls.ts'

/**
 * The one gate of each source, by name, whoever asks it: upkeep, runs of plans and fetches, each in its thread, and
 * tests of sources. They stand with the coordinator, since a share for each thread would leave most of it unused most
 * of the time, and cannot be had of a source that takes one request at once.
 */
export class SharedGates {
  readonly #ticker: Ticker
  readonly #gates = new Map<string, RequestGate>()

  constructor(ticker: Ticker) {
    this.#ticker = ticker
  }

  of = (source: string, limits: GateLimits): Gate => {
    const gate = this.#gates.get(source) ?? new RequestGate(source, limits, this.#ticker)
    this.#gates.set(source, gate)
    gate.hold(limits)
    return gate
  }

  /** Sees to the turns of one thread, which hears of them through `answer`. */
  forThread(answer: (turn: Turn) => void): ThreadTurns {
    return new ThreadTurns(this.of, answer)
  }
}

/** The requests of one thread that wait for their turn, or are under way. */
export class ThreadTurns {
  readonly #gateOf: SharedGates['of']
  readonly #answer: (turn: Turn) => void
  /** How each of them is ended. */
  readonly #ends = new Map<number, () => void>()

  constructor(gateOf: SharedGates['of'], answer: (turn: Turn) => void) {
    this.#gateOf = gateOf
    this.#answer = answer
  }

  async want({ id, source, limits }: TurnWanted): Promise<void> {
    const left = new AbortController()
    this.#ends.set(id, () => left.abort())
    const underWay = (): Promise<void> =>
      new Promise((resolve) => {
        this.#ends.set(id, resolve)
        this.#answer({ id, refused: false })
      })
    try {
      await this.#gateOf(source, limits).pass(left.signal, underWay)
    } catch {
      if (this.#ends.delete(id)) this.#answer({ id, refused: true })
    }
  }

  over({ id }: { readonly id: number }): void {
    const end = this.#ends.get(id)
    this.#ends.delete(id)
    end?.()
  }

  /** The thread is gone, and with it what it had under way. */
  close(): void {
    for (const id of [...this.#ends.keys()]) this.over({ id })
  }
}
