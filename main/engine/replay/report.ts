import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { StreamCoordinator } from '../coordinator/stream-coordinator.ts'
import { SessionData } from '../session/session-data.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import type { LoadedSession } from './loaded-session.ts'
import { sourceOf } from './symbol-source.ts'

const derivedIntervals = ['5m', '15m'] as Interval[]
/** Windows of derived bars end on this grid at the earliest; between, nobody looks at one that is forming. */
const derivedStepMs = 5 * minuteMs

/** What a session replayed at full speed came to. */
export interface ReplayReport {
  readonly session: SessionDate
  readonly symbols: number
  /** 1m bars delivered, of all symbols. */
  readonly bars: number
  /** 5m and 15m bars made of them. */
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
): Generator<EpochMs, ReplayReport, undefined> {
  const { session, exchanges, hours, start, end, symbols } = loaded
  const time = new SimulatedTime(start)
  const data = new SessionData(session, time, hours)
  const coordinator = new StreamCoordinator(time, data, symbols.map(sourceOf), elapsed)
  const derived = symbols.flatMap(({ symbol }) =>
    derivedIntervals.map((interval) => data.derivedBars(symbol, interval)),
  )

  const began = elapsed()
  for (let clock = start; clock < end; ) {
    clock = Math.min(addMs(clock, minuteMs), end) as EpochMs
    yield clock
    coordinator.advanceTo(clock)
    const atWindowEnd = (clock - start) % derivedStepMs === 0 || clock === end
    if (atWindowEnd) for (const series of derived) series.range()
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
