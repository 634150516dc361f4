import { at, lowerBound } from '#shared/bars/columns.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { SymbolState } from '../boundaries/symbol-state.ts'
import type { SymbolSession } from '../session/symbol-session.ts'

/** A symbol of a replay whose bars are watched. A bar counts from its end on (T1). */
export class WatchedSymbol {
  readonly symbol: string
  /** As its boundary told last. */
  state: SymbolState = 'inactive'
  readonly #session: SymbolSession
  /** Late versions of bars that its state has been told of. */
  #revisions = 0

  constructor(session: SymbolSession) {
    this.symbol = session.symbol
    this.#session = session
  }

  /** Whether its next bar changes its state. */
  get isMissed(): boolean {
    return this.state === 'waiting' || this.state === 'late' || this.state === 'stalled'
  }

  /** Ends of all bars up to `time`, where some of them came late and that has not been told; undefined else. */
  takeFilledEnds(time: EpochMs): Float64Array | undefined {
    const revisions = this.#session.getRevisions().length
    if (revisions === this.#revisions) return undefined
    this.#revisions = revisions
    const { columns, from, to } = this.#session.minutes().range()
    const known = lowerBound(columns.start, time - minuteMs + 1, to)
    return columns.start.subarray(from, known).map((start) => start + minuteMs)
  }

  /** Latest end of a bar up to `time`; undefined when there is none. */
  lastEnd(time: EpochMs): EpochMs | undefined {
    const { columns, from, to } = this.#session.minutes().range()
    const next = lowerBound(columns.start, time - minuteMs + 1, to)
    return next > from ? ((at(columns.start, next - 1) + minuteMs) as EpochMs) : undefined
  }

  /**
   * End of the last bar that follows within `patienceMs` of the one before, from the latest one at `time` on and up to
   * `limit`: until then the symbol is not silent for longer. Undefined when there is no bar at `time`.
   */
  runEnd(time: EpochMs, patienceMs: number, limit: EpochMs): EpochMs | undefined {
    const { columns, from, to } = this.#session.minutes().range()
    const { start } = columns
    let last = lowerBound(start, time - minuteMs + 1, to) - 1
    if (last < from) return undefined
    const lastStart = limit - minuteMs
    for (let next = last + 1; next < to; next++) {
      const begin = at(start, next)
      if (begin > lastStart || begin - at(start, last) > patienceMs) break
      last = next
    }
    return (at(start, last) + minuteMs) as EpochMs
  }

  /** Earliest end of a bar after `time`, as far as bars are known; Infinity when there is none. */
  nextEnd(time: EpochMs): number {
    const { columns, to } = this.#session.minutes().range()
    const next = lowerBound(columns.start, time - minuteMs + 1, to)
    return next < to ? at(columns.start, next) + minuteMs : Number.POSITIVE_INFINITY
  }
}
