import type { EpochMs } from '#shared/time/epoch.ts'
import type { SymbolState } from '../boundaries/symbol-state.ts'
import type { SessionData } from '../session/session-data.ts'
import type { LoadedExchange, LoadedSession } from './loaded-session.ts'
import { SessionWatch, type WatchedSession, type WatchOptions, type WatchSettings } from './session-watch.ts'

/**
 * Watches the session of every exchange of a replay, so that a symbol is late by the hours of its own. That of the
 * exchange which the replay was opened for is told and rolls; the others only say how their symbols stand.
 */
export class ExchangeWatches {
  readonly primary: SessionWatch
  readonly #data: SessionData
  readonly #changed: () => void
  #settings: WatchSettings
  #others: readonly SessionWatch[]
  #bySymbol: ReadonlyMap<string, SessionWatch>
  #followed: EpochMs | undefined

  constructor(loaded: LoadedSession, data: SessionData, options: WatchOptions) {
    this.#data = data
    this.#settings = options.settings
    this.#changed = options.changed
    this.primary = new SessionWatch(watchedOf(loaded, loaded.exchanges[0]), data, options)
    this.#others = this.#watchOthers(loaded)
    this.#bySymbol = this.#placesOf(loaded)
  }

  /** Follows the clock of the replay, on or back. */
  follow(clock: EpochMs): void {
    this.#followed = clock
    for (const watch of [this.primary, ...this.#others]) watch.follow(clock)
  }

  configure(settings: WatchSettings): void {
    this.#settings = settings
    for (const watch of [this.primary, ...this.#others]) watch.configure(settings)
  }

  /** The replay has other symbols now: all are as if they had been watched from the start (L3). */
  setSymbols(loaded: LoadedSession): void {
    this.primary.watchAnew(watchedOf(loaded, loaded.exchanges[0]))
    this.#others = this.#watchOthers(loaded)
    this.#bySymbol = this.#placesOf(loaded)
    if (this.#followed === undefined) return
    this.#followed = Math.max(loaded.start, this.#followed) as EpochMs
    for (const watch of this.#others) watch.follow(this.#followed)
  }

  /** State of a symbol; 'inactive' for one that is not watched. */
  stateOf(symbol: string): SymbolState {
    return this.#bySymbol.get(symbol)?.stateOf(symbol) ?? 'inactive'
  }

  #watchOthers(loaded: LoadedSession): readonly SessionWatch[] {
    const options = { settings: this.#settings, changed: this.#changed }
    return loaded.exchanges
      .slice(1)
      .map((exchange) => new SessionWatch(watchedOf(loaded, exchange), this.#data, options))
  }

  #placesOf({ exchanges, symbols }: LoadedSession): ReadonlyMap<string, SessionWatch> {
    const watches = [this.primary, ...this.#others]
    return new Map(
      symbols.flatMap(({ symbol, exchange }) => {
        const watch = watches[exchanges.indexOf(exchange)]
        return watch ? [[symbol, watch] as const] : []
      }),
    )
  }
}

function watchedOf(loaded: LoadedSession, exchange: LoadedExchange | undefined): WatchedSession {
  const { calendar, session } = exchange ?? loaded
  const symbols = loaded.symbols.filter((symbol) => symbol.exchange === exchange)
  const { hours, start, end } = loaded
  return { calendar, session, hours, start, end, symbols: symbols.map(({ symbol }) => symbol) }
}
