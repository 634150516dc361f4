import type { ExchangeInfo, ReplayInfo } from '#shared/protocol/replay-calls.ts'
import type { LeftOut } from '../history/left-out.ts'
import { spanOfHours } from './hours.ts'
import type { LoadedExchange, LoadedSession } from './loaded-session.ts'

/** What the window is told of a session that was loaded, and of the symbols that could not be. */
export function replayInfo(loaded: LoadedSession, leftOut: readonly LeftOut[]): ReplayInfo {
  const { calendar, session, exchanges, hours, adjustment, view, synthetic, start, end, symbols } = loaded
  return {
    session: session.date,
    exchange: calendar.exchange,
    synthetic,
    hours,
    adjustment,
    view,
    start,
    end,
    exchanges: exchanges.map((exchange) => exchangeInfo(exchange, loaded)),
    symbols: symbols.map(({ symbol, exchange, previousClose, feed, columns, late }) => ({
      symbol,
      arrival: late && columns.start.length === 0 ? 'recorded' : 'assumed',
      exchange: exchange.calendar.exchange,
      adjustable: exchange.history.isAdjustable(symbol),
      ...(previousClose !== undefined && { previousClose }),
      ...(feed !== undefined && { feed }),
    })),
    leftOut: leftOut.map(({ symbol, failure: { code, message } }) => ({ symbol, code, reason: message })),
  }
}

function exchangeInfo(
  { calendar, session, trailing }: LoadedExchange,
  { hours }: LoadedSession,
): ExchangeInfo {
  const { open, close } = spanOfHours(session, hours)
  return {
    exchange: calendar.exchange,
    zone: calendar.zone,
    earlyClose: session.earlyClose,
    ...(session.reason !== undefined && { reason: session.reason }),
    opens: open,
    closes: close,
    segments: session.segments.map((segment) => ({ open: segment.open, close: segment.close })),
    ...(session.preMarket && { preMarket: session.preMarket }),
    ...(session.postMarket && { postMarket: session.postMarket }),
    expectedMinutes: session.expectedMinutes,
    trailing: trailing.map((past) => ({ session: past.date, open: past.open, close: past.close })),
  }
}
