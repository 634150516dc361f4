import type { BarColumns } from '#shared/bars/columns.ts'
import { oneDay } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { StoreReader } from '../store/store.ts'
import type { Ticker } from '../time/ticker.ts'
import { joinColumns } from './hours.ts'

const firstDay = '0001-01-01' as SessionDate

/** The stored daily bars of a symbol up to the session `to`, read a year at a time so that nothing waits long. */
export async function dailyBars(
  reader: StoreReader,
  symbol: string,
  to: SessionDate,
  ticker: Ticker,
): Promise<BarColumns> {
  const stored = reader.sessions(symbol, oneDay, firstDay, to)
  const parts: BarColumns[] = []
  for (const year of new Set(stored.map(({ session }) => session.slice(0, 4)))) {
    const last = `${year}-12-31` as SessionDate
    const days = reader.readSessions([symbol], oneDay, `${year}-01-01` as SessionDate, last < to ? last : to)
    parts.push(...days.map(({ columns }) => columns))
    await new Promise<void>((resolve) => ticker.soon(resolve))
  }
  return joinColumns(parts)
}
