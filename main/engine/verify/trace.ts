import { at, type BarRange } from '#shared/bars/columns.ts'
import { DerivedBars } from '#shared/bars/derived-bars.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { LoadedSession } from '../replay/loaded-session.ts'
import type { SymbolSession } from '../session/symbol-session.ts'

/** Intervals that are derived while a session is verified. */
export const verifiedIntervals = ['5m', '15m', '1h'] as Interval[]

/** What a reader of one symbol sees at a stop of the clock. */
export interface SymbolStep {
  readonly symbol: string
  /** All bars known, oldest first; good until the clock moves on. */
  readonly bars: BarRange
  readonly volume: number
  readonly high: number
  readonly low: number
  /** Regular minutes with a bar. */
  readonly recorded: number
  /** Number of bars of each of `verifiedIntervals`. */
  readonly derived: readonly number[]
}

/** What a reader sees at a stop of the clock, symbols in the order of the replay. */
export interface Step {
  readonly clock: EpochMs
  readonly symbols: readonly SymbolStep[]
}

/** Reads one symbol of a running replay, and keeps its derived bars up with it. */
export class SymbolTrace {
  readonly #session: SymbolSession
  readonly #derived: readonly DerivedBars[]
  #taken = 0

  constructor(session: SymbolSession, { session: day, hours }: LoadedSession) {
    this.#session = session
    this.#derived = verifiedIntervals.map((interval) => new DerivedBars(day, interval, hours))
  }

  step(clock: EpochMs): SymbolStep {
    const bars = this.#session.getLastNBars(this.#session.getBarCount())
    for (const derived of this.#derived) {
      derived.setClock(clock)
      if (bars.to > this.#taken)
        derived.append({ columns: bars.columns, from: bars.from + this.#taken, to: bars.to })
    }
    this.#taken = bars.to
    const { volume, high, low, regularMinutes } = this.#session.getMetrics()
    return {
      symbol: this.#session.symbol,
      bars,
      volume,
      high,
      low,
      recorded: regularMinutes,
      derived: this.#derived.map((derived) => derived.range().to),
    }
  }
}

/** Start of the bar at `index` of a range. */
export function startAt({ columns, from }: BarRange, index: number): EpochMs {
  return at(columns.start, from + index) as EpochMs
}

/** How many bars a range has. */
export function countOf({ from, to }: BarRange): number {
  return to - from
}
