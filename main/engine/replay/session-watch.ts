import type { Hours } from '#shared/bars/derive-windows.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { SessionLogEntry, SessionReport, SessionState } from '#shared/protocol/session-calls.ts'
import type { Settings } from '#shared/settings/settings.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { BoundaryEvent } from '../boundaries/boundary-event.ts'
import { type BoundarySettings, boundarySettings } from '../boundaries/boundary-settings.ts'
import type { SessionError } from '../boundaries/boundary-status.ts'
import { SessionBoundary } from '../boundaries/session-boundary.ts'
import type { SymbolState } from '../boundaries/symbol-state.ts'
import type { SessionData } from '../session/session-data.ts'
import { spanOfHours } from './hours.ts'
import { SessionLog } from './session-log.ts'
import { WatchedSymbol } from './watched-symbol.ts'

/** What of a replay is watched: one session of one exchange, between the first and last instant of the replay. */
export interface WatchedSession {
  readonly calendar: TradingCalendar
  readonly session: Session
  readonly hours: Hours
  readonly start: EpochMs
  readonly end: EpochMs
  readonly symbols: readonly string[]
}

/** What a session takes over from the one that rolled to it. */
export interface Legacy {
  readonly log: readonly SessionLogEntry[]
  readonly error: SessionError | undefined
}

export interface WatchOptions {
  readonly settings: WatchSettings
  readonly legacy?: Legacy | undefined
  /** The session stands elsewhere than before, or something happened to it. */
  readonly changed: () => void
}

/** Settings of the boundary, and the longest time between two checks of it, in ms of the session. */
export interface WatchSettings extends BoundarySettings {
  readonly checkEveryMs: number
}

/** What the user's settings say about watching a session. */
export function watchSettings(settings: Settings): WatchSettings {
  return { ...boundarySettings(settings), checkEveryMs: settings.sessionBoundaryCheckInterval * 1000 }
}

const nothingBefore: Legacy = { log: [], error: undefined }

/**
 * Where the replayed session stands, and which of its symbols are late, at the clock of the replay. It follows the
 * clock by what falls due, not by how the clock moves, so that it is the same at every speed and after every jump
 * (T6). At the end of the replay the session ends: what lies between its close and its roll is skipped.
 */
export class SessionWatch {
  #on: WatchedSession
  readonly #data: SessionData
  readonly #changed: () => void
  readonly #legacy: Legacy
  #settings: WatchSettings
  #boundary: SessionBoundary
  #symbols = new Map<string, WatchedSymbol>()
  #log: SessionLog
  /** An error outlives the moment in which it was flagged: a jump back before it does not hide it. */
  #error: SessionError | undefined
  /** The time at which the boundary is checked. */
  #clock: EpochMs
  /** The clock of the replay that was followed last. */
  #followed: EpochMs | undefined
  #checkedAt: EpochMs
  /** Nothing falls due before; asked for anew once undefined. */
  #due: number | undefined
  /** What keeps the session from ending when the replay has reached its end. */
  readonly #holds = new Set<string>()

  constructor(on: WatchedSession, data: SessionData, { settings, legacy, changed }: WatchOptions) {
    this.#on = on
    this.#data = data
    this.#changed = changed
    this.#settings = settings
    this.#legacy = legacy ?? nothingBefore
    this.#error = this.#legacy.error
    this.#clock = on.start
    this.#checkedAt = on.start
    this.#log = new SessionLog(this.#legacy.log)
    this.#boundary = this.#begin()
  }

