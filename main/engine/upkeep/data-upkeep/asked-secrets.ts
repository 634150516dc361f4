import type { KeyPlace, SecretName } from '#shared/protocol/keys-contract.ts'
import { placeInWindow, type Secrets } from '../../sources/secrets/secrets.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { SecretAnswer, WantedSecret } from './contract.ts'

/** Whoever holds keys answers at once or is gone. */
const longestWaitMs = 15_000

/** Secrets in the thread of upkeep: none are kept here, each is asked of the coordinator when it is needed. */
export class AskedSecrets implements Secrets {
  readonly #want: (wanted: WantedSecret) => void
  readonly #ticker: Ticker
  readonly #waiting = new Map<number, (key: string | undefined) => void>()
  #lastId = 0

  /** `want` asks the coordinator, which answers through `answer`. */
  constructor(want: (wanted: WantedSecret) => void, ticker: Ticker) {
    this.#want = want
    this.#ticker = ticker
  }

  /** Undefined too where no answer came within 15 s. */
  read({ source, server }: KeyPlace, secret: SecretName): Promise<string | undefined> {
    const id = ++this.#lastId
    return new Promise((resolve) => {
      const cancel = this.#ticker.after(longestWaitMs, () => this.answer({ id }))
      this.#waiting.set(id, (key) => {
        this.#waiting.delete(id)
        cancel()
        resolve(key)
      })
      this.#want({ id, source, server, secret })
    })
  }

  placeOf(): string {
    return placeInWindow
  }

  /** The coordinator's answer; one that comes too late is dropped. */
  answer({ id, key }: SecretAnswer): void {
    this.#waiting.get(id)?.(key)
  }

  /** Nobody is there to answer any more. */
  close(): void {
    for (const done of this.#waiting.values()) done(undefined)
  }
}
