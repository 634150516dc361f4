import type { KeyPlace, SecretName } from '#shared/protocol/keys-contract.ts'
import type { SourceDefinition } from '../registry/source-definition.ts'
import { keyServerEntry, keyServersVariable, takesEnvironment, type Variables } from './key-account.ts'

/** Where secrets are kept: the environment of a command, the keychain of a window. They go nowhere else. */
export interface Secrets {
  /** The secret of a source for one server, and for no other; undefined where there is none. */
  read(place: KeyPlace, secret: SecretName): Promise<string | undefined>
  /** Where a person puts one, e.g. "in the environment as APCA_API_KEY_ID". */
  placeOf(source: string, secret: SecretName): string
}

/** Where a person who works in the window puts a secret. */
export const placeInWindow = 'into its keys, in the window under Data'

/** Secrets of the environment as one source may be shown them: none, where its server is not one that may have them. */
export function environmentSecrets(definition: SourceDefinition, variables: Variables): Secrets {
  const isShown = takesEnvironment(definition, variables)
  const toAllow = `${keyServersVariable}=${keyServerEntry(definition)}`
  return {
    read: async (_, secret) => (isShown ? variables[secret] || undefined : undefined),
    placeOf: (_, secret) => {
      const place = `in the environment as ${secret}`
      return isShown ? place : `${place}, and if this server may have it, say so there with ${toAllow}`
    },
  }
}

/** Text of others, in which no secret is left. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((clean, secret) => (secret === '' ? clean : clean.replaceAll(secret, '…')), text)
}
