import { z } from 'zod'
import { call } from '#shared/protocol/contract.ts'
import { engineContract } from '#shared/protocol/engine-contract.ts'
import { markShape, standInShape } from '#shared/protocol/ledger-calls.ts'
import { symbolShape } from '#shared/protocol/shapes.ts'
import { definitionShape } from '../sources/registry/source-definition.ts'
import { filledBarsShape, sessionFillShape } from './fill-shapes.ts'
import { prefetchWriterCalls } from './prefetch-calls.ts'

const { calls, events } = engineContract
const path = z.string()
const bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)
const newGrades = z.object({
  symbol: symbolShape,
  year: z.int(),
  calendar: z.string(),
  changes: z.int(),
  counts: bytes,
  stamps: bytes,
})
const namedSource = z.object({ name: z.string(), definition: definitionShape })
const nothing = z.void().optional()
/** Nobody waits for an import or a demo store without seeing how far it is, so time alone does not end them. */
const dayMs = 24 * 60 * 60_000

/** What the engine asks of the one thread that writes to the store. */
export const storeWriterContract = {
  calls: {
    /** Becomes the owner of a store. Refuses with 'store-busy' when another process is, named in the detail. */
    open: call(z.object({ path }), z.null(), 60_000),
    /** Makes an empty store and becomes its owner. */
    create: call(z.object({ path }), z.null(), 60_000),
    /** Makes a store of synthetic sessions and becomes its owner. */
    createDemo: call(z.object({ path }), z.null(), dayMs),
    close: call(nothing, z.null(), 60_000),
    saveWatchlist: call(calls['watchlists.save'].params, z.null()),
    removeWatchlist: call(calls['watchlists.remove'].params, z.null()),
    orderWatchlists: call(calls['watchlists.order'].params, z.null()),
    /** Stores what sources answered, all or nothing: their bars of missing minutes, and each request as evidence. */
    storeFills: call(z.array(sessionFillShape), z.array(filledBarsShape), 60_000),
    addSource: call(namedSource, z.null()),
    changeSource: call(namedSource, z.null()),
    removeSource: call(calls['sources.remove'].params, z.null()),
    orderSources: call(calls['sources.order'].params, z.null()),
    /** Whether a folder holds files of bars. Leaves the store as it is, and needs none. */
    testFolder: call(
      calls['import.start'].params.pick({ path: true, format: true }),
      calls['sources.test'].result.omit({ at: true }),
      60_000,
    ),
    /** Keeps what a person said of missing minutes of a symbol. */
    markGap: call(z.object({ symbol: symbolShape, mark: markShape }), z.null()),
    ...prefetchWriterCalls,
    /** Keeps what sessions were counted to be, but for symbols that have changed since. */
    keepGrades: call(z.object({ grades: z.array(newGrades) }), z.null()),
    /** Keeps synthetic bars that a person asked for in missing minutes of a symbol, or took back. */
    keepStandIns: call(z.object({ symbol: symbolShape, standIns: z.array(standInShape) }), z.null()),
    previewImport: call(calls['import.preview'].params, calls['import.preview'].result, 60_000),
    /** Refuses with 'cancelled' once the first entry of `cancelled` is not 0; a busy thread reads no messages. */
    runImport: call(
      z.object({ options: calls['import.start'].params, cancelled: z.instanceof(SharedArrayBuffer) }),
      events['import.done'].shape.report,
      dayMs,
    ),
  },
  signals: {},
  events: { importProgress: events['import.progress'].omit({ job: true }) },
} as const
export type StoreWriterContract = typeof storeWriterContract
