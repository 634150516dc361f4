import { z } from 'zod'
import { epochMsShape, symbolShape } from '../protocol/shapes.ts'

/** What a person says of a symbol: it is always among those used, or never. */
export const useMarks = ['pin', 'never'] as const
export type UseMark = (typeof useMarks)[number]

/** What counts as the use of a symbol. */
export const uses = ['replay', 'chart', 'watchlist'] as const
export type Use = (typeof uses)[number]

export const usedSymbolShape = z.object({
  symbol: symbolShape,
  /** Its uses, each worth less the longer ago it was; what it is worth now. */
  score: z.number().min(0),
  uses: z.int().min(0),
  /** Absent for a symbol that was only marked. */
  lastUsedAt: epochMsShape.optional(),
  lastUse: z.enum(uses).optional(),
  mark: z.enum(useMarks).optional(),
})
/** How a symbol was used so far. */
export type UsedSymbol = z.infer<typeof usedSymbolShape>
