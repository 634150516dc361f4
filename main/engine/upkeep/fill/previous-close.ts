import { at, lowerBound } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { adjustmentOf } from '../../adjustment/factors.ts'
import type { StoreReader } from '../../store/store.ts'

/**
 * Close of the last 1m bar of the session before, before that session's close, at the price that it has after a split
 * in between; undefined where the store has none.
 */
export function previousClose(
  store: Pick<StoreReader, 'readSession' | 'adjustmentFactors'>,
  calendar: TradingCalendar,
  symbol: string,
  date: SessionDate,
): number | undefined {
  const [before] = calendar.trailingSessions(date, 1)
  const stored = before && store.readSession(symbol, oneMinute, before.date)
  if (!stored) return undefined
  const { start, close } = stored.columns
  const bars = lowerBound(start, before.close)
  if (bars === 0) return undefined
  const factors = store.adjustmentFactors(symbol)
  return at(close, bars - 1) * adjustmentOf(factors, 'split', before.date, date).price
}
