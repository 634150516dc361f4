import { extname } from 'node:path'
import { asFailure } from '#shared/protocol/failure.ts'
import type { StrategyText } from '../../backtest/sandbox/sandbox-order.ts'
import { hashOf } from '../files/text-file.ts'
import type { Description } from './description.ts'

/** Threads at once: a text that hangs holds up one of them. */
const mostAtOnce = 2
const mostKept = 1000

/** What texts of strategies say of themselves; each is asked once. */
export class Descriptions {
  readonly #describe: (strategy: StrategyText) => Promise<Description>
  /** By text and kind of file, the one asked for last at the end. */
  readonly #kept = new Map<string, Description>()
  readonly #asked = new Map<string, Promise<Description>>()
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(describe: (strategy: StrategyText) => Promise<Description>) {
    this.#describe = describe
  }

  /** What a text says, once it has been asked; undefined before. */
  known(strategy: StrategyText): Description | undefined {
    return this.#kept.get(keyOf(strategy))
  }

  /** Asks a text, unless it was or is asked already. */
  of(strategy: StrategyText): Promise<Description> {
    const key = keyOf(strategy)
    const kept = this.#kept.get(key)
    if (kept) return Promise.resolve(kept)
    const asked = this.#asked.get(key)
    if (asked) return asked
    const answer = this.#ask(key, strategy).finally(() => this.#asked.delete(key))
    this.#asked.set(key, answer)
    return answer
  }

  async #ask(key: string, strategy: StrategyText): Promise<Description> {
    if (this.#running >= mostAtOnce)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve)
      })
    this.#running++
    try {
      const description = await this.#describe(strategy)
      this.#kept.set(key, description)
      for (const oldest of this.#kept.keys()) {
        if (this.#kept.size <= mostKept) break
        this.#kept.delete(oldest)
      }
      return description
    } catch (error) {
      // Not the text's fault: it is not kept, and asked again with the next list.
      return { kind: 'faulty', fault: { message: asFailure(error).message } }
    } finally {
      this.#running--
      this.#waiting.shift()?.()
    }
  }
}

/** By its ending a file is TypeScript or JavaScript; its place says nothing about the text. */
function keyOf({ text, file }: StrategyText): string {
  return `${extname(file).toLowerCase()} ${hashOf(text)}`
}
