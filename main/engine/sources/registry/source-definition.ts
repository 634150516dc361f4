import { z } from 'zod'
import { parseInterval } from '#shared/bars/interval.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { intervalShape, symbolShape } from '#shared/protocol/shapes.ts'
import {
  type SourceForm,
  type SourceKind,
  type SourceOptionName,
  sourceOptionNames,
} from '#shared/protocol/source-calls.ts'
import type { StoredSource } from '../../store/store.ts'
import { alpacaFeeds, alpacaUrl } from '../alpaca/protocol.ts'
import { type OwnLimits, ownLimits } from '../limits/limits.ts'
import { limitTexts, readLimitTexts } from '../limits/limits-form.ts'
import { massiveUrl } from '../massive/protocol.ts'

const text = z.string().min(1).max(4096)
const portWords = 'it is a whole number from 1 to 65535'
const folderOptions = { folder: text, exchange: text.optional() }

/** What a source is, by its kind, with nothing that is secret in it. */
export const definitionShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('feed'), feed: text, limits: ownLimits }),
  z.strictObject({ kind: z.literal('lean'), ...folderOptions, limits: ownLimits }),
  z.strictObject({
    kind: z.literal('files'),
    ...folderOptions,
    symbol: symbolShape.optional(),
    interval: intervalShape.optional(),
    zone: text.optional(),
    stamp: z.enum(['start', 'end']).optional(),
    limits: ownLimits,
  }),
  z.strictObject({
    kind: z.literal('alpaca'),
    feed: z.enum(alpacaFeeds).default('sip'),
    url: text.default(alpacaUrl),
    limits: ownLimits,
  }),
  z.strictObject({
    kind: z.literal('postgres'),
    database: text,
    host: text.default('localhost'),
    port: z.int(portWords).min(1, portWords).max(65_535, portWords).default(5432),
    user: text.optional(),
    table: text.default('bars'),
    tls: z.enum(['verify', 'off']).optional(),
    limits: ownLimits,
  }),
  z.strictObject({ kind: z.literal('massive'), url: text.default(massiveUrl), limits: ownLimits }),
])
export type SourceDefinition = z.infer<typeof definitionShape>

/** A source as the store keeps it. */
export interface NamedSource {
  readonly name: string
  readonly definition: SourceDefinition
}

/** The kinds as a command takes them. */
export const kindForms = ['feed:NAME', 'lean:DIR', 'files:DIR', 'alpaca', 'massive', 'postgres:NAME'] as const

const namePattern = /^[a-z0-9][a-z0-9._-]{0,39}$/

/** A name of a source: lower case letters, digits, dots and dashes, at most 40; undefined for anything else. */
export function parseSourceName(name: string): string | undefined {
  return namePattern.test(name) ? name : undefined
}

/** Options of a source as a person wrote them, each as text. */
export type SourceOptions = SourceForm['options']

/** Options that each kind takes. */
const optionsOfKind: Readonly<Record<SourceKind, readonly SourceOptionName[]>> = {
  feed: [],
  lean: ['exchange'],
  files: ['exchange', 'symbol', 'interval', 'zone', 'stamp'],
  alpaca: ['feed', 'url'],
  massive: ['url'],
  postgres: ['host', 'port', 'user', 'table', 'tls'],
}

/**
 * Reads a kind such as `lean:/data` with its options. Throws a Failure with code 'usage' that says what is wrong.
 */
export function parseDefinition(
  kindText: string,
  options: SourceOptions,
  limits: OwnLimits,
): SourceDefinition {
  const colon = kindText.indexOf(':')
  const kind = colon < 0 ? kindText : kindText.slice(0, colon)
  const what = colon < 0 ? undefined : kindText.slice(colon + 1)
  const form = kindForms.find((known) => known.split(':')[0] === kind)
  if (form === undefined)
    throw new Failure('usage', `"${kindText}" is no kind of source; kinds are ${kindForms.join(', ')}`)
  if (form.includes(':') !== Boolean(what)) throw new Failure('usage', `"${kindText}" is no ${form}`)
  const taken = optionsOfKind[kind as SourceKind]
  const extra = sourceOptionNames.find((name) => options[name] !== undefined && !taken.includes(name))
  if (extra !== undefined) throw new Failure('usage', `A source ${form} takes no --${extra}`)
  const place = what === undefined ? {} : { [placeNames[kind] ?? 'folder']: what }
  return checked({ kind, ...readable(options), ...place, limits })
}

/** What stands behind the colon of a kind, where it is not a folder. */
const placeNames: Readonly<Record<string, string>> = { feed: 'feed', postgres: 'database' }

/** Options whose written form is not the stored one. */
function readable({ exchange, interval, symbol, port, ...options }: SourceOptions): object {
  return {
    ...options,
    ...(exchange !== undefined && { exchange: exchange.toUpperCase() }),
    ...(port !== undefined && { port: Number(port) }),
    ...(symbol !== undefined && { symbol: symbol.toUpperCase() }),
    ...(interval !== undefined && { interval: parseInterval(interval) ?? interval }),
  }
}

function checked(definition: unknown): SourceDefinition {
  const read = definitionShape.safeParse(definition)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const field = issue?.path.join('.') || 'kind'
  throw new Failure('usage', `A source with a wrong ${field}: ${issue?.message}`, { field })
}

/** A source as the store holds it. Throws a Failure with code 'damaged-store' for one that makes no sense. */
export function readStoredSource(path: string, { name, definition }: StoredSource): NamedSource {
  try {
    return { name, definition: definitionShape.parse(JSON.parse(definition)) }
  } catch {
    throw new Failure(
      'damaged-store',
      `${path}: source ${name} is not understood; remove it and add it again`,
    )
  }
}

/** The kind of a source as a command takes it. */
export function kindText(definition: SourceDefinition): string {
  switch (definition.kind) {
    case 'feed':
      return `feed:${definition.feed}`
    case 'lean':
    case 'files':
      return `${definition.kind}:${definition.folder}`
    case 'postgres':
      return `postgres:${definition.database}`
    default:
      return definition.kind
  }
}

/** The options of a source that its kind does not say already. */
export function optionsOf(definition: SourceDefinition): Readonly<Record<string, unknown>> {
  const taken: readonly string[] = optionsOfKind[definition.kind]
  return Object.fromEntries(
    Object.entries(definition).filter(([name, value]) => taken.includes(name) && value !== undefined),
  )
}

/** The definition as a person describes it: `place` is a feed, a folder or a database. */
export function formOf(definition: SourceDefinition): SourceForm {
  const text = kindText(definition)
  const options = Object.entries(optionsOf(definition)).map(([name, value]) => [name, String(value)])
  return {
    kind: definition.kind,
    place: text.slice(definition.kind.length + 1),
    options: Object.fromEntries(options),
    limits: limitTexts(definition.limits),
  }
}

/**
 * Reads what a person described, with `limits` where the form holds none. Throws what `parseDefinition` and
 * `readLimitTexts` throw.
 */
export function definitionOf(
  { kind, place, options, limits: texts }: SourceForm,
  limits: OwnLimits,
): SourceDefinition {
  const own = texts === undefined ? limits : readLimitTexts(texts)
  return parseDefinition(place === '' ? kind : `${kind}:${place}`, options, own)
}
