import type { KeyPlace, SecretName } from '#shared/protocol/keys-contract.ts'
import { alpacaUrl } from '../alpaca/protocol.ts'
import { isLoopback } from '../http/base-url.ts'
import { massiveUrl } from '../massive/protocol.ts'
import type { NamedSource, SourceDefinition } from '../registry/source-definition.ts'

/** The keys that a source of this kind is let in with. */
export function secretsOf({ kind }: SourceDefinition): readonly SecretName[] {
  switch (kind) {
    case 'alpaca':
      return ['APCA_API_KEY_ID', 'APCA_API_SECRET_KEY']
    case 'massive':
      return ['MASSIVE_API_KEY']
    case 'postgres':
      return ['PGPASSWORD']
    case 'feed':
    case 'lean':
    case 'files':
      return []
  }
}

/** Whose its keys are; undefined for a source that needs none. */
export function keyPlaceOf({ name, definition }: NamedSource): KeyPlace | undefined {
  switch (definition.kind) {
    case 'alpaca':
    case 'massive':
      return { source: name, server: definition.url }
    case 'postgres': {
      const { user, host, port } = definition
      return { source: name, server: `postgresql://${user === undefined ? '' : `${user}@`}${host}:${port}` }
    }
    case 'feed':
    case 'lean':
    case 'files':
      return undefined
  }
}

/**
 * Whether a source may be shown the keys of the environment, which name no server: the vendor's own and this
 * machine may. Any store can name any other. PostgreSQL's password goes where its tools send it too.
 */
export function takesEnvironment(definition: SourceDefinition): boolean {
  switch (definition.kind) {
    case 'alpaca':
      return definition.url === alpacaUrl || isLoopback(definition.url)
    case 'massive':
      return definition.url === massiveUrl || isLoopback(definition.url)
    case 'postgres':
      return true
    case 'feed':
    case 'lean':
    case 'files':
      return false
  }
}
