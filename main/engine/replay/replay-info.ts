import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import type { LoadedSession } from './loaded-session.ts'

/** What the window is told of a session that was loaded. */
export function replayInfo(loaded: LoadedSession): ReplayInfo {
  const { calendar, session, exchanges, hours, adjustment, synthetic, start, end, symbols } = loaded
  return {
    session: session.date,
    exchange: calendar.exchange,
    zone: calendar.zone,
    synthetic,
    earlyClose: session.earlyClose,
    ...(session.reason !== undefined && { reason: session.reason }),
    hours,
    adjustment,
    start,
    end,
    segments: session.segments.map(({ open, close }) => ({ open, close })),
    ...(session.preMarket && { preMarket: session.preMarket }),
    ...(session.postMarket && { postMarket: session.postMarket }),
    expectedMinutes: session.expectedMinutes,
    trailing: (exchanges[0]?.trailing ?? []).map(({ date, open, close }) => ({ session: date, open, close })),
    symbols: symbols.map(({ symbol, exchange, previousClose, feed }) => ({
      symbol,
      adjusted: exchange.history.isAdjusted(symbol),
      adjustable: exchange.history.isAdjusted(symbol, 'split-and-dividend'),
      ...(previousClose !== undefined && { previousClose }),
      ...(feed !== undefined && { feed }),
    })),
  }
}
