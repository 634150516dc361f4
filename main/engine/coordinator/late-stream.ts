import { allocateColumns, at, type BarColumns, upperBound } from '#shared/bars/columns.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { copyBars } from '../history/copy-bars.ts'
import type { SymbolSession } from '../session/symbol-session.ts'
import type { LateBars } from './bar-source.ts'
import type { EventStream } from './event-stream.ts'

/** The late bars of a symbol in order of the time they are known; more may be put between them while they play. */
export class LateStream implements EventStream {
  /** A later version needs the one before. */
  readonly afterBars = true
  readonly #session: SymbolSession
  #columns: BarColumns
  #knownAt: Float64Array

  constructor(session: SymbolSession, { columns, knownAt }: LateBars) {
    this.#session = session
    this.#columns = columns
    this.#knownAt = knownAt
  }

  get times(): Float64Array {
    return this.#knownAt
  }

  write(from: number, to: number): void {
    for (let index = from; index < to; index++)
      this.#session.addBars(this.#columns, index, index + 1, at(this.#knownAt, index) as EpochMs)
  }

  /** Puts bars in, sorted by the times they are known, each behind all that are known by then. */
  insert(bars: BarColumns, knownAt: Float64Array): void {
    const columns = allocateColumns(this.#knownAt.length + bars.start.length)
    const times = new Float64Array(columns.start.length)
    let from = 0
    for (let index = 0; index < bars.start.length; index++) {
      const time = at(knownAt, index)
      const before = upperBound(this.#knownAt, time)
      copyBars(columns, from + index, { columns: this.#columns, from, to: before })
      copyBars(columns, before + index, { columns: bars, from: index, to: index + 1 })
      times.set(this.#knownAt.subarray(from, before), from + index)
      times[before + index] = time
      from = before
    }
    const to = this.#knownAt.length
    copyBars(columns, from + bars.start.length, { columns: this.#columns, from, to })
    times.set(this.#knownAt.subarray(from), from + bars.start.length)
    this.#columns = columns
    this.#knownAt = times
  }
}
