import { z } from 'zod'
import { rankNames } from '../sweep/rank.ts'
import { sweepRequestShape } from '../sweep/sweep-file.ts'
import { measureShape } from './backtest-calls.ts'
import { call } from './contract.ts'
import { columnShape, sessionDateShape } from './shapes.ts'

const sweepId = z.int().min(1)
const params = z.record(z.string(), z.number())
const numbers = z.record(z.string(), z.number())
const byteColumn: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)
const dates = z.object({ from: sessionDateShape, to: sessionDateShape, sessions: z.int() })

const sweepWindow = z.object({
  inSample: dates,
  outOfSample: dates.optional(),
  /** Undefined where no cell has a number. */
  best: z
    .object({
      cell: z.int(),
      params,
      /** How far its neighbours bear it out, 0 to 1 and beyond; undefined where that cannot be told. */
      support: z.number().optional(),
      standsAlone: z.boolean(),
      /** Figures by name. */
      inSample: numbers,
      outOfSample: numbers.optional(),
    })
    .optional(),
})

const sweepView = z.object({
  sweep: sweepId,
  /** What the strategy calls itself. */
  title: z.string(),
  /** All params of the strategy; those of one value did not vary. */
  axes: z.array(z.object({ name: z.string(), values: z.array(z.number()) })),
  by: z.enum(rankNames),
  /** What each cell is compared by, as it is written; NaN for none. Of a walk the mean over its windows. */
  inSample: columnShape,
  outOfSample: columnShape.optional(),
  /** 1 of a cell whose number rests on too few sessions or trades. */
  small: z.object({ inSample: byteColumn, outOfSample: byteColumn.optional() }),
  /** The best cell by that; undefined where none has a number. */
  best: z.int().optional(),
  windows: z.array(sweepWindow),
  warnings: z.array(z.string()),
  /** The first cells that failed, and why. */
  faults: z.array(z.object({ cell: z.int(), message: z.string() })).max(100),
  /** What a walk would have earned. */
  walk: z
    .object({ time: columnShape, equity: columnShape, stats: z.record(z.string(), measureShape) })
    .optional(),
})
/** A sweep that is through, compared by one thing. */
export type SweepView = z.infer<typeof sweepView>

/** What a window may ask about sweeps. The last one can be looked at until another starts or another store is opened. */
export const sweepCalls = {
  /**
   * Starts a sweep; it is heard of by its events. Refused with 'usage' while one goes on. One that was stopped goes on
   * where it was.
   */
  'sweep.start': call(sweepRequestShape, z.object({ sweep: sweepId })),
  /** Ends the sweep that goes on; the cells that are through are kept. */
  'sweep.cancel': call(z.void().optional(), z.null()),
  /** What the last sweep gave, compared by this; null while there is none. */
  'sweep.view': call(z.object({ by: z.enum(rankNames).optional() }), sweepView.nullable(), 60_000),
} as const

/** What a window hears about sweeps. */
export const sweepEvents = {
  'sweep.progress': z.object({
    sweep: sweepId,
    phase: z.enum(['reading', 'running']),
    /** Cells, those that were through before among them; both 0 while that is not known. */
    done: z.number(),
    total: z.int(),
  }),
  'sweep.ended': z.discriminatedUnion('outcome', [
    z.object({ sweep: sweepId, outcome: z.literal('done') }),
    z.object({ sweep: sweepId, outcome: z.literal('failed'), message: z.string() }),
    z.object({ sweep: sweepId, outcome: z.literal('cancelled') }),
  ]),
} as const
