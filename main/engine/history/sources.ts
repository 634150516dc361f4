import type { BarColumns, BarRange } from '#shared/bars/columns.ts'
import type { DerivedBars } from '#shared/bars/derived-bars.ts'
import type { SymbolSession } from '../session/symbol-session.ts'
import type { BarSource } from './bar-source.ts'

const oneSession: readonly number[] = [0]

/** The 1m bars of a session being played, as a source. The one that changes or takes back bars says from where. */
export class MinuteSource implements BarSource {
  readonly #session: SymbolSession
  /** Bars that are as the reader has them. */
  #unchanged = 0

  constructor(session: SymbolSession) {
    this.#session = session
  }

  /** Tells that bars from `index` on are others than before, or gone. */
  changedFrom(index: number): void {
    this.#unchanged = Math.min(this.#unchanged, index)
  }

  columns(): BarColumns {
    return this.#session.getLastNBars(0).columns
  }

  count(): number {
    return this.#session.getBarCount()
  }

  known(): number {
    return this.#session.getBarCount()
  }

  takeChangedFrom(): number {
    const count = this.#session.getBarCount()
    const from = Math.min(this.#unchanged, count)
    this.#unchanged = count
    return from
  }

  sessionStarts(): readonly number[] {
    return oneSession
  }
}

/** Derived bars of a session being played, as a source; it takes over their one change notice. */
export class DerivedSource implements BarSource {
  readonly #bars: DerivedBars

  constructor(bars: DerivedBars) {
    this.#bars = bars
  }

  columns(): BarColumns {
    return this.#bars.range().columns
  }

  count(): number {
    return this.#bars.range().to
  }

  known(): number {
    return this.#bars.range().to
  }

  takeChangedFrom(): number {
    return this.#bars.takeDirtyFrom()
  }

  sessionStarts(): readonly number[] {
    return oneSession
  }
}

/**
 * The 1m bars of a session that were all loaded before it began, shown one by one: for runs without a window. What
 * is read of it ends at `count()`, though the columns go on.
 */
export class LoadedSource implements BarSource {
  readonly #bars: BarRange
  #shown = 0
  #changed = 0

  /** `bars` begin at index 0 of their columns. Throws a RangeError when they do not. */
  constructor(bars: BarRange) {
    if (bars.from !== 0) throw new RangeError(`Loaded bars begin at index 0, not ${bars.from}`)
    this.#bars = bars
  }

  /** Shows the first `count` bars. */
  show(count: number): void {
    this.#shown = Math.min(count, this.#bars.to)
  }

  /** Tells that bars from `index` on were written to. */
  changedFrom(index: number): void {
    this.#changed = Math.min(this.#changed, index)
  }

  columns(): BarColumns {
    return this.#bars.columns
  }

  count(): number {
    return this.#shown
  }

  known(): number {
    return this.#bars.to
  }

  takeChangedFrom(): number {
    const from = this.#changed
    this.#changed = Number.POSITIVE_INFINITY
    return from
  }

  sessionStarts(): readonly number[] {
    return oneSession
  }
}
