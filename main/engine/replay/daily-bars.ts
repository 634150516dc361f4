import type { BarColumns } from '#shared/bars/columns.ts'
import { oneDay } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { StoreReader } from '../store/store.ts'
import { nextTurn, type Ticker } from '../time/ticker.ts'
import { joinColumns } from './hours.ts'
import type { SplitHistory } from './split-history.ts'

/**
 * The stored daily bars of a symbol, sessions `from` to `to`, adjusted for splits, read a year at a time so that
 * nothing waits long.
 */
export async function dailyBars(
  reader: StoreReader,
  symbol: string,
  from: SessionDate,
  to: SessionDate,
  history: SplitHistory,
  ticker: Ticker,
): Promise<BarColumns> {
  const parts: BarColumns[] = []
  const lastYear = Number(to.slice(0, 4))
  for (let year = Number(from.slice(0, 4)); year <= lastYear; year++) {
    const [first, last] = [`${year}-01-01`, `${year}-12-31`] as [SessionDate, SessionDate]
    const days = reader.readSessions([symbol], oneDay, first, last < to ? last : to)
    parts.push(...days.map(({ session, columns }) => history.bars(session, columns)))
    await nextTurn(ticker)
  }
  return joinColumns(parts)
}
