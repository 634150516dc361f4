import { at, type BarColumns, lowerBound } from '#shared/bars/columns.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { SessionData } from '../session/session-data.ts'
import type { SymbolSession } from '../session/symbol-session.ts'
import type { SimulatedTime } from '../time/simulated-time.ts'

/** The 1m bars that a symbol will have in a session: entries [from, to) of columns sorted by start. */
export interface BarSource {
  readonly symbol: string
  readonly columns: BarColumns
  readonly from: number
  readonly to: number
}

/**
 * Merges the 1m bars of all symbols by the time they end, symbols in their order where two end together, and
 * writes them into session data while the simulated clock goes on. A bar is there from its end on, never earlier
 * (T1, T2); a bar that ended before the clock is still delivered (T3).
 */
export class StreamCoordinator {
  readonly #time: SimulatedTime
  readonly #data: SessionData
  readonly #elapsed: () => number
  readonly #sources: readonly BarSource[]
  readonly #sessions: readonly SymbolSession[]
  /** By source: index of its next bar, and when that bar ends. */
  readonly #next: Int32Array
  readonly #nextEnd: Float64Array
  /** The earliest entry of `#nextEnd`. */
  #nextInstant: number

  /** `elapsed` counts milliseconds and serves for budgets of work alone. */
  constructor(time: SimulatedTime, data: SessionData, sources: readonly BarSource[], elapsed: () => number) {
    this.#time = time
    this.#data = data
    this.#elapsed = elapsed
    this.#sources = sources
    this.#sessions = sources.map(({ symbol }) => data.registerSymbol(symbol))
    this.#next = Int32Array.from(sources, ({ from }) => from)
    this.#nextEnd = Float64Array.from(sources, endOfNext)
    this.#nextInstant = minimum(this.#nextEnd)
  }

  now(): EpochMs {
    return this.#time.now()
  }

  /**
   * Moves the clock on to `target`, minute by minute and through holes alike. Stops after the minute in which
   * `budgetMs` of work is used up. Returns whether the target was reached.
   */
  advanceTo(target: EpochMs, budgetMs = Number.POSITIVE_INFINITY): boolean {
    const deadline = this.#elapsed() + budgetMs
    for (;;) {
      const now = this.#time.now()
      const nextMinute = (Math.floor(now / minuteMs) + 1) * minuteMs
      const stop = Math.min(nextMinute, target)
      while (this.#nextInstant <= stop) this.#deliver(this.#nextInstant)
      this.#time.advanceTo(stop as EpochMs)
      if (stop === target) return true
      if (this.#elapsed() >= deadline) return false
    }
  }

  /** Moves the clock back to `time` and takes back every bar that ends after it. */
  rewindTo(time: EpochMs): void {
    this.#time.rewindTo(time)
    this.#data.rewindTo(time)
    for (const [index, { columns, from, to }] of this.#sources.entries()) {
      const next = Math.max(from, lowerBound(columns.start, time - minuteMs + 1, to))
      this.#next[index] = next
      this.#nextEnd[index] = next < to ? at(columns.start, next) + minuteMs : Number.POSITIVE_INFINITY
    }
    this.#nextInstant = minimum(this.#nextEnd)
  }

  /** Writes every bar that ends at `instant` or earlier, and finds the next instant on the same way. */
  #deliver(instant: number): void {
    if (instant > this.#time.now()) this.#time.advanceTo(instant as EpochMs)
    const ends = this.#nextEnd
    let nextInstant = Number.POSITIVE_INFINITY
    for (let index = 0; index < ends.length; index++) {
      if (at(ends, index) <= instant) this.#deliverSource(index, instant)
      const end = at(ends, index)
      if (end < nextInstant) nextInstant = end
    }
    this.#nextInstant = nextInstant
  }

  #deliverSource(index: number, instant: number): void {
    const { columns, to } = this.#sources[index] as BarSource
    const { start } = columns
    const first = this.#next[index] as number
    const lastStart = instant - minuteMs
    let next = first + 1
    while (next < to && at(start, next) <= lastStart) next++
    ;(this.#sessions[index] as SymbolSession).addBars(columns, first, next)
    this.#next[index] = next
    this.#nextEnd[index] = next < to ? at(start, next) + minuteMs : Number.POSITIVE_INFINITY
  }
}

function endOfNext({ columns, from, to }: BarSource): number {
  return from < to ? at(columns.start, from) + minuteMs : Number.POSITIVE_INFINITY
}

function minimum(values: Float64Array): number {
  let least = Number.POSITIVE_INFINITY
  for (const value of values) if (value < least) least = value
  return least
}