  /** Follows the clock of the replay, on or back; bars up to it are in session data. */
  follow(clock: EpochMs): void {
    if (clock === this.#followed) return
    const isBack = this.#followed !== undefined && clock < this.#followed
    if (isBack) this.#beginAnew()
    this.#followed = clock
    const isTold = this.#followTo(clock)
    if (isTold || isBack) this.#changed()
  }

  /** Bars that were missing may have come: who was late or partial for want of them is so no longer. */
  noteFills(): void {
    if (this.#takeFills()) this.#changed()
  }

  /** Watches the same session with other symbols, as if they had been there from its start. */
  watchAnew(on: WatchedSession): void {
    this.#on = on
    this.#beginAnew()
    if (this.#followed !== undefined) {
      // The hours of the replay may begin later without the symbols that went.
      this.#followed = Math.max(on.start, this.#followed) as EpochMs
      this.#followTo(this.#followed)
    }
    this.#changed()
  }

  /** Applies other settings from now on. */
  configure(settings: WatchSettings): void {
    this.#settings = settings
    this.#act(() => {
      this.#boundary.configure(this.#boundarySettings())
      return this.#boundary.checkSessionBoundary()
    })
  }

  get timeoutMs(): number {
    return this.#settings.timeoutMs
  }

  /** Keeps the session from ending, though the replay is at its end, until `releaseEnd`. */
  holdEnd(cause: string): void {
    this.#holds.add(cause)
  }

  /** What held the end is done: a session whose replay is at its end ends, unless something else holds it. */
  releaseEnd(cause: string): void {
    if (!this.#holds.delete(cause) || this.#followed === undefined || this.#followed < this.#on.end) return
    if (this.#skipToEnd()) this.#changed()
  }

  forceState(state: SessionState, reason: string): void {
    this.#act(() => this.#boundary.forceState(state, reason))
  }

  /** Flags what went wrong; an ended session keeps its state. */
  raiseError(cause: string): void {
    this.#act(() => this.#boundary.raiseError(cause))
  }

  clearError(): void {
    const { session, cause } = this.#error ?? {}
    this.#error = undefined
    this.#act(() => {
      const events = this.#boundary.clearError()
      if (!session || cause === undefined || events.some(({ type }) => type === 'error-cleared'))
        return events
      const now = this.#clock
      return [{ type: 'error-cleared', session, cause, due: now, at: now }, ...events]
    })
  }

  /** Lets an ended session give way to the next. Throws a Failure while it has not ended, and when it did before (B2). */
  roll(): void {
    this.#act(() => this.#boundary.rollSession())
  }

