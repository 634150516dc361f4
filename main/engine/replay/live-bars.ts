import type { BarColumns } from '#shared/bars/columns.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { SymbolSession } from '../session/symbol-session.ts'

/**
 * The bars of a chart that belong to the session being replayed, as known at the clock. While the clock goes on
 * only the last bar may change; a rewind may take any back.
 */
export interface LiveBars {
  /** Takes in what became known up to `clock`. */
  update(clock: EpochMs): void
  /** Starts again from what is known after the clock went back to `clock`. */
  rewind(clock: EpochMs): void
  count(): number
  /** Columns of at least `count()` bars, good until the next update. */
  columns(): BarColumns
}

/** The 1m bars themselves. */
export class LiveMinutes implements LiveBars {
  readonly #session: SymbolSession
  #count = 0

  constructor(session: SymbolSession) {
    this.#session = session
  }

  update(): void {
    this.#count = this.#session.getBarCount()
  }

  rewind(): void {
    this.update()
  }

  count(): number {
    return this.#count
  }

  columns(): BarColumns {
    return this.#session.getLastNBars(this.#count).columns
  }
}
