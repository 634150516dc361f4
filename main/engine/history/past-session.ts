import type { BarColumns, BarRange } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import { type Interval, oneDay } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { adjustBars } from '../adjustment/adjust.ts'
import type { Adjustment } from '../adjustment/factors.ts'
import { barsInHours } from '../replay/hours.ts'

/**
 * Bars of one interval of a session that has ended, as traded: given, or made of its minutes when they are first
 * asked for, so that a roll derives nothing.
 */
export class PastSession {
  readonly session: Session
  readonly #derive: (() => BarRange) | undefined
  #bars: BarRange | undefined

  private constructor(session: Session, bars: BarRange | undefined, derive: (() => BarRange) | undefined) {
    this.session = session
    this.#bars = bars
    this.#derive = derive
  }

  static of(session: Session, bars: BarRange): PastSession {
    return new PastSession(session, bars, undefined)
  }

  static derived(session: Session, minutes: BarRange, interval: Interval, hours: Hours): PastSession {
    // As the stored ones, a daily bar is one of regular hours.
    const options = { hours: interval === oneDay ? ('regular' as const) : hours }
    return new PastSession(session, undefined, () => {
      const { columns } = deriveSession(minutes, session, interval, options)
      return { columns, from: 0, to: columns.start.length }
    })
  }

  /** The bars that are stored of an interval, else made of the minutes; undefined where there is neither. */
  static stored(
    session: Session,
    interval: Interval,
    hours: Hours,
    { bars, minutes }: { readonly bars: BarColumns | undefined; readonly minutes: BarColumns | undefined },
  ): PastSession | undefined {
    const read = bars ?? minutes
    if (!read) return undefined
    const isDay = bars !== undefined && interval === oneDay
    const columns = isDay ? bars : barsInHours(read, session, hours)
    const range = { columns, from: 0, to: columns.start.length }
    if (range.to === 0) return undefined
    return bars ? PastSession.of(session, range) : PastSession.derived(session, range, interval, hours)
  }

  bars(adjustment: Adjustment): BarRange {
    this.#bars ??= this.#derive?.()
    if (!this.#bars) throw new RangeError(`Session ${this.session.date} has neither bars nor minutes`)
    return adjustBars(this.#bars, adjustment)
  }
}
