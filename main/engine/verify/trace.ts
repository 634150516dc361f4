import { at, type BarRange } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { BarSeries } from '../session/bar-series.ts'
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
  /** Bars that came late or were corrected so far, and how many of them took the place of another version. */
  readonly late: number
  readonly corrections: number
  /** Number of bars of each of `verifiedIntervals`. */
  readonly derived: readonly number[]
}

/** What a reader sees at a stop of the clock, symbols in the order of the replay. */
export interface Step {
  readonly clock: EpochMs
  readonly symbols: readonly SymbolStep[]
}

/** Reads one symbol of a running replay. */
export class SymbolTrace {
  readonly #session: SymbolSession
  readonly #derived: readonly BarSeries[]

  constructor(session: SymbolSession) {
    this.#session = session
    this.#derived = verifiedIntervals.map((interval) => session.derivedBars(interval))
  }

  /** What is seen now. */
  step(): SymbolStep {
    const { volume, high, low, recorded } = this.#session.getMetrics()
    const revisions = this.#session.getRevisions()
    return {
      symbol: this.#session.symbol,
      bars: this.#session.getLastNBars(this.#session.getBarCount()),
      volume,
      high,
      low,
      recorded,
      late: revisions.length,
      corrections: revisions.reduce((sum, { earlier }) => sum + (earlier ? 1 : 0), 0),
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
