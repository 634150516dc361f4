import { z } from 'zod'
import { adjustmentModes, usualAdjustment } from '../bars/adjustment-mode.ts'
import { barViews } from '../bars/bar-view.ts'
import { startFactsShape } from '../prefetch/session-start.ts'
import { chartUpdateShape, openedChartShape } from './chart-calls.ts'
import { call } from './contract.ts'
import { epochMsShape, sessionDateShape, symbolShape, trailingWindowShape } from './shapes.ts'

const nothing = z.void().optional()
const long = 60_000
/** More than a window shows at once. */
const mostCharts = 64

const segment = z.object({ open: epochMsShape, close: epochMsShape })

const speed = z.union([z.number().min(1).max(3600), z.literal('max')])
/** Session minutes a second, as a multiple of real time, or as fast as possible. */
export type ReplaySpeed = z.infer<typeof speed>

const exchangeInfo = z.object({
  exchange: z.string(),
  /** IANA zone in which the exchange's times are shown. */
  zone: z.string(),
  earlyClose: z.boolean(),
  reason: z.string().optional(),
  /** First and last instant of its hours. */
  opens: epochMsShape,
  closes: epochMsShape,
  segments: z.array(segment),
  preMarket: segment.optional(),
  postMarket: segment.optional(),
  expectedMinutes: z.int(),
  /** Sessions shown before this one, oldest first. */
  trailing: z.array(z.object({ session: sessionDateShape, open: epochMsShape, close: epochMsShape })),
})
/** The replayed session as one exchange has it. */
export type ExchangeInfo = z.infer<typeof exchangeInfo>

const replayInfo = z.object({
  session: sessionDateShape,
  /** The one that the replay was opened for. */
  exchange: z.string(),
  synthetic: z.boolean(),
  hours: z.enum(['regular', 'all']),
  adjustment: z.enum(adjustmentModes),
  /** As traded, each bar is there from the time on at which it was known, in its version of then. */
  view: z.enum(barViews),
  /** First and last instant of the replay: over all exchanges that bars are played of. */
  start: epochMsShape,
  end: epochMsShape,
  /** Last session of the range that is played through; absent where it is this one alone. */
  until: sessionDateShape.optional(),
  /** The one that the replay was opened for, then those of other symbols. */
  exchanges: z.array(exchangeInfo),
  symbols: z.array(
    z.object({
      symbol: symbolShape,
      /** One of the exchanges above. */
      exchange: z.string(),
      /** Assumed where the store does not know when bars came: they count as known at their end (R17). */
      arrival: z.enum(['recorded', 'assumed']),
      /** Whether it had splits or dividends before the session, so that earlier sessions can be adjusted. */
      adjustable: z.boolean(),
      /** Close of the session before, where the store has it. */
      previousClose: z.number().optional(),
      /** The feed the bars come from; absent when the store has no bars of this session. */
      feed: z.string().optional(),
    }),
  ),
  /** Symbols that were asked for and are not replayed, and why; with 'no-session' its exchange is closed that day. */
  leftOut: z.array(z.object({ symbol: symbolShape, code: z.string(), reason: z.string() })),
  /** How long it took and where its bars came from; told when it is opened. */
  opened: startFactsShape.optional(),
})
export type ReplayInfo = z.infer<typeof replayInfo>

const replayRolled = z.object({
  info: replayInfo,
  /** The session that ended and its last instant; it can be opened again without a wait. */
  from: z.object({ session: sessionDateShape, end: epochMsShape }),
})
/** The next session of a range took the place of one that ended; charts and speed are as before. */
export type ReplayRolled = z.infer<typeof replayRolled>

const replayOpening = z.object({
  /** The number that the window gave the opening. */
  opening: z.int(),
  /** The session with the symbols of its charts alone; it cannot be played yet. */
  info: replayInfo,
})
/** The charts of a session that is being opened: frames show them while all other symbols are still read. */
export type ReplayOpening = z.infer<typeof replayOpening>

const previousCloses = z.object({
  /** The replayed session. */
  session: sessionDateShape,
  /** Symbols whose session before closed elsewhere than was told; the close is absent where the store has none. */
  closes: z.array(z.object({ symbol: symbolShape, previousClose: z.number().optional() })),
})
/** The session before has other bars in the store than when the replay was opened. */
export type PreviousCloses = z.infer<typeof previousCloses>

const frame = z.object({
  /** Counts frames; the window acknowledges with it. */
  seq: z.int(),
  /** Changes on every jump of the clock: step back, seek, another session. */
  epoch: z.int(),
  clock: epochMsShape,
  playing: z.boolean(),
  ended: z.boolean(),
  speed,
  /** Whom the clock waits for, as fast as possible; also who was given up as late. */
  waitingFor: z.array(z.string()),
  /** Who is furthest behind the clock, by minutes of the session, at a multiple of real time. */
  behind: z.object({ name: z.string(), minutes: z.int() }).optional(),
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
    /** How its bars come: the place of the state in `symbolStates`. */
    state: z.instanceof(Uint8Array),
  }),
  charts: z.array(chartUpdateShape),
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

/** What a window may ask about the open replay. */
export const replayCalls = {
  /** Opens a session paused, where the hours of its exchange begin or at `at`; a replay that was open is closed. */
  'replay.open': call(
    z.object({
      session: sessionDateShape,
      exchange: z.string(),
      symbols: z.array(symbolShape).min(1).max(5000),
      /** Sessions before it that are kept at hand. */
      trailing: z.array(trailingWindowShape).max(64),
      /** Whether they are loaded now, as they are unless told; else those are kept that the replay has rolled from. */
      loadsTrailing: z.boolean().optional(),
      hours: z.enum(['regular', 'all']),
      adjustment: z.enum(adjustmentModes).default(usualAdjustment),
      view: z.enum(barViews).default('as-repaired'),
      /** Last session of a range that is played through, each session rolling to the next. */
      until: sessionDateShape.optional(),
      at: epochMsShape.optional(),
      speed: speed.optional(),
      /** Charts that are open with it, so that its first frame has their bars; none for a symbol that is left out. */
      charts: z.array(openedChartShape).max(mostCharts).default([]),
      /** Its charts are shown before the rest of it is read, or told, and are told under this number. */
      opening: z.int().optional(),
    }),
    replayInfo,
    long,
  ),
  /** Takes symbols into the open replay while it goes on, as if they had been there from its start. */
  'replay.addSymbols': call(z.object({ symbols: z.array(symbolShape).min(1).max(5000) }), replayInfo, long),
  /** Takes symbols out of it; their charts are closed. */
  'replay.removeSymbols': call(
    z.object({ symbols: z.array(symbolShape).min(1).max(5000) }),
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
  /** Goes on to the next session of the range, paused, once the present one has ended. */
  'replay.roll': call(nothing, z.null(), long),
  'replay.close': call(nothing, z.null()),
} as const

/** What the engine tells about the open replay. */
export const replayEvents = {
  frame,
  'replay.opening': replayOpening,
  'replay.rolled': replayRolled,
  'replay.previousCloses': previousCloses,
} as const

/** What the window tells about it. */
export const replaySignals = {
  /** A frame was drawn; the next may come. */
  'frame.drawn': z.object({ seq: z.int() }),
} as const
