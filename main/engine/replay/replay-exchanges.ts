import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { HistoricalBars } from '../history/historical-bars.ts'
import type { LoadedExchange, LoadedSession, ReplaySettings } from './loaded-session.ts'
import { whyNoSession } from './no-session.ts'

/** The exchanges of a replay, each with its session of the same label, opened when a symbol of it is first read. */
export class ReplayExchanges {
  readonly settings: ReplaySettings
  readonly session: SessionDate
  readonly #byCalendar = new Map<TradingCalendar, LoadedExchange>()

  constructor(session: SessionDate, settings: ReplaySettings) {
    this.session = session
    this.settings = settings
  }

  /** Those of a replay that is open already. */
  static of(loaded: LoadedSession): ReplayExchanges {
    const exchanges = new ReplayExchanges(loaded.session.date, loaded)
    for (const exchange of loaded.exchanges) exchanges.#byCalendar.set(exchange.calendar, exchange)
    return exchanges
  }

  /** Throws a Failure with code 'no-session' that says why there is none, or 'unknown-exchange', 'outside-calendar'. */
  find(code: string): LoadedExchange {
    return this.open(calendarOf(code))
  }

  /** The same for a calendar that the caller has. */
  open(calendar: TradingCalendar): LoadedExchange {
    const known = this.#byCalendar.get(calendar)
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
    this.#byCalendar.set(calendar, opened)
    return opened
  }
}
