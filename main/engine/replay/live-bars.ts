import type { BarColumns } from '#shared/bars/columns.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import { DerivedBars } from '#shared/bars/derived-bars.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { SymbolSession } from '../session/symbol-session.ts'

/** The bars of a chart that belong to the session being replayed, as known at the clock. */
export interface LiveBars {
  /** Takes in what became known up to `clock`. Returns the lowest index that changed since it was asked last. */
  update(clock: EpochMs): number
  /** Gives up what is no longer known, after the clock went back. */
  rewind(): void
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

  update(): number {
    const before = this.#count
    this.#count = this.#session.getBarCount()
    return before
  }

  rewind(): void {
    this.#count = Math.min(this.#count, this.#session.getBarCount())
  }

  count(): number {
    return this.#count
  }

  columns(): BarColumns {
    return this.#session.getLastNBars(this.#count).columns
  }
}

/** Bars of a longer interval, made of the 1m bars. */
export class LiveDerived implements LiveBars {
  readonly #session: SymbolSession
  readonly #bars: DerivedBars
  /** 1m bars that are part of the derived ones. */
  #taken = 0

  constructor(symbolSession: SymbolSession, session: Session, interval: Interval, hours: Hours) {
    this.#session = symbolSession
    this.#bars = new DerivedBars(session, interval, hours)
  }

  update(clock: EpochMs): number {
    const to = this.#session.getBarCount()
    this.#bars.setClock(clock)
    if (to > this.#taken) {
      const { columns } = this.#session.getLastNBars(to)
      this.#bars.append({ columns, from: this.#taken, to })
      this.#taken = to
    }
    return this.#bars.takeDirtyFrom()
  }

  rewind(): void {
    this.#taken = Math.min(this.#taken, this.#session.getBarCount())
    this.#bars.truncate(this.#taken)
  }

  count(): number {
    return this.#bars.range().to
  }

  columns(): BarColumns {
    return this.#bars.range().columns
  }
}
