import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { barEnd } from '../../store/bar-end.ts'
import type { BarRequest } from '../data-source.ts'

/** When the last bars of sessions end, as far as bars of a request's symbols were met. */
export class SessionEnds {
  readonly #request: BarRequest
  readonly #calendar: TradingCalendar
  readonly #lastStarts = new Map<string, number>()

  constructor(request: BarRequest, calendar: TradingCalendar) {
    this.#request = request
    this.#calendar = calendar
  }

  /** Takes note of bars of a session, by the start of the last one. */
  add(symbol: string, session: SessionDate, last: number): void {
    const key = `${symbol} ${session}`
    this.#lastStarts.set(key, Math.max(last, this.#lastStarts.get(key) ?? last))
  }

  /** Undefined where no bar of the session was met. */
  of(symbol: string, session: SessionDate): EpochMs | undefined {
    const last = this.#lastStarts.get(`${symbol} ${session}`)
    if (last === undefined) return undefined
    return barEnd(this.#calendar, this.#request.interval, session, last) as EpochMs
  }
}
