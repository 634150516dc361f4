import { z } from 'zod'
import { planShape } from '#shared/prefetch/plan.ts'
import { runOutcomes, runRecordShape, runTriggers } from '#shared/prefetch/run.ts'
import { useMarks, uses } from '#shared/prefetch/used-symbol.ts'
import { call } from '#shared/protocol/contract.ts'
import { planCalls } from '#shared/protocol/prefetch-calls.ts'
import { epochMsShape, sessionDateShape, symbolShape } from '#shared/protocol/shapes.ts'
import type { Runner } from '../prefetch/lease.ts'

const at = epochMsShape
const id = z.int().min(1)
const runner: z.ZodType<Runner> = z.object({ owner: z.string(), pid: z.int(), runs: z.array(id) })
const newRun = z.object({
  plan: z.string(),
  exchange: z.string(),
  session: sessionDateShape,
  trigger: z.enum(runTriggers),
  due: at,
  startedAt: at,
})
const counts = runRecordShape.pick({
  symbols: true,
  ready: true,
  of: true,
  requests: true,
  bars: true,
  bytes: true,
  gaps: true,
  filled: true,
})

/** What the engine asks of the thread that writes about plans, their runs and the use of symbols. */
export const prefetchWriterCalls = {
  savePlan: call(z.object({ plan: planShape, was: z.string().optional(), at }), z.null()),
  removePlan: call(z.object({ name: z.string(), runner, at }), z.null()),
  notePlansLooked: call(z.object({ names: z.array(z.string()), at }), z.null()),
  /** Takes the lease of a plan for a runner. */
  beginRun: call(z.object({ run: newRun, runner }), runRecordShape),
  keepRun: call(z.object({ id, counts, at }), z.null()),
  endRun: call(
    z.object({
      id,
      end: z.object({
        outcome: z.enum(runOutcomes).exclude(['running']),
        reason: z.string().exactOptional(),
        endedAt: at,
        counts: counts.exactOptional(),
        errors: runRecordShape.shape.errors,
      }),
    }),
    z.null(),
  ),
  skipRuns: call(z.object({ runs: z.array(newRun.extend({ reason: z.string() })) }), z.null()),
  /** Ends runs whose process is gone or silent, or which the runner knows nothing of. */
  interruptRuns: call(z.object({ runner, at }), z.array(runRecordShape)),
  noteUse: call(z.object({ symbols: z.array(symbolShape), use: z.enum(uses), at }), z.null()),
  markUsed: call(z.object({ symbol: symbolShape, mark: z.enum([...useMarks, 'none']) }), z.null()),
  forgetUsed: call(planCalls['prefetch.forgetUsed'].params, z.null()),
} as const
