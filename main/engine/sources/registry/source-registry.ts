import { calendarOf } from '#shared/calendar/calendars.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { SourceField } from '#shared/protocol/source-calls.ts'
import { nearest } from '#shared/text/nearest.ts'
import { checkOptions } from '../../import/options.ts'
import type { StoreReader, StoreWriter } from '../../store/store.ts'
import { parseBaseUrl } from '../http/base-url.ts'
import { type NamedSource, readStoredSource, type SourceDefinition } from './source-definition.ts'

type ReadStore = Pick<StoreReader, 'sources' | 'path'>
type WriteStore = Pick<StoreWriter, 'saveSource' | 'removeSource' | 'orderSources' | 'sources' | 'path'>

/** The sources of a store, in the order the user has set: the first one is asked first. */
export function listSources(store: ReadStore): readonly NamedSource[] {
  return store.sources().map((stored) => readStoredSource(store.path, stored))
}

/** One source. Throws a Failure with code 'unknown-source' that names the nearest ones. */
export function namedSource(store: ReadStore, name: string): NamedSource {
  const stored = store.sources().find((source) => source.name === name)
  if (stored) return readStoredSource(store.path, stored)
  throw unknownSource(store, name)
}

/**
 * Adds a source behind the others, or at a place counted from 1. Throws a Failure with code 'usage' when there is
 * one of that name, or when the definition makes no sense whatever it is asked.
 */
export function addSource(
  store: WriteStore,
  name: string,
  definition: SourceDefinition,
  place?: number,
): void {
  const names = store.sources().map((source) => source.name)
  if (names.includes(name))
    throw new Failure(
      'usage',
      `${store.path} has a source ${name} already; remove it first, or take another name`,
      { field: 'name' },
    )
  store.saveSource({ name, definition: JSON.stringify(usable(definition)) })
  if (place === undefined) return
  store.orderSources([...names.slice(0, place - 1), name, ...names.slice(place - 1)])
}

/** Describes a source anew where it stands. Throws like `namedSource` and, for what makes no sense, like `addSource`. */
export function changeSource(store: WriteStore, name: string, definition: SourceDefinition): void {
  mustExist(store, name)
  store.saveSource({ name, definition: JSON.stringify(usable(definition)) })
}

/** Puts the sources in this order, those that are not named behind them. Throws like `namedSource`. */
export function orderSources(store: WriteStore, names: readonly string[]): void {
  for (const name of names) mustExist(store, name)
  store.orderSources(names)
}

/** Removes a source; what was filled from it stays, with its name. Throws like `namedSource`. */
export function removeSource(store: WriteStore, name: string): void {
  mustExist(store, name)
  store.removeSource(name)
}

function mustExist(store: ReadStore, name: string): void {
  if (!store.sources().some((source) => source.name === name)) throw unknownSource(store, name)
}

/** The definition with its URL in one form. Throws what its exchange, zone or URL is wrong with. */
function usable(definition: SourceDefinition): SourceDefinition {
  switch (definition.kind) {
    case 'lean':
    case 'files': {
      const { exchange } = definition
      if (exchange !== undefined) about('exchange', () => calendarOf(exchange))
      const options = { path: definition.folder, format: 'auto', strict: false } as const
      about('zone', () => checkOptions({ ...options, ...zoneOf(definition) }))
      return definition
    }
    case 'alpaca':
    case 'massive':
      return { ...definition, url: about('url', () => parseBaseUrl(definition.url)) }
    case 'feed':
    case 'postgres':
      return definition
  }
}

/** Has a refusal name the field that it is about in its detail. */
function about<T>(field: SourceField, check: () => T): T {
  try {
    return check()
  } catch (error) {
    const { code, message } = asFailure(error)
    throw new Failure(code, message, { field })
  }
}

function zoneOf(definition: SourceDefinition): { readonly zone?: string } {
  return definition.kind === 'files' && definition.zone !== undefined ? { zone: definition.zone } : {}
}

function unknownSource(store: ReadStore, name: string): Failure {
  const names = store.sources().map((source) => source.name)
  const [closest] = nearest(name, names, 1)
  const known = names.length === 0 ? 'it has none; add one' : `it has ${names.join(', ')}`
  const hint = closest === undefined ? known : `did you mean ${closest}?`
  return new Failure('unknown-source', `${store.path} has no source ${name}; ${hint}`)
}
