import { z } from 'zod'
import { call } from './contract.ts'
import { symbolShape } from './shapes.ts'

const watchlist = z.object({
  id: z.int(),
  name: z.string().min(1).max(80),
  symbols: z.array(symbolShape).max(5000),
})
export type WatchlistState = z.infer<typeof watchlist>

/** What a window may ask about watchlists. */
export const watchlistCalls = {
  'watchlists.list': call(z.void().optional(), z.array(watchlist)),
  'watchlists.save': call(watchlist.partial({ id: true }), z.array(watchlist)),
  'watchlists.remove': call(z.object({ id: z.int() }), z.array(watchlist)),
  'watchlists.order': call(z.object({ ids: z.array(z.int()) }), z.array(watchlist)),
} as const
