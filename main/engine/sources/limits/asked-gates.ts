import { cancelled } from '../fault.ts'
import type { Gate, GateLimits } from './gate.ts'
import type { Turn, TurnWanted } from './turn-calls.ts'

interface Waiting {
  readonly source: string
  readonly enter: () => void
  readonly refuse: (error: Error) => void
}

/** How a thread comes by the coordinator. */
export interface TurnPipe {
  wanted(wanted: TurnWanted): void
  over(turn: { readonly id: number }): void
}

/** The gates of a thread: none stands here, each request asks the coordinator for its turn. */
export class AskedGates {
  readonly #pipe: TurnPipe
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0

  constructor(pipe: TurnPipe) {
    this.#pipe = pipe
  }

  of = (source: string, limits: GateLimits): Gate => {
    const { requestsPerMinute, parallel } = limits
    const wanted = { source, limits: { requestsPerMinute, parallel } }
    return { pass: (signal, send) => this.#pass(wanted, signal, send) }
  }

  /** The coordinator's answer; one that comes too late is dropped. */
  answer({ id, refused }: Turn): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) return
    if (refused) waiting.refuse(new RangeError(`Too many requests wait for ${waiting.source}`))
    else waiting.enter()
  }

  /** Nobody is there to answer any more. */
  close(): void {
    for (const { source, refuse } of this.#waiting.values()) refuse(cancelled(source))
  }

  async #pass<T>(wanted: Omit<TurnWanted, 'id'>, signal: AbortSignal, send: () => Promise<T>): Promise<T> {
    const id = ++this.#lastId
    try {
      await this.#turn({ id, ...wanted }, signal)
      return await send()
    } finally {
      this.#pipe.over({ id })
    }
  }

  #turn(wanted: TurnWanted, signal: AbortSignal): Promise<void> {
    const { id, source } = wanted
    if (signal.aborted) return Promise.reject(cancelled(source))
    return new Promise((resolve, reject) => {
      const leave = (): void => refuse(cancelled(source))
      const settle = (): void => {
        this.#waiting.delete(id)
        signal.removeEventListener('abort', leave)
      }
      const refuse = (error: Error): void => {
        settle()
        reject(error)
      }
      const enter = (): void => {
        settle()
        resolve()
      }
      this.#waiting.set(id, { source, enter, refuse })
      signal.addEventListener('abort', leave, { once: true })
      this.#pipe.wanted(wanted)
    })
  }
}
