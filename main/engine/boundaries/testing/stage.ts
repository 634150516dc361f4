import type { SessionDate } from '#shared/calendar/session-date.ts'
import { type EpochMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import type { BoundaryEvent } from '../boundary-event.ts'
import type { BoundarySettings } from '../boundary-settings.ts'
import type { BoundaryCalendar } from '../calendar-place.ts'
import { SessionBoundary } from '../session-boundary.ts'
import { utc } from './utc.ts'

export const usual: BoundarySettings = { autoRoll: true, timeoutMs: 5 * minuteMs, rollDelayMs: 30 * minuteMs }

/** A boundary under a clock that is set by hand, with all that it told. */
export class Stage {
  readonly boundary: SessionBoundary
  readonly events: BoundaryEvent[] = []
  readonly #ends = new Map<string, Set<number>>()
  #now: EpochMs

  constructor(
    calendar: BoundaryCalendar,
    start: string,
    options: { settings?: BoundarySettings; session?: string; symbols?: readonly string[] } = {},
  ) {
    const { settings = usual, session, symbols = [] } = options
    this.#now = utc(start)
    this.boundary = new SessionBoundary({
      calendar,
      time: { now: () => this.#now },
      settings,
      ...(session && { session: session as SessionDate }),
    })
    for (const symbol of symbols) this.boundary.addSymbol(symbol)
  }

  get now(): EpochMs {
    return this.#now
  }

  set now(now: EpochMs) {
    this.#now = now
  }

  /** Sets the clock and checks once. */
  at(time: string | EpochMs): this {
    this.#now = typeof time === 'string' ? utc(time) : time
    return this.tell(this.boundary.checkSessionBoundary(this.#now))
  }

  /** Checks every minute up to and with `end`; at each, bars of `symbols` that end there come first. */
  minutes(end: string, ...symbols: readonly string[]): this {
    for (let time = this.#now + minuteMs; time <= utc(end); time += minuteMs) {
      this.#now = time as EpochMs
      for (const symbol of symbols) this.bar(symbol)
      this.at(this.#now)
    }
    return this
  }

  /** A bar of a symbol that ends at `end`, or now. */
  bar(symbol: string, end: string | EpochMs = this.#now): this {
    const time = typeof end === 'string' ? utc(end) : end
    this.#endsOf(symbol).add(time)
    return this.tell(this.boundary.noteBar(symbol, time))
  }

  /** All minutes of a symbol from one time to another are filled in now, behind those that came in time. */
  fill(symbol: string, from: string, to: string): this {
    for (let end = utc(from) + minuteMs; end <= utc(to); end += minuteMs) this.#endsOf(symbol).add(end)
    const ends = Float64Array.from(this.#endsOf(symbol)).sort()
    return this.tell(this.boundary.noteFill(symbol, ends))
  }

  tell(events: readonly BoundaryEvent[]): this {
    this.events.push(...events)
    return this
  }

  /** Moves of the session so far as "from → to at TIME", and its rolls. */
  moves(): readonly string[] {
    return this.events.flatMap((event) => {
      if (event.type === 'moved') return [`${event.from} → ${event.to} ${formatUtc(event.due)}`]
      if (event.type === 'rolled') return [`${event.session} rolled to ${event.next ?? 'nothing'}`]
      return []
    })
  }

  /** Moves of one symbol so far as "state TIME". */
  symbolMoves(symbol: string): readonly string[] {
    return this.events.flatMap((event) =>
      event.type === 'symbol' && event.symbol === symbol ? [`${event.to} ${formatUtc(event.due)}`] : [],
    )
  }

  /** The present state of a symbol. */
  stateOf(symbol: string): string | undefined {
    return this.boundary.status().symbols.find((status) => status.symbol === symbol)?.state
  }

  #endsOf(symbol: string): Set<number> {
    const ends = this.#ends.get(symbol) ?? new Set()
    this.#ends.set(symbol, ends)
    return ends
  }
}
