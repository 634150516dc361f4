import type { Use, UseMark } from '#shared/prefetch/used-symbol.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { UsedSymbols } from '#shared/protocol/prefetch-calls.ts'
import type { OpenStore } from '../../system/open-store.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import { rankUsed } from './rank-used.ts'
import { halfLifeDays } from './score.ts'

export interface UseSurroundings {
  readonly store: Pick<OpenStore, 'reader' | 'keep'>
  readonly time: TimeProvider
  /** Whether use is taken note of, by the settings. */
  readonly learns: () => boolean
  /** Told when the use of symbols is not what it was. */
  readonly changed: () => void
  /** Hears why use could not be noted; it stands in nobody's way. */
  readonly trouble: (message: string) => void
}

/** Learns which symbols of the open store are used, and lets a person correct that. */
export class SymbolUse {
  readonly #around: UseSurroundings

  constructor(around: UseSurroundings) {
    this.#around = around
  }

  /** Notes that symbols are used, in its own time; a store that another process owns learns nothing. */
  note(symbols: readonly string[], use: Use): void {
    if (symbols.length > 0 && this.#around.learns()) void this.#note(symbols, use)
  }

  /** Throws a Failure with code 'no-store' when no store is open, as all below do. */
  state(): UsedSymbols {
    const { store, time, learns } = this.#around
    return {
      learns: learns(),
      halfLifeDays,
      symbols: rankUsed(store.reader.prefetch.usedSymbols(), time.now()),
    }
  }

  /** Rejects with code 'read-only' when another process owns the store. */
  async mark(symbol: string, mark: UseMark | 'none'): Promise<UsedSymbols> {
    await this.#around.store.keep((writer) => writer.call('markUsed', { symbol, mark }))
    this.#around.changed()
    return this.state()
  }

  /** Forgets the use of a symbol, or of all. Rejects with code 'read-only' when another process owns the store. */
  async forget(symbol: string | undefined): Promise<UsedSymbols> {
    await this.#around.store.keep((writer) =>
      writer.call('forgetUsed', symbol === undefined ? {} : { symbol }),
    )
    this.#around.changed()
    return this.state()
  }

  async #note(symbols: readonly string[], use: Use): Promise<void> {
    const { store, time, changed, trouble } = this.#around
    try {
      const at = time.now()
      await store.keep((writer) => writer.call('noteUse', { symbols: [...symbols], use, at }))
      changed()
    } catch (error) {
      const { code, message } = asFailure(error)
      if (code !== 'read-only' && code !== 'no-store') trouble(`The use of symbols was not noted: ${message}`)
    }
  }
}
