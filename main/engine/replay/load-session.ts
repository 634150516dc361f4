import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { LeftOut } from '../history/left-out.ts'
import { checkWindows } from '../history/windows.ts'
import type { StoreReader } from '../store/store.ts'
import type { Ticker } from '../time/ticker.ts'
import { loadSymbols } from './load-symbols.ts'
import { type LoadedSession, type ReplaySettings, sessionOf } from './loaded-session.ts'
import { ReplayExchanges } from './replay-exchanges.ts'

export interface SessionRequest extends ReplaySettings {
  readonly session: SessionDate
  readonly symbols: readonly string[]
}

/** A loaded session, and why symbols are left out of it. */
export interface LoadAnswer {
  readonly loaded: LoadedSession
  readonly leftOut: readonly LeftOut[]
}

/**
 * Reads a session and the sessions before it for all symbols, each on the calendar of its exchange, that of the
 * replay's own being `calendar`. A symbol that
 * cannot be replayed is left out and named in `leftOut`; the others are loaded. Throws a Failure with code
 * 'no-session' when the calendar has no session on that date, 'usage' for a window of bars longer than a day, and
 * the failure of the first symbol when none can be loaded.
 */
export async function loadSession(
  reader: StoreReader,
  calendars: Calendars,
  calendar: TradingCalendar,
  request: SessionRequest,
  ticker: Ticker,
): Promise<LoadAnswer> {
  checkWindows(request.windows)
  const exchanges = new ReplayExchanges(request.session, request, calendars)
  const primary = exchanges.open(calendar)
  const { symbols, leftOut } = await loadSymbols(reader, exchanges, request.symbols, ticker)
  if (symbols.length === 0)
    throw leftOut[0]?.failure ?? new Failure('usage', 'A replay needs at least one symbol.')
  return { loaded: sessionOf(primary, symbols, request), leftOut }
}
