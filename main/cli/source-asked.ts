import { resolve } from 'node:path'
import {
  kindForms,
  kindText,
  type NamedSource,
  parseDefinition,
  parseSourceName,
} from '../engine/sources/registry/source-definition.ts'
import { listSources, namedSource } from '../engine/sources/registry/source-registry.ts'
import type { StoreReader } from '../engine/store/store.ts'

/**
 * A source as a command names it: one of the store, or a kind such as `feed:NAME` or `lean:DIR`. What the store has
 * under a name goes by that name, however it is asked for: one source under two names would agree with itself. Throws
 * a Failure with code 'unknown-source', or 'usage' for what is neither.
 */
export function sourceAsked(store: StoreReader, text: string, folder: string): NamedSource {
  const stored = listSources(store)
  const isKind = parseSourceName(text) === undefined || (kindForms as readonly string[]).includes(text)
  if (!isKind || stored.some(({ name }) => name === text)) return namedSource(store, text)
  const definition = parseDefinition(withFullPath(text, folder), {}, {})
  const kind = kindText(definition)
  return stored.find((known) => kindText(known.definition) === kind) ?? { name: kind, definition }
}

/** A kind of source with its folder as it is found from anywhere. */
export function withFullPath(kind: string, folder: string): string {
  return kind.replace(
    /^(lean|files):(.+)$/s,
    (_, form: string, path: string) => `${form}:${resolve(folder, path)}`,
  )
}
