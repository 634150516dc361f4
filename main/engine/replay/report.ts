import { DerivedBars } from '#shared/bars/derived-bars.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { StreamCoordinator } from '../coordinator/stream-coordinator.ts'
import { SessionData } from '../session/session-data.ts'
import type { SymbolSession } from '../session/symbol-session.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import type { LoadedSession } from './loaded-session.ts'

const derivedIntervals = ['5m', '15m'] as Interval[]

/** What a session replayed at full speed came to. */
export interface ReplayReport {
  readonly session: SessionDate
  readonly symbols: number
  /** 1m bars delivered, of all symbols. */
  readonly bars: number
  /** 5m and 15m bars made of them. */
  readonly derived: number
  /** Bars, and the opens and closes of the session's segments. */
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
  const { session, start, end, symbols } = loaded
  const data = new SessionData(session.segments)
  const sources = symbols.map(({ symbol, columns }) => ({
    symbol,
    columns,
    from: 0,
    to: columns.start.length,
  }))
  const coordinator = new StreamCoordinator(new SimulatedTime(start), data, sources, elapsed)
  const followers = symbols.map(({ symbol }) => new DerivedFollower(data.symbolSession(symbol), loaded))

  const began = elapsed()
  for (let clock = start; clock < end; ) {
    clock = Math.min(addMs(clock, minuteMs), end) as EpochMs
    yield clock
    coordinator.advanceTo(clock)
    for (const follower of followers) follower.follow(clock)
  }
  const seconds = (elapsed() - began) / 1000

  const bars = symbols.reduce((sum, { symbol }) => sum + data.getBarCount(symbol), 0)
  return {
    session: session.date,
    symbols: symbols.length,
    bars,
    derived: followers.reduce((sum, follower) => sum + follower.count(), 0),
    events: bars + 2 * session.segments.length,
    seconds,
    barsPerSecond: seconds > 0 ? Math.round(bars / seconds) : 0,
  }
}

/** Keeps the derived bars of a symbol up with its minutes. */
class DerivedFollower {
  readonly #session: SymbolSession
  readonly #derived: readonly DerivedBars[]
  #taken = 0

  constructor(symbolSession: SymbolSession, { session, hours }: LoadedSession) {
    this.#session = symbolSession
    this.#derived = derivedIntervals.map((interval) => new DerivedBars(session, interval, hours))
  }

  follow(clock: EpochMs): void {
    const to = this.#session.getBarCount()
    const range = { columns: this.#session.getLastNBars(to).columns, from: this.#taken, to }
    for (const bars of this.#derived) {
      bars.setClock(clock)
      if (to > this.#taken) bars.append(range)
    }
    this.#taken = to
  }

  count(): number {
    return this.#derived.reduce((sum, bars) => sum + bars.range().to, 0)
  }
}