  /** What the next session takes over. */
  legacy(): Legacy {
    return { log: this.#log.entries, error: this.#error }
  }

  /** State of a symbol; 'inactive' for one that is not watched. */
  stateOf(symbol: string): SymbolState {
    return this.#symbols.get(symbol)?.state ?? 'inactive'
  }

  report(): SessionReport {
    const { exchange, hours, state, since, onBreak, next } = this.#boundary.status()
    return {
      exchange,
      session: hours.date,
      state,
      ...(since !== undefined && { since }),
      onBreak,
      checkedAt: this.#checkedAt,
      ...(next && { next }),
      ...(this.#error && { error: this.#error }),
      log: [...this.#log.entries],
    }
  }

  #begin(): SessionBoundary {
    const { calendar, session, symbols } = this.#on
    const boundary = new SessionBoundary({
      calendar,
      time: { now: () => this.#clock },
      settings: this.#boundarySettings(),
      session: session.date,
    })
    this.#symbols = new Map(
      symbols.map((symbol) => [symbol, new WatchedSymbol(this.#data.symbolSession(symbol))]),
    )
    for (const symbol of symbols) boundary.addSymbol(symbol)
    return boundary
  }

  #beginAnew(): void {
    this.#clock = this.#on.start
    this.#checkedAt = this.#on.start
    this.#log = new SessionLog(this.#legacy.log)
    this.#due = undefined
    this.#boundary = this.#begin()
  }

  /** A replay rolls when its clock is let go on, not by itself, and plays all of its hours before. */
  #boundarySettings(): BoundarySettings {
    const { hours, session } = this.#on
    const { timeoutMs, rollDelayMs } = this.#settings
    return {
      autoRoll: false,
      timeoutMs,
      rollDelayMs: Math.max(rollDelayMs, spanOfHours(session, hours).close - session.close),
      ...(hours === 'regular' && { preMarketMs: 0 }),
    }
  }

  /** Answers whether anything was told of the session on the way. */
  #followTo(clock: EpochMs): boolean {
    let isTold = false
    for (;;) {
      this.#due ??= this.#boundary.nextDue
      const due = this.#due
      const back = this.#nextReturn(Math.min(due, clock))
      const stop = Math.max(this.#clock, Math.min(due, back, clock)) as EpochMs
      this.#clock = stop
      if (this.#noteAwaited(stop)) isTold = true
      if (stop >= due) this.#noteRuns(stop, clock)
      if ((stop >= due || stop - this.#checkedAt >= this.#settings.checkEveryMs) && this.#check(stop))
        isTold = true
      if (stop === clock) break
    }
    if (this.#takeFills()) isTold = true
    return clock >= this.#on.end ? this.#skipToEnd() || isTold : isTold
  }

  /** The clock stands at the end of the replay; the session goes on to its own, unless that is held. */
  #skipToEnd(): boolean {
    if (this.#holds.size > 0) return false
    this.#clock = Math.max(this.#clock, this.#boundary.status().hours.rollDue) as EpochMs
    return this.#check(this.#clock)
  }

  #check(at: EpochMs): boolean {
    this.#checkedAt = at
    this.#due = undefined
    return this.#take(this.#boundary.checkSessionBoundary(at))
  }

  /** Earliest end of a bar that is waited for, up to `limit`; Infinity when there is none. */
  #nextReturn(limit: number): number {
    let earliest = Number.POSITIVE_INFINITY
    for (const watched of this.#awaited()) earliest = Math.min(earliest, watched.nextEnd(this.#clock))
    return earliest <= limit ? earliest : Number.POSITIVE_INFINITY
  }

  /** Tells the boundary of the latest bars up to `time` of those that are waited for. */
  #noteAwaited(time: EpochMs): boolean {
    let isTold = false
    for (const watched of this.#awaited()) {
      const end = watched.lastEnd(time)
      if (end !== undefined && this.#take(this.#boundary.noteBar(watched.symbol, end))) isTold = true
    }
    return isTold
  }

  #takeFills(): boolean {
    let isTold = false
    for (const watched of this.#symbols.values()) {
      const ends = watched.takeFilledEnds(this.#clock)
      if (!ends) continue
      this.#due = undefined
      if (this.#take(this.#boundary.noteFill(watched.symbol, ends))) isTold = true
    }
    return isTold
  }

  /**
   * The same of all others, and of their bars after `time` up to `limit` too, as long as they come without a hole in
   * which anything could fall due: most stops on the way are then needless.
   */
  #noteRuns(time: EpochMs, limit: EpochMs): void {
    const { close } = this.#on.session
    for (const watched of this.#symbols.values()) {
      if (watched.isMissed) continue
      const reach = (time < close ? Math.min(limit, close) : time) as EpochMs
      const end = watched.runEnd(time, this.#settings.timeoutMs, reach)
      if (end !== undefined) this.#boundary.noteBar(watched.symbol, end)
    }
  }

  #awaited(): Iterable<WatchedSymbol> {
    if (this.#boundary.state === 'timeout') return this.#symbols.values()
    return [...this.#symbols.values()].filter(({ isMissed }) => isMissed)
  }

  /** What is done by hand comes after all that is known. */
  #act(act: () => readonly BoundaryEvent[]): void {
    this.#noteRuns(this.#clock, this.#clock)
    this.#take(act())
    this.#due = undefined
    if (this.#followed === this.#on.end && this.#boundary.session === this.#on.session.date) this.#skipToEnd()
    this.#changed()
  }

  #take(events: readonly BoundaryEvent[]): boolean {
    if (events.length > 0) this.#due = undefined
    for (const event of events) {
      if (event.type === 'symbol') {
        const watched = this.#symbols.get(event.symbol)
        if (watched) watched.state = event.to
      } else if (event.type === 'error')
        this.#error = { session: event.session, cause: event.cause, at: event.due }
      else if (event.type === 'error-cleared') this.#error = undefined
    }
    return this.#log.add(events)
  }
}
