import { at, upperBound } from '#shared/bars/columns.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { SessionState } from '#shared/protocol/session-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import type { BoundaryEvent } from './boundary-event.ts'
import type { BoundarySettings } from './boundary-settings.ts'
import type { BoundaryStatus, SessionError } from './boundary-status.ts'
import { type BoundaryCalendar, sessionNumberAt } from './calendar-place.ts'
import { type DueMove, dueMove } from './session-course.ts'
import {
  expectedInstant,
  isInBreak,
  nextBreakEdge,
  type SessionHours,
  sessionHours,
} from './session-hours.ts'
import { isAllowedMove } from './session-state.ts'
import { hasBars, lastSign, type SymbolWatch, stateOnceFilled } from './symbol-course.ts'
import { isSilent } from './symbol-state.ts'
import { SymbolWatches } from './symbol-watches.ts'

export interface BoundaryOptions {
  readonly calendar: BoundaryCalendar
  readonly time: TimeProvider
  readonly settings: BoundarySettings
  /** The session to begin with; where absent, the one that trades now or the next. */
  readonly session?: SessionDate
}

const nothing: readonly BoundaryEvent[] = []

/**
 * Where the present session stands, by its calendar and by the bars that come; for replayed and for wall time
 * alike. Time acts only through checkSessionBoundary: what fell due since the last check happens then, in order
 * and with the time it was due, so that a late check and many early ones come to the same. Of what happens at one
 * instant, bars are to be noted before the check.
 */
export class SessionBoundary {
  readonly #calendar: BoundaryCalendar
  readonly #time: TimeProvider
  readonly #watches = new SymbolWatches()
  readonly #holds = new Set<string>()
  #settings: BoundarySettings
  /** The session's number in the calendar. */
  #number: number
  #hours: SessionHours
  #state: SessionState = 'not-started'
  #since: EpochMs | undefined
  #checkedAt: EpochMs | undefined
  #error: SessionError | undefined
  /** Everything due up to here has happened. */
  #clock: EpochMs
  /** Nothing falls due before; newer bars only move it on. */
  #quietUntil = Number.NEGATIVE_INFINITY
  /** Whether the session rolled at the end of the calendar, where no other follows. */
  #isLast = false

  /** Throws a Failure of code 'no-session' or 'outside-calendar' when there is no such session. */
  constructor({ calendar, time, settings, session }: BoundaryOptions) {
    this.#calendar = calendar
    this.#time = time
    this.#settings = settings
    if (session && !calendar.session(session))
      throw new Failure('no-session', `${session} is no session of ${calendar.exchange}.`)
    this.#number = session ? calendar.sessionNumber(session) : sessionNumberAt(calendar, time.now(), settings)
    this.#hours = this.#hoursOf(this.#number)
    this.#clock = Math.min(time.now(), this.#hours.start - 1) as EpochMs
  }

  get state(): SessionState {
    return this.#state
  }

  /** Label of the present session. */
  get session(): SessionDate {
    return this.#hours.date
  }

