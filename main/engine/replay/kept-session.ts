import type { StoreReader } from '../store/store.ts'
import type { LoadAnswer } from './load-session.ts'

/** The session that a replay rolled from: it can be looked at again without reading the store. */
export class KeptSession {
  #kept: { readonly reader: StoreReader; readonly key: string; readonly answer: LoadAnswer } | undefined

  /** `key` says all that the answer depends on, besides the store. */
  keep(reader: StoreReader, key: string, answer: LoadAnswer): void {
    this.#kept = { reader, key, answer }
  }

  find(reader: StoreReader, key: string): LoadAnswer | undefined {
    return this.#kept?.reader === reader && this.#kept.key === key ? this.#kept.answer : undefined
  }

  forget(): void {
    this.#kept = undefined
  }
}
