import { z } from 'zod'
import { type Figures, figureNames } from './rank.ts'

const figuresShape: z.ZodType<Figures> = z.array(z.number().nullable()).length(figureNames.length)

const triedShape = z.object({
  figures: figuresShape,
  /** Equity at the end of each session as parts of the cash at the start; of a walk-forward sweep alone. */
  daily: z.array(z.number()).exactOptional(),
})

const windowResultShape = z.object({ inSample: figuresShape, outOfSample: triedShape.exactOptional() })
/** What one cell gave in one window. */
export type WindowResult = z.infer<typeof windowResultShape>

/** What came of one cell: a result for each window of the sweep, or why there is none. */
export const cellResultShape = z.union([
  z.object({ cell: z.int().min(0), windows: z.array(windowResultShape).min(1) }),
  z.object({ cell: z.int().min(0), fault: z.string() }),
])
export type CellResult = z.infer<typeof cellResultShape>

/** What a cell gave in a window; undefined for one that failed. */
export function windowResult(result: CellResult | undefined, window: number): WindowResult | undefined {
  return result && 'windows' in result ? result.windows[window] : undefined
}
