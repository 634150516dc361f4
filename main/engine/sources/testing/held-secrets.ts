import type { SecretName } from '#shared/protocol/keys-contract.ts'
import type { Secrets } from '../secrets/secrets.ts'

/** Secrets that any server is shown, as somebody has entered them for it. */
export function heldSecrets(keys: Partial<Record<SecretName, string>>): Secrets {
  return {
    read: async (_, secret) => keys[secret] || undefined,
    placeOf: (_, secret) => `in the environment as ${secret}`,
  }
}
