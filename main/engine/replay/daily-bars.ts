import { allocateColumns, type BarColumns, lowerBound, sliceColumns } from '#shared/bars/columns.ts'
import { oneDay } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { adjustBars } from '../adjustment/adjust.ts'
import type { HistoricalBars } from '../history/historical-bars.ts'
import { type PastBars, pastBars } from '../history/past-bars.ts'
import type { PastReader } from '../history/past-reader.ts'
import { nextTurn, type Ticker } from '../time/ticker.ts'
import { joinColumns, wholeColumns } from './hours.ts'
import type { LoadedSymbol } from './loaded-session.ts'

const noBars = allocateColumns(0)

/** Daily bars of the sessions before the replayed one, which are others when a trailing session is. */
export interface DailyHistory extends Pick<PastBars, 'version'> {
  columns(): BarColumns
}

export const noDays: DailyHistory = { version: 0, columns: () => noBars }

/** Stored daily bars of all sessions before the replayed one, and after the last of them those of trailing sessions. */
export async function dailyHistory(
  reader: PastReader,
  { symbol, exchange }: LoadedSymbol,
  ticker: Ticker,
): Promise<DailyHistory> {
  const { calendar, session, history } = exchange
  const before = calendar.trailingSessions(session.date, 1)[0]
  if (!before) return noDays
  const stored = await dailyBars(reader, symbol, calendar.first, before.date, history, ticker)
  const lastStart = stored.start.at(-1) ?? Number.NEGATIVE_INFINITY
  const past = pastBars(history, symbol, oneDay)
  let joined: { readonly version: number; readonly columns: BarColumns } | undefined
  return {
    get version() {
      return past.version
    },
    columns() {
      if (joined?.version !== past.version) {
        const made = joinColumns(past.ranges().map(wholeColumns))
        const after = sliceColumns(made, lowerBound(made.start, lastStart + 1))
        joined = { version: past.version, columns: joinColumns([stored, after]) }
      }
      return joined.columns
    },
  }
}

/**
 * The stored daily bars of a symbol, sessions `from` to `to`, adjusted as its history is, read a year at a time so
 * that nothing waits long.
 */
async function dailyBars(
  reader: PastReader,
  symbol: string,
  from: SessionDate,
  to: SessionDate,
  history: HistoricalBars,
  ticker: Ticker,
): Promise<BarColumns> {
  const parts: BarColumns[] = []
  const lastYear = Number(to.slice(0, 4))
  for (let year = Number(from.slice(0, 4)); year <= lastYear; year++) {
    const [first, last] = [`${year}-01-01`, `${year}-12-31`] as [SessionDate, SessionDate]
    const days = reader.readSessions([symbol], oneDay, first, last < to ? last : to)
    for (const { session, columns } of days) {
      const range = { columns, from: 0, to: columns.start.length }
      parts.push(adjustBars(range, history.adjustmentOf(symbol, session)).columns)
    }
    await nextTurn(ticker)
  }
  return joinColumns(parts)
}
