import type { SecretName } from '#shared/protocol/keys-contract.ts'
import type { ListedSource } from '#shared/protocol/source-calls.ts'

type Key = ListedSource['keys'][number]

/** Where one key comes from. */
export function keyWords(secret: SecretName, from: Key['from']): string {
  switch (from) {
    case 'keychain':
      return 'Set, in the keychain of your system'
    case 'this-run':
      return 'Set until Tapedeck ends'
    case 'environment':
      return `Set, in the environment as ${secret}`
    case 'nowhere':
      return 'Not set'
  }
}

/** How the keys of a source stand, in two or three words; undefined for one that takes none. */
export function keysState(
  keys: readonly Key[],
): { readonly set: boolean; readonly words: string } | undefined {
  if (keys.length === 0) return undefined
  if (keys.some(({ from }) => from === 'nowhere')) {
    // A database may let a user in without one.
    const isOptional = keys.every(({ secret }) => secret === 'PGPASSWORD')
    return { set: isOptional, words: isOptional ? 'no password' : 'keys not set' }
  }
  if (keys.some(({ from }) => from === 'this-run')) return { set: true, words: 'keys set for this run' }
  return { set: true, words: 'keys set' }
}
