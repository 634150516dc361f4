import { z } from 'zod'
import { settingsCalls, settingsEvents } from '../settings/settings-calls.ts'
import { call } from './contract.ts'
import { barColumnsShape, epochMsShape, intervalShape, sessionDateShape, symbolShape } from './shapes.ts'

const nothing = z.void().optional()
const path = z.string().min(1).max(4096)
const long = 60_000

const storeSummary = z.object({
  path,
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

const watchlist = z.object({
  id: z.int(),
  name: z.string().min(1).max(80),
  symbols: z.array(symbolShape).max(5000),
})
export type WatchlistState = z.infer<typeof watchlist>

const segment = z.object({ open: epochMsShape, close: epochMsShape })

const listedSession = z.object({
  session: sessionDateShape,
  open: epochMsShape,
  close: epochMsShape,
  earlyClose: z.boolean(),
  reason: z.string().optional(),
  /** How many symbols of the store have 1m bars of it. */
  symbols: z.int(),
})
export type ListedSession = z.infer<typeof listedSession>

const speed = z.union([z.number().min(1).max(3600), z.literal('max')])
/** Session minutes a second, as a multiple of real time, or as fast as possible. */
export type ReplaySpeed = z.infer<typeof speed>

const replayInfo = z.object({
  session: sessionDateShape,
  exchange: z.string(),
  /** IANA zone in which the exchange's times are shown. */
  zone: z.string(),
  synthetic: z.boolean(),
  earlyClose: z.boolean(),
  reason: z.string().optional(),
  hours: z.enum(['regular', 'all']),
  /** First and last instant of the replay. */
  start: epochMsShape,
  end: epochMsShape,
  segments: z.array(segment),
  preMarket: segment.optional(),
  postMarket: segment.optional(),
  expectedMinutes: z.int(),
  /** Sessions shown before this one, oldest first. */
  trailing: z.array(z.object({ session: sessionDateShape, open: epochMsShape, close: epochMsShape })),
  symbols: z.array(
    z.object({
      symbol: symbolShape,
      /** Whether bars of earlier sessions are shown adjusted for splits up to this one. */
      splitAdjusted: z.boolean(),
      /** Close of the session before, where the store has it. */
      previousClose: z.number().optional(),
      /** The feed the bars come from; absent when the store has no bars of this session. */
      feed: z.string().optional(),
    }),
  ),
})
export type ReplayInfo = z.infer<typeof replayInfo>

const importOptions = z.object({
  path,
  format: z.enum(['auto', 'lean', 'csv']).default('auto'),
  feed: z.string().min(1).max(40).optional(),
  symbol: symbolShape.optional(),
  exchange: z.string().optional(),
  interval: intervalShape.optional(),
  zone: z.string().optional(),
  stamp: z.enum(['start', 'end']).optional(),
  strict: z.boolean().default(false),
})
export type ImportOptions = z.infer<typeof importOptions>

const importReport = z.object({
  files: z.int(),
  symbols: z.int(),
  sessions: z.int(),
  bars: z.int(),
  /** At most the first thousand rejected rows; `rejectedRows` counts all. */
  rejected: z.array(z.object({ file: z.string(), line: z.int(), reason: z.string() })),
  rejectedRows: z.int(),
  skipped: z.array(z.object({ file: z.string(), reason: z.string() })),
  /** Things that look wrong but were stored, e.g. times that seem to be of another zone. */
  warnings: z.array(z.string()),
})
export type ImportReport = z.infer<typeof importReport>

const importPreview = z.object({
  format: z.enum(['lean', 'csv']),
  files: z.int(),
  bytes: z.int(),
  symbols: z.array(symbolShape),
  /** How the first CSV file was understood, one line a fact, e.g. "separator: comma". */
  findings: z.array(z.string()),
  /** The first lines of the first file. */
  sample: z.array(z.string()),
  skipped: z.array(z.object({ file: z.string(), reason: z.string() })),
})
export type ImportPreview = z.infer<typeof importPreview>

/**
 * Bars of one open chart. The window keeps a chart's bars as columns: it cuts them at index `from` and appends
 * `columns`. So a new bar, a forming bar, a step back and a whole new chart are all the same message.
 */
const chartUpdate = z.object({ chart: z.int(), from: z.int().min(0), columns: barColumnsShape })
export type ChartUpdate = z.infer<typeof chartUpdate>

const frame = z.object({
  /** Counts frames; the window acknowledges with it. */
  seq: z.int(),
  /** Changes on every jump of the clock: step back, seek, another session. */
  epoch: z.int(),
  clock: epochMsShape,
  playing: z.boolean(),
  ended: z.boolean(),
  speed,
  /** One entry a symbol of the replay, in its order; NaN where there is no bar yet. */
  quotes: z.object({
    last: z.instanceof(Float64Array),
    high: z.instanceof(Float64Array),
    low: z.instanceof(Float64Array),
    volume: z.instanceof(Float64Array),
    /** Regular minutes with a bar, and regular minutes that have ended on the clock. */
    recorded: z.instanceof(Int32Array),
    expected: z.instanceof(Int32Array),
    /** Regular minutes that have ended since its last bar, or since the open where there is none. */
    silent: z.instanceof(Int32Array),
  }),
  charts: z.array(chartUpdate),
})
export type Frame = z.infer<typeof frame>

const verifyReport = z.object({
  session: sessionDateShape,
  symbols: z.int(),
  checked: z.int(),
  /** How many checks failed; `violations` are the first of them. */
  broken: z.int(),
  violations: z.array(
    z.object({ invariant: z.string(), symbol: z.string(), time: epochMsShape, detail: z.string() }),
  ),
})
export type VerifyAnswer = z.infer<typeof verifyReport>

const job = z.object({ job: z.int() })

/** Everything the window may ask of the engine, and everything the engine tells it. */
export const engineContract = {
  calls: {
    'engine.hello': call(nothing, z.object({ version: z.string(), pid: z.int() })),

    'store.open': call(z.object({ path }), storeSummary, long),
    'store.create': call(z.object({ path }), storeSummary, long),
    /** Makes a store of synthetic sessions and opens it. */
    'store.createDemo': call(z.object({ path }), storeSummary, 5 * long),
    'store.state': call(nothing, storeSummary.nullable()),
    'store.close': call(nothing, z.null()),

    'symbols.search': call(
      z.object({ query: z.string().max(100), limit: z.int().min(1).max(10_000) }),
      z.array(listedSymbol),
    ),

    'watchlists.list': call(nothing, z.array(watchlist)),
    'watchlists.save': call(watchlist.partial({ id: true }), z.array(watchlist)),
    'watchlists.remove': call(z.object({ id: z.int() }), z.array(watchlist)),
    'watchlists.order': call(z.object({ ids: z.array(z.int()) }), z.array(watchlist)),

    'calendar.range': call(
      z.object({ exchange: z.string() }),
      z.object({ name: z.string(), zone: z.string(), first: sessionDateShape, last: sessionDateShape }),
    ),
    'calendar.sessions': call(
      z.object({ exchange: z.string(), from: sessionDateShape, to: sessionDateShape }),
      z.object({
        sessions: z.array(listedSession),
        closures: z.array(z.object({ date: sessionDateShape, reason: z.string() })),
      }),
    ),
    /** Last session that any symbol of the exchange has 1m bars of. */
    'calendar.latest': call(z.object({ exchange: z.string() }), sessionDateShape.nullable()),

    'import.preview': call(importOptions, importPreview, long),
    'import.start': call(importOptions, job),
    'import.cancel': call(job, z.null()),

    /** Opens a session paused, at its start or at `at`; a replay that was open is closed. */
    'replay.open': call(
      z.object({
        session: sessionDateShape,
        exchange: z.string(),
        symbols: z.array(symbolShape).min(1).max(5000),
        trailing: z.int().min(0).max(20),
        hours: z.enum(['regular', 'all']),
        at: epochMsShape.optional(),
        speed: speed.optional(),
      }),
      replayInfo,
      long,
    ),
    'replay.play': call(nothing, z.null()),
    'replay.pause': call(nothing, z.null()),
    /** Moves the clock by whole minutes, back when negative, and pauses. */
    'replay.step': call(z.object({ minutes: z.int() }), z.null()),
    'replay.seek': call(z.object({ at: epochMsShape }), z.null()),
    'replay.speed': call(z.object({ speed }), z.null()),
    /** Replays the open session apart from what is shown and checks at every minute what must always hold. */
    'replay.verify': call(nothing, verifyReport, long),
    'replay.close': call(nothing, z.null()),

    /** Shows a symbol of the replay; its bars come with the frames under the number the window gave it. */
    'chart.open': call(
      z.object({ chart: z.int(), symbol: symbolShape, interval: intervalShape, trailing: z.boolean() }),
      z.null(),
    ),
    'chart.close': call(z.object({ chart: z.int() }), z.null()),

    ...settingsCalls,
  },
  signals: {
    /** A frame was drawn; the next may come. */
    'frame.drawn': z.object({ seq: z.int() }),
  },
  events: {
    frame,
    'store.changed': storeSummary.nullable(),
    'import.progress': z.object({
      job: z.int(),
      file: z.string(),
      filesDone: z.int(),
      files: z.int(),
      bytesDone: z.number(),
      bytes: z.number(),
      bars: z.int(),
    }),
    'import.done': z.object({ job: z.int(), report: importReport }),
    'import.failed': z.object({ job: z.int(), code: z.string(), message: z.string() }),
    /** Something the user must know that answers no call. */
    ...settingsEvents,
    trouble: z.object({ severity: z.enum(['warning', 'error']), message: z.string() }),
  },
} as const
export type EngineContract = typeof engineContract
