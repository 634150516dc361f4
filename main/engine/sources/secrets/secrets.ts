import type { SecretName } from '#shared/protocol/keys-contract.ts'

/** Where secrets are kept: the environment of a command, the keychain of a window. They go nowhere else. */
export interface Secrets {
  /** The secret of the source with this name; undefined where there is none. */
  read(source: string, secret: SecretName): Promise<string | undefined>
  /** Where a person puts one, e.g. "in the environment as APCA_API_KEY_ID". */
  placeOf(source: string, secret: SecretName): string
}

/** Where a person who works in the window puts a secret. */
export const placeInWindow = 'into its keys, in the window under Data'

/** Secrets of the environment, the same for every source. */
export function environmentSecrets(variables: Readonly<Record<string, string | undefined>>): Secrets {
  return {
    read: async (_, secret) => variables[secret] || undefined,
    placeOf: (_, secret) => `in the environment as ${secret}`,
  }
}

/** Text of others, in which no secret is left. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((clean, secret) => (secret === '' ? clean : clean.replaceAll(secret, '…')), text)
}
