import { exchangeOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Calendars } from '../calendars/calendars.ts'
import { HistoricalBars } from '../history/historical-bars.ts'
import type { LoadedExchange, LoadedSession, ReplaySettings } from './loaded-session.ts'
import { whyNoSession } from './no-session.ts'

/**
 * The exchanges of a replay, each with its session of the same label, opened when a symbol of it is first read. One
 * that is open keeps its calendar, whatever becomes of it meanwhile.
 */
export class ReplayExchanges {
  readonly settings: ReplaySettings
  readonly session: SessionDate
  readonly #calendars: Calendars
  readonly #byCode = new Map<string, LoadedExchange>()

  constructor(session: SessionDate, settings: ReplaySettings, calendars: Calendars) {
    this.#calendars = calendars
    this.session = session
    this.settings = settings
  }

  /** Those of a replay that is open already. */
  static of(loaded: LoadedSession, calendars: Calendars): ReplayExchanges {
    const exchanges = new ReplayExchanges(loaded.session.date, loaded, calendars)
    for (const exchange of loaded.exchanges) exchanges.#byCode.set(exchange.calendar.exchange, exchange)
    return exchanges
  }

  /** Throws a Failure with code 'no-session' that says why there is none, or 'unknown-exchange', 'outside-calendar'. */
  find(code: string): LoadedExchange {
    return this.#byCode.get(exchangeOf(code).code) ?? this.open(this.#calendars.of(code))
  }

  /** The same for a calendar that the caller has. */
  open(calendar: TradingCalendar): LoadedExchange {
    const known = this.#byCode.get(calendar.exchange)
    if (known) return known
    const session = calendar.session(this.session)
    if (!session) {
      const why = whyNoSession(calendar, this.session)
      throw new Failure('no-session', `${calendar.exchange} has no session on ${this.session} (${why}).`)
    }
    const { hours, adjustment, windows } = this.settings
    const most = Math.max(0, ...windows.map(({ sessions }) => sessions))
    const opened = {
      calendar,
      session,
      trailing: calendar.trailingSessions(session.date, most),
      history: new HistoricalBars({ calendar, hours, adjustment }, session.date),
    }
    this.#byCode.set(calendar.exchange, opened)
    return opened
  }
}
