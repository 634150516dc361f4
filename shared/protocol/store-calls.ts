import { z } from 'zod'
import { call } from './contract.ts'
import { pathShape, sessionDateShape, symbolShape } from './shapes.ts'

const nothing = z.void().optional()
const long = 60_000

const storeSummary = z.object({
  path: pathShape,
  access: z.enum(['owner', 'read-only']),
  /** Who owns the store when this engine does not, e.g. "tapedeck import (process 4711)". */
  owner: z.string().optional(),
  synthetic: z.boolean(),
  symbols: z.int(),
  sessions: z.int(),
  bars: z.int(),
  bytes: z.int(),
  exchanges: z.array(z.string()),
  firstSession: sessionDateShape.optional(),
  lastSession: sessionDateShape.optional(),
})
export type StoreState = z.infer<typeof storeSummary>

const listedSymbol = z.object({
  symbol: symbolShape,
  exchange: z.string(),
  synthetic: z.boolean(),
  /** Sessions with 1m bars. */
  sessions: z.int(),
  firstSession: sessionDateShape.optional(),
  lastSession: sessionDateShape.optional(),
})
export type ListedSymbol = z.infer<typeof listedSymbol>

/** What a window may ask about the open store. */
export const storeCalls = {
  'store.open': call(z.object({ path: pathShape }), storeSummary, long),
  'store.create': call(z.object({ path: pathShape }), storeSummary, long),
  /** Makes a store of synthetic sessions and opens it. */
  'store.createDemo': call(z.object({ path: pathShape }), storeSummary, 5 * long),
  'store.state': call(nothing, storeSummary.nullable()),
  'store.close': call(nothing, z.null()),

  'symbols.search': call(
    z.object({ query: z.string().max(100), limit: z.int().min(1).max(10_000) }),
    z.array(listedSymbol),
  ),
} as const

/** What the engine tells about the open store. */
export const storeEvents = { 'store.changed': storeSummary.nullable() } as const
