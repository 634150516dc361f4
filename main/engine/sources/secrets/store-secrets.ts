import type { KeyPlace, SecretName } from '#shared/protocol/keys-contract.ts'
import type { ListedSource } from '#shared/protocol/source-calls.ts'
import type { StoreReader } from '../../store/store.ts'
import type { NamedSource } from '../registry/source-definition.ts'
import { namedSource } from '../registry/source-registry.ts'
import type { DesktopKeys } from './desktop-keys.ts'
import { keyPlaceOf, secretsOf, type Variables } from './key-account.ts'
import { environmentSecrets, placeInWindow, type Secrets } from './secrets.ts'

/** The secrets of a window's sources: entered in the window, else of the environment that it was started in. */
export class StoreSecrets implements Secrets {
  readonly #store: () => Pick<StoreReader, 'sources' | 'path'>
  readonly #keys: DesktopKeys
  readonly #variables: Variables

  /** `store` is the open store, which says what the source with a name is. */
  constructor(store: () => Pick<StoreReader, 'sources' | 'path'>, keys: DesktopKeys, variables: Variables) {
    this.#store = store
    this.#keys = keys
    this.#variables = variables
  }

  /**
   * None for another server than that of the source as it is described now: one that goes on as it was before, while
   * it is described anew, must not be handed what is meant for its successor. Throws what `namedSource` throws.
   */
  async read({ source, server }: KeyPlace, secret: SecretName): Promise<string | undefined> {
    const named = namedSource(this.#store(), source)
    const place = keyPlaceOf(named)
    if (place?.server !== server) return undefined
    const key = await this.#keys.read(place, secret)
    return key ?? (await this.#ofEnvironment(place, named, secret))
  }

  placeOf(): string {
    return placeInWindow
  }

  /** Where each key of a source comes from, never what it is. */
  async keysOf(named: NamedSource): Promise<ListedSource['keys']> {
    const place = keyPlaceOf(named)
    if (!place) return []
    const held = await this.#keys.held(place)
    return await Promise.all(
      secretsOf(named.definition).map(async (secret) => {
        const key = held.find((candidate) => candidate.secret === secret)
        if (key) return { secret, from: key.until === 'forgotten' ? 'keychain' : 'this-run' } as const
        const isThere = (await this.#ofEnvironment(place, named, secret)) !== undefined
        return { secret, from: isThere ? 'environment' : 'nowhere' } as const
      }),
    )
  }

  #ofEnvironment(place: KeyPlace, { definition }: NamedSource, secret: SecretName) {
    return environmentSecrets(definition, this.#variables).read(place, secret)
  }
}
