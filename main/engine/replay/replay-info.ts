import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import type { LoadedSession } from './loaded-session.ts'

/** What the window is told of a session that was loaded. */
export function replayInfo(loaded: LoadedSession): ReplayInfo {
  const { calendar, session, hours, synthetic, start, end, trailing, symbols } = loaded
  return {
    session: session.date,
    exchange: calendar.exchange,
    zone: calendar.zone,
    synthetic,
    earlyClose: session.earlyClose,
    ...(session.reason !== undefined && { reason: session.reason }),
    hours,
    start,
    end,
    segments: session.segments.map(({ open, close }) => ({ open, close })),
    ...(session.preMarket && { preMarket: session.preMarket }),
    ...(session.postMarket && { postMarket: session.postMarket }),
    expectedMinutes: session.expectedMinutes,
    trailing: trailing.map(({ date, open, close }) => ({ session: date, open, close })),
    symbols: symbols.map(({ symbol, history, previousClose, feed }) => ({
      symbol,
      splitAdjusted: history.isAdjusted,
      ...(previousClose !== undefined && { previousClose }),
      ...(feed !== undefined && { feed }),
    })),
  }
}
