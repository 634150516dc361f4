import type { AdjustmentMode } from '#shared/bars/adjustment-mode.ts'
import type { BarRange } from '#shared/bars/columns.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { adjustmentOf, type FactorRow } from '../adjustment/factors.ts'
import type { PastSession } from './past-session.ts'

/** Bars of one trailing session, adjusted. */
export interface TrailingSession {
  readonly session: Session
  readonly bars: BarRange
}

/**
 * The trailing sessions of one symbol and interval, oldest first, those that have bars. They are kept as traded and
 * adjusted as of the current session when they are read, so that a split between two sessions changes what is
 * seen exactly as a load on the later day would (R21, H3).
 */
export class TrailingSessions {
  readonly #mode: AdjustmentMode
  readonly #factors: readonly FactorRow[]
  readonly #past: PastSession[]
  #adjusted: readonly TrailingSession[] | undefined
  #version = 0

  constructor(past: readonly PastSession[], mode: AdjustmentMode, factors: readonly FactorRow[]) {
    this.#past = [...past]
    this.#mode = mode
    this.#factors = factors
  }

  /** Is another whenever a session came, went or was read anew. */
  get version(): number {
    return this.#version
  }

  /** The sessions as seen on the day `asOf`, the same until the next change. */
  sessions(asOf: SessionDate): readonly TrailingSession[] {
    this.#adjusted ??= this.#past.map((past) => ({
      session: past.session,
      bars: past.bars(adjustmentOf(this.#factors, this.#mode, past.session.date, asOf)),
    }))
    return this.#adjusted
  }

  /** Makes a session the newest and drops those before `oldest`. */
  roll(ended: PastSession | undefined, oldest: SessionDate): void {
    if (ended) this.#past.push(ended)
    while (this.#past[0] && this.#past[0].session.date < oldest) this.#past.shift()
    this.#change()
  }

  /** Puts a session in the place of the one of its date, or where it belongs. */
  renew(session: PastSession): void {
    const { date } = session.session
    const later = this.#past.findIndex((past) => past.session.date >= date)
    const place = later < 0 ? this.#past.length : later
    this.#past.splice(place, this.#past[place]?.session.date === date ? 1 : 0, session)
    this.#change()
  }

  #change(): void {
    this.#adjusted = undefined
    this.#version++
  }
}
