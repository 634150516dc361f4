import type { EpochMs } from '#shared/time/epoch.ts'
import type { SymbolStatus } from './boundary-status.ts'
import type { SessionHours } from './session-hours.ts'
import { type DueSymbolMove, dueSymbolMove, lastSign, type SymbolWatch } from './symbol-course.ts'
import type { SymbolState } from './symbol-state.ts'

/** A symbol that moved from one state to another. */
export interface MovedSymbol {
  readonly symbol: string
  readonly from: SymbolState
  readonly to: SymbolState
}

/** What a symbol's next move was reckoned from, so that it is not reckoned again while nothing changed. */
interface Reckoned {
  readonly state: SymbolState
  readonly lastEnd: number
  readonly round: number
  readonly move: DueSymbolMove | undefined
}

/** All symbols whose bars are asked for, each with a state of its own (L1). */
export class SymbolWatches {
  readonly #watches = new Map<string, SymbolWatch>()
  readonly #reckoned = new Map<SymbolWatch, Reckoned>()
  /** Goes on whenever hours, expectation or timeout are others than before. */
  #round = 0
  #hours: SessionHours | undefined
  #isExpecting = false
  #timeoutMs = 0

  /** Asks for a symbol's bars from `since` on; one that is known already keeps its state. */
  add(symbol: string, since: EpochMs): void {
    if (this.#watches.has(symbol)) return
    const none = Number.NEGATIVE_INFINITY
    this.#watches.set(symbol, { symbol, since, state: 'inactive', lastEnd: none, lastEndBeyond: none })
  }

  remove(symbol: string): void {
    const watch = this.#watches.get(symbol)
    if (watch) this.#reckoned.delete(watch)
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
    this.#reckonFor(hours, isExpecting, timeoutMs)
    let due = Number.POSITIVE_INFINITY
    for (const watch of this.#watches.values()) due = Math.min(due, this.#nextMove(watch, hours)?.due ?? due)
    return due
  }

  /** Makes the moves that are due at `now`. */
  move(hours: SessionHours, isExpecting: boolean, timeoutMs: number, now: EpochMs): readonly MovedSymbol[] {
    this.#reckonFor(hours, isExpecting, timeoutMs)
    const moved: MovedSymbol[] = []
    for (const watch of this.#watches.values()) {
      const move = this.#nextMove(watch, hours)
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

  #reckonFor(hours: SessionHours, isExpecting: boolean, timeoutMs: number): void {
    if (hours === this.#hours && isExpecting === this.#isExpecting && timeoutMs === this.#timeoutMs) return
    this.#hours = hours
    this.#isExpecting = isExpecting
    this.#timeoutMs = timeoutMs
    this.#round++
  }

  #nextMove(watch: SymbolWatch, hours: SessionHours): DueSymbolMove | undefined {
    const known = this.#reckoned.get(watch)
    const { state, lastEnd } = watch
    if (known?.round === this.#round && known.state === state && known.lastEnd === lastEnd) return known.move
    const move = dueSymbolMove(watch, hours, this.#isExpecting, this.#timeoutMs)
    this.#reckoned.set(watch, { state, lastEnd, round: this.#round, move })
    return move
  }
}
