import { z } from 'zod'
import { scenarioNames } from '../scenarios/scenarios.ts'
import { call } from './contract.ts'
import { sessionDateShape, symbolShape } from './shapes.ts'

/** The greatest seed that is taken. */
export const mostSeed = 999_999_999

const listed = z.object({
  session: sessionDateShape,
  /** Why it was chosen, e.g. "range 4.21 %". */
  reason: z.string(),
})
export type ListedScenario = z.infer<typeof listed>

/** So long may the bars of one symbol be read. */
const readingMs = 300_000

/** What a window may ask about sessions that are worth a replay. */
export const scenarioCalls = {
  /**
   * Stored sessions of a symbol that are of a kind, or drawn by the seed: the same seed draws the same ones. Of two
   * questions the earlier one is refused with 'cancelled' when its bars are still being read; refused with
   * 'unknown-symbol' or 'damaged-store'.
   */
  'scenarios.choose': call(
    z.object({
      symbol: symbolShape,
      kind: z.enum(scenarioNames),
      most: z.int().min(1).max(1000),
      seed: z.int().min(0).max(mostSeed),
    }),
    z.array(listed),
    readingMs,
  ),
} as const
