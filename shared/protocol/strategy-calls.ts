import { z } from 'zod'
import { call } from './contract.ts'
import { epochMsShape, pathShape } from './shapes.ts'

/** Longest text of a strategy, in UTF-16 units. */
export const longestStrategy = 1_000_000

const strategyParam = z.object({
  default: z.number(),
  min: z.number(),
  max: z.number(),
  step: z.number().optional(),
})

const faultShape = z.object({ message: z.string(), line: z.int().optional(), column: z.int().optional() })
/** Why a strategy cannot run, and where in its text, counted from 1. */
export type StrategyTextFault = z.infer<typeof faultShape>

const listedStrategy = z.object({
  kind: z.enum(['built-in', 'file']),
  /** Name of one that comes with the program, else path of the file. */
  id: z.string().min(1).max(4096),
  /** What it calls itself; its file's name while that cannot be told. */
  title: z.string(),
  text: z.string(),
  params: z.record(z.string(), strategyParam),
  minCoverage: z.number().optional(),
  /** Why it cannot run, and where. */
  fault: faultShape.optional(),
  /** Its file lies elsewhere than in the folder of strategies: it was opened. */
  elsewhere: z.literal(true).optional(),
  /** It is being looked at still, so that title and params are not known yet; the list changes when they are. */
  pending: z.literal(true).optional(),
})
/** A strategy that can be chosen: one that comes with the program, or one of a file. */
export type ListedStrategy = z.infer<typeof listedStrategy>

const id = z.object({ id: pathShape })
const name = z.string().trim().min(1).max(80)
const text = z.string().max(longestStrategy)
const hash = z.string().max(100)
const strategyText = z.object({ text: z.string(), hash })

const saved = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('saved'), hash }),
  /** The file has another text than the one that was changed; nothing was written. */
  z.object({ outcome: z.literal('changed-outside'), text: z.string(), hash }),
  /** The file is not there any more; nothing was written. */
  z.object({ outcome: z.literal('gone') }),
])
/** What came of saving a strategy. */
export type SavedStrategy = z.infer<typeof saved>

const versionShape = z.object({
  version: z.string().max(100),
  at: epochMsShape,
  bytes: z.int(),
})
/** A text that a strategy had. */
export type StrategyVersion = z.infer<typeof versionShape>

const removedShape = z.object({ removed: z.string().max(300), file: z.string(), at: epochMsShape })
/** A strategy in the bin. */
export type RemovedStrategy = z.infer<typeof removedShape>

/** What a window may ask about strategies. A file is named by its path; one that is not listed is refused with 'usage'. */
export const strategyCalls = {
  /** Those that come with the program first, then files in order of title. */
  'strategies.list': call(z.void().optional(), z.array(listedStrategy), 30_000),
  /** The text as it is on the disk now, and a hash that says which text it was. */
  'strategies.read': call(id, strategyText),
  /** Makes a file in the folder of strategies: from the template, as a copy, or of a text that was written. */
  'strategies.create': call(
    z.object({
      name,
      from: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('template') }),
        z.object({ kind: z.literal('copy'), id: pathShape }),
        z.object({ kind: z.literal('text'), text }),
      ]),
    }),
    id,
  ),
  /** Writes a text in place of the one with the hash `base`, or of whatever is there when `base` is null. */
  'strategies.save': call(z.object({ id: pathShape, text, base: hash.nullable() }), saved),
  /** Gives a file of the folder another name; its versions go with it. */
  'strategies.rename': call(z.object({ id: pathShape, name }), id),
  /** Puts a file of the folder into the bin; one that lies elsewhere is only not listed any more. */
  'strategies.remove': call(id, z.null()),
  /** What is in the bin, the last one first. */
  'strategies.removed': call(z.void().optional(), z.array(removedShape)),
  /** Takes a strategy out of the bin, under another name where its own is taken. */
  'strategies.bringBack': call(z.object({ removed: z.string().max(300) }), id),
  /** Texts it had, the last one first. Restoring one is saving it. */
  'strategies.versions': call(id, z.array(versionShape)),
  'strategies.version': call(z.object({ id: pathShape, version: z.string().max(100) }), strategyText),
  /** Lists a file that lies elsewhere from now on. */
  'strategies.open': call(z.object({ path: pathShape }), id),
} as const

/** What a window hears about strategies. */
export const strategyEvents = {
  /** Files that came, went or have another text, and those that are told more of now. */
  'strategies.changed': z.object({ ids: z.array(z.string()) }),
} as const