  /** No check before this instant has any effect unless something else happens; Infinity when none ever has. */
  get nextDue(): number {
    return Math.min(this.#nextMove()?.due ?? Number.POSITIVE_INFINITY, this.#nextElse())
  }

  /**
   * Asks for the bars of a symbol from now on: it is late when none comes for a timeout. A symbol that is known
   * already keeps its state.
   */
  addSymbol(symbol: string): void {
    this.#watches.add(symbol, this.#time.now())
    this.#disturb()
  }

  /** Asks no more for the bars of a symbol, and forgets it. */
  removeSymbol(symbol: string): void {
    this.#watches.remove(symbol)
    this.#disturb()
  }

  /**
   * A bar of a symbol came that ends at `end`. A symbol's own bars alone make it current again, never those of
   * another (L1), and old ones that are filled in do not. Throws a Failure of code 'unknown-symbol'.
   */
  noteBar(symbol: string, end: EpochMs): readonly BoundaryEvent[] {
    const watch = this.#watched(symbol)
    if (end > this.#hours.close) {
      watch.lastEndBeyond = Math.max(watch.lastEndBeyond, end)
      return nothing
    }
    if (end <= watch.lastEnd) return nothing
    watch.lastEnd = end
    if ((watch.state === 'current' || watch.state === 'partial') && this.#state !== 'timeout') return nothing
    return this.#comeBack(watch)
  }

  /**
   * Bars of a symbol came that had been missing; `ends` are those of all its bars that are known now, sorted. It is
   * late or partial no longer where nothing is missing any more. Throws a Failure of code 'unknown-symbol'.
   */
  noteFill(symbol: string, ends: Float64Array): readonly BoundaryEvent[] {
    const watch = this.#watched(symbol)
    const { close } = this.#hours
    const inHours = upperBound(ends, close)
    if (inHours > 0) watch.lastEnd = Math.max(watch.lastEnd, at(ends, inHours - 1))
    const now = Math.max(this.#time.now(), this.#clock) as EpochMs
    const isExpecting = this.#isExpecting()
    const { state: from } = watch
    const to = stateOnceFilled(watch, this.#hours, isExpecting, this.#settings.timeoutMs, ends, now)
    this.#disturb()
    const events: BoundaryEvent[] = []
    if (to !== from) {
      watch.state = to
      events.push({ type: 'symbol', session: this.session, due: now, at: now, symbol, from, to })
    }
    if (this.#state === 'timeout' && isExpecting && !isSilent(to) && to !== 'waiting')
      this.#enter({ to: 'active', due: now, cause: `bars of ${symbol} were filled in` }, now, now, events)
    return events
  }

  /**
   * Lets everything happen that fell due up to `now`, and tells it in order. A clock that was set back changes
   * nothing until it has caught up.
   */
  checkSessionBoundary(now: EpochMs = this.#time.now()): readonly BoundaryEvent[] {
    if (now < this.#clock) return nothing
    this.#checkedAt = now
    if (now < this.#quietUntil) {
      this.#clock = now
      return nothing
    }
    const events: BoundaryEvent[] = []
    let due = this.nextDue
    while (due <= now) {
      this.#happen(Math.max(due, this.#clock) as EpochMs, now, events)
      due = this.nextDue
    }
    this.#clock = now
    this.#quietUntil = due
    return events
  }

  /** Begins the session after an ended one, by hand. Throws a Failure while it has not ended, or is the last. */
  rollSession(): readonly BoundaryEvent[] {
    return this.#act((now, events) => {
      const why = this.#isLast
        ? `The ${this.#calendar.exchange} calendar has no session after ${this.session}.`
        : `Session ${this.session} is ${this.#state}; it can roll when it has ended.`
      if (this.#state !== 'ended' || this.#isLast) throw new Failure('usage', why)
      this.#roll(now, now, events)
    })
  }

  /** Puts the session into a state, past the table of moves, and says why. */
  forceState(state: SessionState, cause: string): readonly BoundaryEvent[] {
    return this.#act((now, events) => {
      if (state === 'error') this.#flag(cause, now, now, events)
      if (state !== this.#state) this.#enter({ to: state, due: now, cause, forced: true }, now, now, events)
    })
  }

  /**
   * Flags an error and its cause. The session stops in the state error until it is cleared, or until it has to
   * roll; one that has ended keeps its state.
   */
  raiseError(cause: string): readonly BoundaryEvent[] {
    return this.#act((now, events) => {
      this.#flag(cause, now, now, events)
      if (isAllowedMove(this.#state, 'error')) this.#enter({ to: 'error', due: now, cause }, now, now, events)
    })
  }

  /** Takes the flag of an error away; a session in the state error goes on where the calendar says it is. */
  clearError(): readonly BoundaryEvent[] {
    return this.#act((now, events) => {
      if (this.#error) {
        const { session, cause } = this.#error
        events.push({ type: 'error-cleared', session, due: now, at: now, cause })
        this.#error = undefined
      }
      if (this.#state !== 'error') return
      const to = stateAfterError(this.#hours, now)
      this.#enter({ to, due: now, cause: 'the error was cleared' }, now, now, events)
    })
  }

  /** Keeps the session from ending for a while, e.g. until a fill is done; one timeout after its end it is forced. */
  holdEnd(cause: string): void {
    this.#holds.add(cause)
    this.#disturb()
  }

  /** What held the end is done. */
  releaseEnd(cause: string): void {
    this.#holds.delete(cause)
    this.#disturb()
  }

  /** Applies other settings from now on. */
  configure(settings: BoundarySettings): void {
    this.#settings = settings
    this.#hours = this.#hoursOf(this.#number)
    this.#disturb()
  }

  status(): BoundaryStatus {
    const next = this.#calendar.sessionAt(this.#number + 1)
    return {
      exchange: this.#calendar.exchange,
      hours: this.#hours,
      state: this.#state,
      ...(this.#since !== undefined && { since: this.#since }),
      onBreak: this.#isTrading() && isInBreak(this.#hours.segments, this.#clock),
      ...(this.#checkedAt !== undefined && { checkedAt: this.#checkedAt }),
      ...(next && { next: next.date }),
      autoRoll: this.#settings.autoRoll,
      holds: [...this.#holds],
      ...(this.#error && { error: this.#error }),
      symbols: this.#watches.status(),
    }
  }

  #watched(symbol: string): SymbolWatch {
    const watch = this.#watches.get(symbol)
    if (!watch) throw new Failure('unknown-symbol', `${symbol} is not watched in session ${this.session}.`)
    return watch
  }

  #hoursOf(number: number): SessionHours {
    const session = this.#calendar.sessionAt(number)
    if (!session) throw new RangeError(`${this.#calendar.exchange} has no session ${number}`)
    return sessionHours(session, this.#calendar.sessionAt(number + 1), this.#settings)
  }

  #disturb(): void {
    this.#quietUntil = Number.NEGATIVE_INFINITY
  }

  /** What is done by hand comes after all that fell due before it. */
  #act(act: (now: EpochMs, events: BoundaryEvent[]) => void): readonly BoundaryEvent[] {
    const events = [...this.checkSessionBoundary()]
    act(Math.max(this.#time.now(), this.#clock) as EpochMs, events)
    return events
  }

  #isTrading(): boolean {
    return this.#state === 'active' || this.#state === 'timeout'
  }

  #isExpecting(): boolean {
    return (this.#isTrading() || this.#state === 'error') && this.#clock < this.#hours.close
  }

  #nextMove(): DueMove | undefined {
    return dueMove(this.#state, this.#hours, {
      silentFrom: this.#silentFrom(),
      holds: [...this.#holds],
      patienceMs: this.#settings.timeoutMs,
      error: this.#error?.cause,
    })
  }

  /** When a whole timeout will have passed without a bar of any symbol. */
  #silentFrom(): EpochMs | undefined {
    const last = this.#state === 'active' ? this.#watches.lastSign() : undefined
    return last && expectedInstant(this.#hours.segments, last, this.#settings.timeoutMs)
  }

  /** When anything but a move of the session falls due: its roll, a break, a move of a symbol. */
  #nextElse(): number {
    const edge = this.#isTrading() ? nextBreakEdge(this.#hours.segments, this.#clock) : undefined
    const moved = this.#watches.nextDue(this.#hours, this.#isExpecting(), this.#settings.timeoutMs)
    return Math.min(this.#rollDue(), edge?.time ?? Number.POSITIVE_INFINITY, moved)
  }

  #rollDue(): number {
    const rolls = this.#state === 'ended' && this.#settings.autoRoll && !this.#isLast
    return rolls ? this.#hours.rollDue : Number.POSITIVE_INFINITY
  }

  /** What falls due at `due`: a break, then moves of symbols, then one move or the roll of the session. */
  #happen(due: EpochMs, at: EpochMs, events: BoundaryEvent[]): void {
    const edge = this.#isTrading() ? nextBreakEdge(this.#hours.segments, this.#clock) : undefined
    const isExpecting = this.#isExpecting()
    this.#clock = due
    if (edge && edge.time <= due)
      events.push({ type: 'break', session: this.session, due, at, began: edge.began })
    for (const moved of this.#watches.move(this.#hours, isExpecting, this.#settings.timeoutMs, due))
      events.push({ type: 'symbol', session: this.session, due, at, ...moved })
    const move = this.#nextMove()
    if (move && move.due <= due) this.#moveByItself(move, due, at, events)
    else if (this.#rollDue() <= due) this.#roll(due, at, events)
  }

  #moveByItself(move: DueMove, due: EpochMs, at: EpochMs, events: BoundaryEvent[]): void {
    if (!isAllowedMove(this.#state, move.to))
      throw new RangeError(`Session ${this.session} cannot move from ${this.#state} to ${move.to}`)
    if (move.to === 'error') this.#flag(move.cause ?? 'unknown', due, at, events)
    this.#enter(move, due, at, events)
  }

  #enter({ to, cause, forced = false }: DueMove, due: EpochMs, at: EpochMs, events: BoundaryEvent[]): void {
    const from = this.#state
    this.#state = to
    this.#since = due
    this.#disturb()
    events.push({
      type: 'moved',
      session: this.session,
      due,
      at,
      from,
      to,
      forced,
      ...(cause !== undefined && { cause }),
    })
  }

  #flag(cause: string, due: EpochMs, at: EpochMs, events: BoundaryEvent[]): void {
    this.#error = { session: this.session, cause, at: due }
    events.push({ type: 'error', session: this.session, due, at, cause })
  }

  #roll(due: EpochMs, at: EpochMs, events: BoundaryEvent[]): void {
    const next = this.#calendar.sessionAt(this.#number + 1)
    events.push({ type: 'rolled', session: this.session, due, at, ...(next && { next: next.date }) })
    if (!next) {
      this.#isLast = true
      return
    }
    this.#number++
    this.#hours = this.#hoursOf(this.#number)
    this.#holds.clear()
    this.#watches.roll()
    this.#enter({ to: 'not-started', due }, due, at, events)
  }

  /** A bar came of a symbol that had none, or none in time. */
  #comeBack(watch: SymbolWatch): readonly BoundaryEvent[] {
    if (!hasBars(watch, this.#hours) || !this.#isExpecting()) return nothing
    const now = this.#time.now()
    const overdue = expectedInstant(this.#hours.segments, lastSign(watch), this.#settings.timeoutMs)
    if (overdue !== undefined && overdue <= now) return nothing
    const events: BoundaryEvent[] = []
    const { symbol, state: from } = watch
    if (isSilent(from) || from === 'waiting') {
      watch.state = from === 'waiting' ? 'current' : 'partial'
      events.push({ type: 'symbol', session: this.session, due: now, at: now, symbol, from, to: watch.state })
    }
    if (this.#state === 'timeout')
      this.#enter({ to: 'active', due: now, cause: `a bar of ${symbol} came` }, now, now, events)
    this.#disturb()
    return events
  }
}

/** Where a session goes on by its calendar, of the states that may follow an error. */
function stateAfterError({ open, close }: SessionHours, now: EpochMs): SessionState {
  if (now < open) return 'not-started'
  return now < close ? 'active' : 'ended'
}
