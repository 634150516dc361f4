import { z } from 'zod'
import { brokerSettingsShape } from '../backtest/broker-settings-shape.ts'
import { namedStrategyShape } from '../strategy/chosen-strategy.ts'
import { seedShape } from '../strategy/seed.ts'
import { call } from './contract.ts'
import {
  columnShape,
  epochMsShape,
  intervalShape,
  pathShape,
  sessionDateShape,
  symbolShape,
} from './shapes.ts'

const runId = z.int().min(1)
const runName = z.string().trim().min(1).max(80)
const paramValues = z.record(z.string().max(64), z.number())
const byteColumn: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)
const indexColumn: z.ZodType<Uint16Array> = z.instanceof(Uint16Array)

/** What a backtest is of, before its bars are read. */
export const backtestRequestShape = z.object({
  /** One of a file without its text is read when the run begins. */
  strategy: namedStrategyShape,
  /** Those that are not named are at their defaults. */
  params: paramValues,
  /** Of one exchange. */
  symbols: z.array(symbolShape).min(1).max(1000),
  /** First and last session, both included. */
  from: sessionDateShape,
  to: sessionDateShape,
  interval: intervalShape,
  view: z.enum(['as-traded', 'as-repaired']),
  broker: brokerSettingsShape,
  closeAtEnd: z.boolean(),
  /** What `ctx.random` begins with; the usual one unless told. */
  seed: seedShape.exactOptional(),
})
export type BacktestRequest = z.infer<typeof backtestRequestShape>

/** A number, or why there is none. */
export const measureShape = z.union([z.number(), z.object({ why: z.string() })])

const keptRun = z.object({
  id: runId,
  /** As the user named it, else made of its strategy and symbols. */
  name: runName,
  /** What its strategy calls itself. */
  strategy: z.string(),
  /** The strategy of a file without its text. */
  request: backtestRequestShape,
  exchange: z.string(),
  zone: z.string(),
  ranAt: epochMsShape,
  bars: z.int(),
  sessions: z.int(),
  trades: z.int(),
  /** By name of the statistic, all of them. */
  measures: z.record(z.string(), measureShape),
})
/** A run that is through and was kept. */
export type KeptRun = z.infer<typeof keptRun>

const equityCurve = z.object({
  time: columnShape,
  equity: columnShape,
  /** How far it is below its highest value so far, percent, 0 and above. */
  drawdownPct: columnShape,
  exposure: columnShape,
  /** Undefined where there is nothing to buy and hold. */
  buyAndHold: columnShape.optional(),
})
/** Equity of a run as it is drawn: of many bars the first, last, lowest and highest of each stretch. */
export type EquityCurve = z.infer<typeof equityCurve>

/** Trade marks by the bit that says them in `marks`. */
export const tradeMarkBits = ['filled', 'corrected', 'late', 'missing', 'synthetic'] as const

const tradeColumns = z.object({
  /** Which of the run's symbols. */
  symbol: indexColumn,
  /** 1 for long, 0 for short. */
  long: byteColumn,
  quantity: columnShape,
  entryTime: columnShape,
  entryPrice: columnShape,
  /** NaN while it is open. */
  exitTime: columnShape,
  exitPrice: columnShape,
  pnl: columnShape,
  costs: columnShape,
  mae: columnShape,
  mfe: columnShape,
  barsHeld: columnShape,
  /** What its signal, entry and exit rest on: a bit a mark, in the order of `tradeMarkBits`. */
  marks: byteColumn,
})
/** The first trades in the order they were opened; columns of one length. */
export type TradeColumns = z.infer<typeof tradeColumns>

const skippedDecision = z.object({ symbol: symbolShape, at: epochMsShape, coverage: z.number() })

const results = z.object({
  run: keptRun,
  curve: equityCurve,
  trades: tradeColumns,
  /** The first of them. */
  skipped: z.array(skippedDecision).max(1000),
  log: z.array(z.object({ at: epochMsShape, text: z.string() })).max(1000),
  /** How many more there were than are told here. */
  leftOut: z.object({ trades: z.int(), skipped: z.int(), log: z.int() }),
})
/** What a kept run gave. */
export type KeptResults = z.infer<typeof results>

const variant = z.object({
  name: z.string(),
  trades: z.int(),
  /** Absent where no session is left, or nothing can be worked out. */
  returnPct: z.number().optional(),
  maxDrawdownPct: z.number().optional(),
})

const trust = z.object({
  variants: z.array(variant),
  /** The first bar at which a decision changes when later bars are not there. */
  lookAhead: z.object({ at: epochMsShape, symbol: symbolShape.optional(), text: z.string() }).optional(),
})
/** How far a result moves when its data are taken otherwise, and whether its strategy looks ahead. */
export type RunTrust = z.infer<typeof trust>

const faultShape = z.object({
  message: z.string(),
  /** Where in the strategy's text, counted from 1. */
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  symbol: z.string().optional(),
  /** The bar it was at. */
  at: epochMsShape.optional(),
})
/** Why a run failed. */
export type RunFault = z.infer<typeof faultShape>

/** What a window may ask about backtests. Runs are kept by the engine until they are removed. */
export const backtestCalls = {
  /**
   * Starts a run, one after another; it is heard of by its events. A kept one again, or one of a run file, tells at
   * its end what changed since. Refused with 'usage' while as many wait as may.
   */
  'backtest.start': call(
    z.union([
      z.object({ request: backtestRequestShape }),
      z.object({ again: runId }),
      z.object({ runFile: pathShape }),
    ]),
    z.object({ run: runId }),
  ),
  /** Ends a run, or what is worked out about it; nothing happens when it has ended. */
  'backtest.cancel': call(z.object({ run: runId }), z.null()),
  /** Kept runs of the open store, the last one first. */
  'backtest.runs': call(z.void().optional(), z.array(keptRun)),
  'backtest.results': call(z.object({ run: runId }), results, 30_000),
  /** What happened to the orders of a symbol in a session, the first of it in the order it happened: see OrderEvent. */
  'backtest.orders': call(
    z.object({ run: runId, symbol: symbolShape, session: sessionDateShape }),
    z.array(z.unknown()).max(10_000),
  ),
  'backtest.rename': call(z.object({ run: runId, name: runName }), keptRun),
  'backtest.remove': call(z.object({ run: runId }), z.null()),
  /** Writes run.json, trades and equity as CSV and Parquet, and report.html into a folder, which is made. */
  'backtest.export': call(
    z.object({ run: runId, folder: pathShape }),
    z.object({ files: z.array(pathShape) }),
    120_000,
  ),
  /** Runs it again with its data taken otherwise; takes several runs' time and tells its progress. */
  'backtest.trust': call(z.object({ run: runId }), trust, 3_600_000),
} as const

/** What a window hears about backtests. */
export const backtestEvents = {
  'backtest.progress': z.object({
    run: runId,
    phase: z.enum(['waiting', 'reading', 'running', 'measuring', 'comparing']),
    /** Symbols while reading, bars while running, runs while comparing; both 0 while that is not known. */
    done: z.int(),
    total: z.int(),
  }),
  'backtest.ended': z.discriminatedUnion('outcome', [
    z.object({
      run: runId,
      outcome: z.literal('done'),
      kept: keptRun,
      /** Of a run that was run again: what is not as it was, none where it is the same. */
      changed: z.array(z.string()).optional(),
    }),
    z.object({ run: runId, outcome: z.literal('failed'), fault: faultShape }),
    z.object({ run: runId, outcome: z.literal('cancelled') }),
  ]),
} as const
