import { resolve } from 'node:path'
import {
  kindForms,
  type NamedSource,
  parseDefinition,
  parseSourceName,
} from '../engine/sources/registry/source-definition.ts'
import { namedSource } from '../engine/sources/registry/source-registry.ts'
import type { StoreReader } from '../engine/store/store.ts'

/**
 * A source as a command names it: one of the store, or a kind such as `feed:NAME` or `lean:DIR`, which then is its
 * name too. Throws a Failure with code 'unknown-source', or 'usage' for what is neither.
 */
export function sourceAsked(store: StoreReader, text: string, folder: string): NamedSource {
  const isStored = store.sources().some(({ name }) => name === text)
  const isKind = (kindForms as readonly string[]).includes(text)
  if (isStored || (parseSourceName(text) !== undefined && !isKind)) return namedSource(store, text)
  return { name: text, definition: parseDefinition(withFullPath(text, folder), {}, {}) }
}

/** A kind of source with its folder as it is found from anywhere. */
export function withFullPath(kind: string, folder: string): string {
  return kind.replace(
    /^(lean|files):(.+)$/s,
    (_, form: string, path: string) => `${form}:${resolve(folder, path)}`,
  )
}
