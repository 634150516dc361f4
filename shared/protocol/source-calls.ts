import { z } from 'zod'
import { call } from './contract.ts'
import { secretNames } from './keys-contract.ts'
import { epochMsShape } from './shapes.ts'

const nothing = z.void().optional()
/** The engine ends a test before; this is for an engine that does not answer at all. */
const testMs = 60_000

export const sourceKinds = ['feed', 'lean', 'files', 'alpaca', 'massive', 'postgres'] as const
export type SourceKind = (typeof sourceKinds)[number]

/** Options of sources, whatever the kind; a person writes each as text. */
export const sourceOptionNames = [
  'exchange',
  'symbol',
  'interval',
  'zone',
  'stamp',
  'feed',
  'url',
  'host',
  'port',
  'user',
  'table',
  'tls',
] as const
export type SourceOptionName = (typeof sourceOptionNames)[number]

/**
 * Limits of what is asked of a source, in the units in which a person sets them: requests a minute, requests at once,
 * seconds until an answer is given up, and how often a request is sent at most. All are whole numbers.
 */
export const sourceLimitRanges = {
  rate: { min: 1, max: 100_000 },
  parallel: { min: 1, max: 64 },
  timeout: { min: 1, max: 600 },
  tries: { min: 1, max: 20 },
} as const
export const sourceLimitNames = ['rate', 'parallel', 'timeout', 'tries'] as const
export type SourceLimitName = (typeof sourceLimitNames)[number]

const name = z.string().min(1).max(100)

const sourceForm = z.object({
  kind: z.enum(sourceKinds),
  /** What stands behind the kind: a feed, a folder, a database; empty for a vendor. */
  place: z.string().max(4096),
  options: z.partialRecord(z.enum(sourceOptionNames), z.string().min(1).max(4096)),
  /** Those that a person has set; undefined where they stay as they are. */
  limits: z.partialRecord(z.enum(sourceLimitNames), z.string().min(1).max(20)).optional(),
})
/** A source as a person describes it. */
export type SourceForm = z.infer<typeof sourceForm>

/** Which field of a form a refusal is about; the detail of its Failure. */
export const refusedField = z.object({
  field: z.enum(['name', 'place', ...sourceOptionNames, ...sourceLimitNames]),
})
export type SourceField = z.infer<typeof refusedField>['field']

const testResult = z.object({ ok: z.boolean(), detail: z.string(), at: epochMsShape })

const listedSource = z.object({
  name,
  /** What it is and reads, or what is wrong with it. */
  words: z.string(),
  /** Undefined for one that the store holds but nobody understands; it can only be removed. */
  form: sourceForm.optional(),
  /** The keys that it is let in with, and where each comes from. */
  keys: z.array(
    z.object({
      secret: z.enum(secretNames),
      from: z.enum(['keychain', 'this-run', 'environment', 'nowhere']),
    }),
  ),
  /** The server that the keys are for; undefined for one that takes no keys. */
  server: z.string().optional(),
  /** What the last test found, since the store was opened and the source or its keys were changed. */
  test: testResult.optional(),
})
export type ListedSource = z.infer<typeof listedSource>

const sourcesState = z.object({
  /** In the order in which they are asked. */
  sources: z.array(listedSource),
  /** Feeds of the store, any of which can be a source. */
  feeds: z.array(z.string()),
  /** What holds of a kind where a person sets nothing else; kinds that lie on this machine have none. */
  usualLimits: z.partialRecord(z.enum(sourceKinds), z.record(z.enum(sourceLimitNames), z.number())),
})
export type SourcesState = z.infer<typeof sourcesState>

/** What a window may ask about the sources of missing bars. Refusals over a field name it in their detail. */
export const sourceCalls = {
  'sources.list': call(nothing, sourcesState, testMs),
  'sources.add': call(sourceForm.extend({ name }), z.null()),
  /** Describes a source anew where it stands. */
  'sources.change': call(sourceForm.extend({ name }), z.null()),
  'sources.remove': call(z.object({ name }), z.null()),
  'sources.order': call(z.object({ names: z.array(name).max(1000) }), z.null()),
  /** Asks the source whether it can be read; one sentence, within half a minute. */
  'sources.test': call(z.object({ name }), testResult, testMs),
  /** Ends a test, which is then refused with 'cancelled'. */
  'sources.stopTest': call(z.object({ name }), z.null()),
} as const

/** What the engine tells about the sources: that the list is another one now. */
export const sourceEvents = { 'sources.changed': z.null() } as const
