import type { EpochMs } from '#shared/time/epoch.ts'
import type { SymbolStatus } from './boundary-status.ts'
import type { SessionHours } from './session-hours.ts'
import { dueSymbolMove, lastSign, type SymbolWatch } from './symbol-course.ts'
import type { SymbolState } from './symbol-state.ts'

/** A symbol that moved from one state to another. */
export interface MovedSymbol {
  readonly symbol: string
  readonly from: SymbolState
  readonly to: SymbolState
}

/** All symbols whose bars are asked for, each with a state of its own (L1). */
export class SymbolWatches {
  readonly #watches = new Map<string, SymbolWatch>()

  /** Asks for a symbol's bars from `since` on; one that is known already keeps its state. */
  add(symbol: string, since: EpochMs): void {
    if (this.#watches.has(symbol)) return
    const none = Number.NEGATIVE_INFINITY
    this.#watches.set(symbol, { symbol, since, state: 'inactive', lastEnd: none, lastEndBeyond: none })
  }

  remove(symbol: string): void {
    this.#watches.delete(symbol)
  }

  get(symbol: string): SymbolWatch | undefined {
    return this.#watches.get(symbol)
  }

  /** The last sign of life of any symbol; undefined when none is watched. */
  lastSign(): EpochMs | undefined {
    let last: EpochMs | undefined
    for (const watch of this.#watches.values()) {
      const sign = lastSign(watch)
      if (last === undefined || sign > last) last = sign
    }
    return last
  }

  /** When the next symbol moves by time alone; Infinity when none ever does. */
  nextDue(hours: SessionHours, isExpecting: boolean, timeoutMs: number): number {
    let due = Number.POSITIVE_INFINITY
    for (const watch of this.#watches.values())
      due = Math.min(due, dueSymbolMove(watch, hours, isExpecting, timeoutMs)?.due ?? due)
    return due
  }

  /** Makes the moves that are due at `now`. */
  move(hours: SessionHours, isExpecting: boolean, timeoutMs: number, now: EpochMs): readonly MovedSymbol[] {
    const moved: MovedSymbol[] = []
    for (const watch of this.#watches.values()) {
      const move = dueSymbolMove(watch, hours, isExpecting, timeoutMs)
      if (!move || move.due > now) continue
      moved.push({ symbol: watch.symbol, from: watch.state, to: move.to })
      watch.state = move.to
    }
    return moved
  }

  /** Begins the next session: what came after the close of the last one is kept, since it may be of this one. */
  roll(): void {
    for (const watch of this.#watches.values()) {
      watch.state = 'inactive'
      watch.lastEnd = watch.lastEndBeyond
      watch.lastEndBeyond = Number.NEGATIVE_INFINITY
    }
  }

  status(): readonly SymbolStatus[] {
    return [...this.#watches.values()].map(({ symbol, state, lastEnd }) => ({
      symbol,
      state,
      ...(Number.isFinite(lastEnd) && { lastEnd: lastEnd as EpochMs }),
    }))
  }
}
