import {
  allocateColumns,
  at,
  type BarColumns,
  setColumns,
  sliceColumns,
  upperBound,
} from '#shared/bars/columns.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
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

  /** Puts bars behind all that are known by `knownAt`. */
  insert(bars: BarColumns, knownAt: EpochMs): void {
    const place = upperBound(this.#knownAt, knownAt)
    const added = bars.start.length
    const columns = allocateColumns(this.#knownAt.length + added)
    setColumns(columns, sliceColumns(this.#columns, 0, place), 0)
    setColumns(columns, bars, place)
    setColumns(columns, sliceColumns(this.#columns, place), place + added)
    const times = new Float64Array(columns.start.length).fill(knownAt, place, place + added)
    times.set(this.#knownAt.subarray(0, place))
    times.set(this.#knownAt.subarray(place), place + added)
    this.#columns = columns
    this.#knownAt = times
  }
}
