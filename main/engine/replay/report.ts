import { type Interval, intradayMs } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { addMs, dayMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { StreamCoordinator } from '../coordinator/stream-coordinator.ts'
import { SessionData } from '../session/session-data.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import type { LoadedSession } from './loaded-session.ts'
import type { RunIndicators } from './run-indicators.ts'
import { sourceOf } from './symbol-source.ts'

const usualIntervals = ['5m', '15m'] as Interval[]

/** What is made of the minutes of a replay without a window. */
export interface ReplayWork {
  /** Intervals of derived bars, 1d at most; 5m and 15m unless told. */
  readonly intervals?: readonly Interval[] | undefined
  readonly indicators?: RunIndicators | undefined
}

/** What a session replayed at full speed came to. */
export interface ReplayReport {
  readonly session: SessionDate
  readonly symbols: number
  /** 1m bars delivered, of all symbols. */
  readonly bars: number
  /** Bars of other intervals made of them. */
  readonly derived: number
  /** Bars, and the opens and closes of the segments of each exchange. */
  readonly events: number
  readonly seconds: number
  readonly barsPerSecond: number
}

/**
 * Replays a whole session at full speed, minute by minute as a window would see it, and counts what came.
 * `elapsed` counts milliseconds.
 */
export function reportReplay(loaded: LoadedSession, elapsed: () => number): ReplayReport {
  const minutes = replayMinutes(loaded, elapsed)
  let minute = minutes.next()
  while (!minute.done) minute = minutes.next()
  return minute.value
}

/** The same at the caller's pace: stops before each minute, with the time to which the clock goes on. */
export function* replayMinutes(
  loaded: LoadedSession,
  elapsed: () => number,
  { intervals = usualIntervals, indicators }: ReplayWork = {},
): Generator<EpochMs, ReplayReport, undefined> {
  const { session, exchanges, hours, start, end, symbols } = loaded
  const time = new SimulatedTime(start)
  const data = new SessionData(session, time, hours)
  const coordinator = new StreamCoordinator(time, data, symbols.map(sourceOf), elapsed)
  const derived = symbols.flatMap(({ symbol }) =>
    intervals.map((interval) => data.derivedBars(symbol, interval)),
  )
  const stepMs = shortestMs(intervals)
  indicators?.begin(symbols, data)

  const began = elapsed()
  for (let clock = start; clock < end; ) {
    clock = Math.min(addMs(clock, minuteMs), end) as EpochMs
    yield clock
    coordinator.advanceTo(clock)
    const atWindowEnd = (clock - start) % stepMs === 0 || clock === end
    if (atWindowEnd) for (const series of derived) series.range()
    indicators?.compute()
  }
  const seconds = (elapsed() - began) / 1000

  const segments = exchanges.reduce((sum, exchange) => sum + exchange.session.segments.length, 0)
  const bars = symbols.reduce((sum, { symbol }) => sum + data.getBarCount(symbol), 0)
  return {
    session: session.date,
    symbols: symbols.length,
    bars,
    derived: derived.reduce((sum, series) => sum + series.range().to, 0),
    events: bars + 2 * segments,
    seconds,
    barsPerSecond: seconds > 0 ? Math.round(bars / seconds) : 0,
  }
}

/** Windows of derived bars end on this grid at the earliest; between, nobody looks at one that is forming. */
function shortestMs(intervals: readonly Interval[]): number {
  return Math.min(dayMs, ...intervals.map((interval) => intradayMs(interval) ?? dayMs))
}
