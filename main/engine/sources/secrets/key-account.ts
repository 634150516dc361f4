import type { KeyPlace, SecretName } from '#shared/protocol/keys-contract.ts'
import { alpacaUrl } from '../alpaca/protocol.ts'
import { massiveUrl } from '../massive/protocol.ts'
import { isOwnMachine, passwordServer } from '../postgres/place.ts'
import type { NamedSource, SourceDefinition } from '../registry/source-definition.ts'

/** Variables of the environment by name. */
export type Variables = Readonly<Record<string, string | undefined>>

/** The variable in which a user names servers that may be shown the keys of the environment, as `alpaca=URL`. */
export const keyServersVariable = 'TAPEDECK_KEY_SERVERS'

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
    case 'postgres':
      return { source: name, server: passwordServer(definition) }
    case 'feed':
    case 'lean':
    case 'files':
      return undefined
  }
}

/**
 * Whether a source may be shown the keys of the environment, which name no server. Any store can name any server, so
 * only what is not of the store counts: the vendor's own server may, for PostgreSQL this machine and PGHOST, and
 * else what the user names in TAPEDECK_KEY_SERVERS.
 */
export function takesEnvironment(definition: SourceDefinition, variables: Variables): boolean {
  const entry = keyServerEntry(definition)
  if (entry === undefined) return false
  return isExpectedServer(definition, variables) || namedServers(variables).includes(entry)
}

/** How TAPEDECK_KEY_SERVERS names the server of a source; undefined for one that needs no keys. */
export function keyServerEntry(definition: SourceDefinition): string | undefined {
  switch (definition.kind) {
    case 'alpaca':
    case 'massive':
      return `${definition.kind}=${definition.url}`
    case 'postgres':
      return `postgres=${definition.host}:${definition.port}`
    case 'feed':
    case 'lean':
    case 'files':
      return undefined
  }
}

function isExpectedServer(definition: SourceDefinition, { PGHOST }: Variables): boolean {
  switch (definition.kind) {
    case 'alpaca':
      return definition.url === alpacaUrl
    case 'massive':
      return definition.url === massiveUrl
    case 'postgres':
      return isOwnMachine(definition.host) || definition.host === PGHOST
    case 'feed':
    case 'lean':
    case 'files':
      return false
  }
}

function namedServers(variables: Variables): readonly string[] {
  const text = variables[keyServersVariable] ?? ''
  return text.split(/[\s,]+/).map((entry) => entry.replace(/\/+$/, ''))
}
