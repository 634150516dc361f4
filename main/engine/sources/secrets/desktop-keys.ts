import type { Channel } from '#shared/protocol/channel.ts'
import { type Client, createClient } from '#shared/protocol/client.ts'
import {
  type HeldKey,
  type KeyPlace,
  type KeysContract,
  keysContract,
  type SecretName,
} from '#shared/protocol/keys-contract.ts'

/** The keys that Electron's main process holds. There are none until it has handed over a channel. */
export class DesktopKeys {
  readonly #changed: (source: string) => void
  #client: Client<KeysContract> | undefined

  /** `changed` is told when a key of a source was entered or forgotten. */
  constructor(changed: (source: string) => void) {
    this.#changed = changed
  }

  /** Asks over this channel from now on. */
  connect(channel: Channel): void {
    this.#client?.close()
    this.#client = createClient(keysContract, channel)
    this.#client.on('keys.changed', ({ source }) => this.#changed(source))
  }

  /** A key as it was entered; undefined where there is none or nobody to ask. */
  async read(place: KeyPlace, secret: SecretName): Promise<string | undefined> {
    try {
      return (await this.#client?.call('keys.read', { ...place, secret }))?.key
    } catch {
      return undefined
    }
  }

  /** Which keys there are; none when there is nobody to ask. */
  async held(place: KeyPlace): Promise<readonly HeldKey[]> {
    try {
      return (await this.#client?.call('keys.held', place)) ?? []
    } catch {
      return []
    }
  }

  close(): void {
    this.#client?.close()
    this.#client = undefined
  }
}
