import { Failure } from '#shared/protocol/failure.ts'
import type { SessionReport, SessionState } from '#shared/protocol/session-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { SymbolState } from '../boundaries/symbol-state.ts'
import type { SessionData } from '../session/session-data.ts'
import type { LoadedSession } from './loaded-session.ts'
import { type Legacy, SessionWatch, type WatchOptions, type WatchSettings } from './session-watch.ts'

/** What each exchange of a replay takes over from the session before. */
export type Legacies = ReadonlyMap<string, Legacy>

export interface WatchesOptions extends Omit<WatchOptions, 'legacy'> {
  readonly legacies?: Legacies | undefined
}

/**
 * The sessions of a replay on its one clock, one of each exchange. That of the exchange which the replay was opened
 * for is the main one: it is the one that rolls.
 */
export class SessionWatches {
  readonly #watches: ReadonlyMap<string, SessionWatch>
  readonly #main: SessionWatch
  readonly #bySymbol: ReadonlyMap<string, SessionWatch>

  constructor(loaded: LoadedSession, data: SessionData, { legacies, ...options }: WatchesOptions) {
    const { hours, start, end, symbols } = loaded
    const watchOf = ({ calendar, session }: Pick<LoadedSession, 'calendar' | 'session'>): SessionWatch => {
      const own = symbols.filter(({ exchange }) => exchange.calendar.exchange === calendar.exchange)
      return new SessionWatch(
        { calendar, session, hours, start, end, symbols: own.map(({ symbol }) => symbol) },
        data,
        { ...options, legacy: legacies?.get(calendar.exchange) },
      )
    }
    this.#main = watchOf(loaded)
    const others = loaded.exchanges.filter(({ calendar }) => calendar.exchange !== loaded.calendar.exchange)
    this.#watches = new Map([
      [loaded.calendar.exchange, this.#main],
      ...others.map((exchange) => [exchange.calendar.exchange, watchOf(exchange)] as const),
    ])
    this.#bySymbol = new Map(
      symbols.map(({ symbol, exchange }) => [
        symbol,
        this.#watches.get(exchange.calendar.exchange) ?? this.#main,
      ]),
    )
  }

  /** Follows the clock of the replay, on or back; bars up to it are in session data. */
  follow(clock: EpochMs): void {
    for (const watch of this.#watches.values()) watch.follow(clock)
  }

  /** Applies other settings from now on. */
  configure(settings: WatchSettings): void {
    for (const watch of this.#watches.values()) watch.configure(settings)
  }

  /** Puts a session into a state, past the table of moves: the main one, or that of an exchange of the replay. */
  forceState(state: SessionState, reason: string, exchange?: string): void {
    this.#of(exchange).forceState(state, reason)
  }

  /** Flags what went wrong with the main session; an ended one keeps its state. */
  raiseError(cause: string): void {
    this.#main.raiseError(cause)
  }

  /** Takes the flag of an error away, where there is one. */
  clearError(): void {
    for (const watch of this.#watches.values()) if (watch.report().error) watch.clearError()
  }

  /** Lets the main session give way to the next. Throws a Failure while it has not ended, and when it did before (B2). */
  roll(): Legacies {
    this.#main.roll()
    return new Map([...this.#watches].map(([exchange, watch]) => [exchange, watch.legacy()]))
  }

  /** State of a symbol; 'inactive' for one that is not watched. */
  stateOf(symbol: string): SymbolState {
    return this.#bySymbol.get(symbol)?.stateOf(symbol) ?? 'inactive'
  }

  /** Where the main session stands. */
  report(): SessionReport {
    return this.#main.report()
  }

  /** Where all sessions stand, the main one first. */
  reports(): readonly SessionReport[] {
    return [...this.#watches.values()].map((watch) => watch.report())
  }

  #of(exchange: string | undefined): SessionWatch {
    const watch = exchange === undefined ? this.#main : this.#watches.get(exchange)
    if (!watch) throw new Failure('usage', `${exchange} is no exchange of this replay.`)
    return watch
  }
}
