import { Failure } from '#shared/protocol/failure.ts'
import type { SessionReport, SessionState } from '#shared/protocol/session-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { SymbolState } from '../boundaries/symbol-state.ts'
import type { SessionData } from '../session/session-data.ts'
import type { LoadedSession } from './loaded-session.ts'
import {
  type Legacy,
  SessionWatch,
  type WatchedSession,
  type WatchOptions,
  type WatchSettings,
} from './session-watch.ts'

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
  readonly #data: SessionData
  readonly #changed: () => void
  #settings: WatchSettings
  #watches: ReadonlyMap<string, SessionWatch>
  readonly #main: SessionWatch
  #bySymbol: ReadonlyMap<string, SessionWatch>
  #followed: EpochMs | undefined

  constructor(loaded: LoadedSession, data: SessionData, { legacies, settings, changed }: WatchesOptions) {
    this.#data = data
    this.#settings = settings
    this.#changed = changed
    this.#watches = new Map(
      watchedIn(loaded).map((on) => {
        const legacy = legacies?.get(on.calendar.exchange)
        return [on.calendar.exchange, new SessionWatch(on, data, { settings, changed, legacy })] as const
      }),
    )
    this.#main = this.#of(loaded.calendar.exchange)
    this.#bySymbol = this.#placesOf(loaded)
  }

  /** Follows the clock of the replay, on or back; bars up to it are in session data. */
  follow(clock: EpochMs): void {
    this.#followed = clock
    for (const watch of this.#watches.values()) watch.follow(clock)
  }

  /** Bars that were missing may have come: who was late or partial for want of them is so no longer. */
  noteFills(): void {
    for (const watch of this.#watches.values()) watch.noteFills()
  }

  /** The replay has other symbols now: all are as if they had been watched from the start (L3). */
  setSymbols(loaded: LoadedSession): void {
    const before = this.#watches
    // The hours of the replay may begin later without the symbols that went.
    if (this.#followed !== undefined) this.#followed = Math.max(loaded.start, this.#followed) as EpochMs
    this.#watches = new Map(
      watchedIn(loaded).map((on) => {
        const known = before.get(on.calendar.exchange)
        known?.watchAnew(on)
        return [on.calendar.exchange, known ?? this.#watchNow(on)] as const
      }),
    )
    this.#bySymbol = this.#placesOf(loaded)
  }

  /** Applies other settings from now on. */
  configure(settings: WatchSettings): void {
    this.#settings = settings
    for (const watch of this.#watches.values()) watch.configure(settings)
  }

  /** The session timeout, in ms. */
  get timeoutMs(): number {
    return this.#main.timeoutMs
  }

  /** Keeps the sessions from ending when the replay is at its end, until `releaseEnd` of the same cause. */
  holdEnd(cause: string): void {
    for (const watch of this.#watches.values()) watch.holdEnd(cause)
  }

  releaseEnd(cause: string): void {
    for (const watch of this.#watches.values()) watch.releaseEnd(cause)
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

  #watchNow(on: WatchedSession): SessionWatch {
    const watch = new SessionWatch(on, this.#data, { settings: this.#settings, changed: this.#changed })
    if (this.#followed !== undefined) watch.follow(this.#followed)
    return watch
  }

  #placesOf({ symbols }: LoadedSession): ReadonlyMap<string, SessionWatch> {
    return new Map(symbols.map(({ symbol, exchange }) => [symbol, this.#of(exchange.calendar.exchange)]))
  }

  #of(exchange: string | undefined): SessionWatch {
    const watch = exchange === undefined ? this.#main : this.#watches.get(exchange)
    if (!watch) throw new Failure('usage', `${exchange} is no exchange of this replay.`)
    return watch
  }
}

/** What is watched of a replay: the session of each exchange with its symbols, the main one first. */
function watchedIn({ exchanges, hours, start, end, symbols }: LoadedSession): readonly WatchedSession[] {
  return exchanges.map((exchange) => {
    const own = symbols.filter((loaded) => loaded.exchange === exchange)
    const { calendar, session } = exchange
    return { calendar, session, hours, start, end, symbols: own.map(({ symbol }) => symbol) }
  })
}
