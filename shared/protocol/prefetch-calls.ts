import { z } from 'zod'
import { planShape } from '../prefetch/plan.ts'
import { readinessShape, runRecordShape } from '../prefetch/run.ts'
import { usedSymbolShape, useMarks } from '../prefetch/used-symbol.ts'
import { call } from './contract.ts'
import { epochMsShape, sessionDateShape, symbolShape } from './shapes.ts'

const nothing = z.void().optional()
const planName = planShape.shape.name
const exchange = planShape.shape.exchange
const runId = z.int().min(1)

/** Which field of a plan a refusal is about; the detail of its Failure. */
export const refusedPlanField = z.object({ field: z.enum(['name', 'exchange', 'symbols', 'when']) })

const listedPlan = z.object({
  plan: planShape,
  /** The run that began last; it goes on while its outcome is `running`. */
  last: runRecordShape.optional(),
})
/** A plan, and what came of it last. */
export type ListedPlan = z.infer<typeof listedPlan>

const plans = z.array(listedPlan)

const wallClock = {
  /** What the clock on the wall of the exchange shows, YYYY-MM-DD HH:MM. */
  wall: z.string(),
  /** How far that clock is from UTC then, e.g. -05:00. */
  offset: z.string(),
}

const nextRun = z.object({
  due: epochMsShape,
  ...wallClock,
  /** What it makes ready: the next session that opens after it. */
  session: sessionDateShape,
  open: epochMsShape,
})
/** A time at which a plan runs. */
export type NextRun = z.infer<typeof nextRun>

const nextRuns = z.object({
  plan: planName,
  exchange,
  zone: z.string(),
  /** In order; none of a plan that is off. */
  runs: z.array(nextRun),
  /** Why there are none or no more, one sentence: its calendar ends, say. */
  problem: z.string().optional(),
})
/** When a plan runs next. */
export type NextRuns = z.infer<typeof nextRuns>

const upcoming = z.object({
  exchange,
  zone: z.string(),
  /** The session that trades now, from its open to its close. */
  trading: z.object({ session: sessionDateShape, close: epochMsShape }).optional(),
  /** The session that opens next. */
  next: z
    .object({
      session: sessionDateShape,
      open: epochMsShape,
      ...wallClock,
      /** Until it opens, rounded up. */
      minutes: z.int().min(0),
      /** Whether it opens within the minutes of prefetchWindowMinutes. */
      near: z.boolean(),
    })
    .optional(),
  /** Why there is no answer, one sentence. */
  problem: z.string().optional(),
})
/** Where an exchange stands: what trades and what opens next. */
export type UpcomingSession = z.infer<typeof upcoming>

const usedSymbols = z.object({
  /** Whether use is taken note of. */
  learns: z.boolean(),
  /** Days after which a use counts half. */
  halfLifeDays: z.number(),
  /** Pinned ones first, then by score; those that are never meant last. */
  symbols: z.array(usedSymbolShape),
})
/** What is known of the use of symbols. */
export type UsedSymbols = z.infer<typeof usedSymbols>

/** Most cells that one event tells of. */
export const mostCells = 1000

const board = z.object({
  run: runRecordShape,
  /** All sessions of the run, in order. */
  sessions: z.array(sessionDateShape),
  /** All its symbols, in order. */
  symbols: z.array(symbolShape),
  /** Those of the symbols that were asked for. */
  cells: z.array(readinessShape),
})
/** The readiness board of a run. */
export type ReadinessBoard = z.infer<typeof board>

/** What a window may ask about plans, when they run and what came of it. */
export const planCalls = {
  /** In order of name. */
  'prefetch.plans': call(nothing, plans),
  /**
   * Adds a plan, or changes the one whose name is `was`. Refused with 'usage' and the field in its detail, with
   * 'unknown-source' that names those that the store does not have, and with 'read-only'.
   */
  'prefetch.savePlan': call(z.object({ plan: planShape, was: planName.optional() }), plans),
  /** Its runs stay on record as long as those of any plan. Refused with 'usage' while it runs. */
  'prefetch.removePlan': call(z.object({ name: planName }), plans),
  /** The symbols that a plan is for now; refused with 'usage' where there is no such plan, or none of them. */
  'prefetch.symbols': call(z.object({ plan: planName }), z.array(symbolShape)),
  /** Records of runs, the last that began first; those before run `before` for a further page. */
  'prefetch.runs': call(
    z.object({
      plan: planName.optional(),
      before: runId.optional(),
      most: z.int().min(1).max(200).default(50),
    }),
    z.object({ runs: z.array(runRecordShape), more: z.boolean() }),
  ),
  /** When each plan runs next, in order of name. */
  'prefetch.next': call(z.object({ most: z.int().min(1).max(50).default(3) }), z.array(nextRuns)),
  /** Of the exchanges that are named, else of all that the store or a plan has. */
  'prefetch.upcoming': call(
    z.object({ exchanges: z.array(exchange).max(100).optional() }),
    z.array(upcoming),
  ),
  'prefetch.used': call(nothing, usedSymbols),
  /** Pins a symbol, says that it is never meant, or takes that back with `none`. */
  'prefetch.markUsed': call(
    z.object({ symbol: symbolShape, mark: z.enum([...useMarks, 'none']) }),
    usedSymbols,
  ),
  /** Forgets the use of a symbol, with its mark; of all symbols when none is named. */
  'prefetch.forgetUsed': call(z.object({ symbol: symbolShape.optional() }), usedSymbols),
} as const

/** What a window may ask of the runs themselves. */
export const runCalls = {
  /** Starts a run now, by hand. Refused with 'usage' when the plan runs already, and with 'read-only'. */
  'prefetch.run': call(z.object({ plan: planName }), runRecordShape),
  /** Ends a run of this process; nothing happens when it has ended. */
  'prefetch.cancel': call(z.object({ run: runId }), z.null()),
  /**
   * Cells of so many symbols of a run, from one of them on: as the run told them, or, of the last run of a plan, as the
   * store has them now. Refused with 'usage' of a run of which neither is known any more.
   */
  'prefetch.board': call(
    z.object({
      run: runId,
      from: z.int().min(0).default(0),
      most: z.int().min(1).max(200).default(100),
    }),
    board,
  ),
} as const

/** What the engine tells about it. */
export const prefetchEvents = {
  /** Plans, records of runs, or the use of symbols are not what they were. */
  'prefetch.changed': z.object({ part: z.enum(['plans', 'runs', 'used']) }),
  /** How far a run is, and the cells that changed; where they are too many for one event others follow. */
  'prefetch.progress': z.object({ run: runRecordShape, cells: z.array(readinessShape).max(mostCells) }),
} as const
