import { z } from 'zod'
import {
  barColumnsShape,
  epochMsShape,
  intervalShape,
  sessionDateShape,
  symbolShape,
} from '#shared/protocol/shapes.ts'
import type { SessionFill } from '../store/fills/stored-fill.ts'

const count = z.int().min(0)

/** What a source answered about a session, as the store takes it. */
export const sessionFillShape: z.ZodType<SessionFill> = z.object({
  symbol: symbolShape,
  exchange: z.string(),
  interval: intervalShape,
  session: sessionDateShape,
  request: z.object({
    kind: z.literal('request'),
    source: z.string(),
    from: epochMsShape,
    to: epochMsShape,
    askedAt: epochMsShape,
    try: count,
    outcome: z.enum(['bars', 'empty', 'failed', 'truncated']),
    bars: count,
    reached: epochMsShape.exactOptional(),
    detail: z.string().exactOptional(),
    id: z.string(),
    answeredAt: epochMsShape,
  }),
  columns: barColumnsShape,
})
/** What a fill changed in the store, in bars. */
export const filledBarsShape = z.object({ added: count, same: count, differing: count })
