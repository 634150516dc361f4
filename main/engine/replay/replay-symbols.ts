import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { LeftOut } from '../history/left-out.ts'
import type { StoreReader } from '../store/store.ts'
import { nextTurn, type Ticker } from '../time/ticker.ts'
import { loadSymbols } from './load-symbols.ts'
import type { Replay } from './replay.ts'
import { ReplayExchanges } from './replay-exchanges.ts'
import { replayInfo } from './replay-info.ts'
import type { FilledSession } from './trailing-fill.ts'

/** Symbols taken in between two turns of the event loop, with what is known of them at the clock: below 2 ms. */
const takenAtOnce = 50

export interface AddedSymbols {
  /** Which could not be taken in, and why. */
  readonly leftOut: readonly LeftOut[]
  /** Filled since they began to be read. */
  readonly filled: readonly FilledSession[]
}

/**
 * Which symbols an open replay has, and which it goes without: takes some in and others out, one change after the
 * other, while the clock holds.
 */
export class ReplaySymbols {
  readonly #replay: Replay
  readonly #calendars: Calendars
  readonly #ticker: Ticker
  #leftOut: readonly LeftOut[]
  #changes: Promise<unknown> = Promise.resolve()
  /** Filled since symbols that are on their way began to be read, each once; undefined while none are. */
  #filled: Map<string, FilledSession> | undefined

  constructor(replay: Replay, leftOut: readonly LeftOut[], calendars: Calendars, ticker: Ticker) {
    this.#replay = replay
    this.#calendars = calendars
    this.#leftOut = leftOut
    this.#ticker = ticker
  }

  /** The symbols it goes without, and why. */
  get leftOut(): readonly LeftOut[] {
    return this.#leftOut
  }

  /** Resolves when every change that was asked for is made. */
  get settled(): Promise<unknown> {
    return this.#changes
  }

  /** What the window is told of the replay as it is now; of its symbols only some, where they are named. */
  info(only?: readonly string[]): ReplayInfo {
    const { loaded } = this.#replay
    if (!only) return replayInfo(loaded, this.#leftOut)
    const symbols = loaded.symbols.filter(({ symbol }) => only.includes(symbol))
    return replayInfo({ ...loaded, symbols }, [])
  }

  /**
   * Reads symbols in the background and takes them in as if they had been there from the start (L3). Those that are
   * there stay as they are. What cannot be taken in is left out; the others are not touched by it.
   */
  add(reader: StoreReader, symbols: readonly string[]): Promise<AddedSymbols> {
    return this.#whileHeld(async () => {
      const filled = new Map<string, FilledSession>()
      this.#filled = filled
      try {
        const leftOut = await this.#takeIn(reader, symbols)
        return { leftOut, filled: [...filled.values()] }
      } finally {
        this.#filled = undefined
      }
    })
  }

  /** A session has more in the store than symbols that are on their way may have been read with. */
  noteFilled(filled: FilledSession): void {
    this.#filled?.set(`${filled.symbol} ${filled.session}`, filled)
  }

  async #takeIn(reader: StoreReader, symbols: readonly string[]): Promise<readonly LeftOut[]> {
    const known = new Set(this.#replay.loaded.symbols.map(({ symbol }) => symbol))
    const wanted = [...new Set(symbols)].filter((symbol) => !known.has(symbol))
    const exchanges = ReplayExchanges.of(this.#replay.loaded, this.#calendars)
    const read = await loadSymbols(reader, exchanges, wanted, this.#ticker)
    const leftOut = [...read.leftOut]
    for (let index = 0; index < read.symbols.length; index += takenAtOnce) {
      leftOut.push(...this.#replay.addSymbols(read.symbols.slice(index, index + takenAtOnce)))
      await nextTurn(this.#ticker)
    }
    this.#leftOut = [...this.#without(wanted), ...leftOut]
    return leftOut
  }

  /** Takes symbols out with all that is known of them; those that are not there are forgotten as left out. */
  remove(symbols: readonly string[]): Promise<void> {
    return this.#whileHeld(async () => {
      this.#replay.removeSymbols(symbols)
      this.#leftOut = this.#without(symbols)
    })
  }

  #without(symbols: readonly string[]): readonly LeftOut[] {
    const gone = new Set(symbols)
    return this.#leftOut.filter(({ symbol }) => !gone.has(symbol))
  }

  /** The clock stands meanwhile; what the user wants of it is kept (T7). */
  #whileHeld<T>(change: () => Promise<T>): Promise<T> {
    const held = async (): Promise<T> => {
      const { playback } = this.#replay
      const release = playback.hold()
      try {
        return await change()
      } finally {
        const { start, end } = this.#replay.loaded
        const moved = playback.setRange(start, end)
        release()
        await moved
      }
    }
    const done = this.#changes.then(held)
    this.#changes = done.catch(() => undefined)
    return done
  }
}
