import type { BarColumns } from '#shared/bars/columns.ts'
import { derivePeriods } from '#shared/bars/derive-periods.ts'
import { oneDay } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { adjustmentOf, type FactorRow } from '../../adjustment/factors.ts'
import type { BarsQuery } from '../../bars-query/bars-query.ts'
import { sessionBars } from '../../bars-query/session-bars.ts'
import { joinColumns } from '../../replay/hours.ts'
import type { StoreReader } from '../../store/store.ts'
import type { RunSession } from './run-sessions.ts'

/**
 * The bar of several sessions, made of its days; none where no day has one. Days before a split within it are told in
 * the shares as they are after it, as the whole bar is.
 */
export function periodBar(
  store: StoreReader,
  calendar: TradingCalendar,
  query: BarsQuery,
  { session, days }: RunSession,
  factors: readonly FactorRow[],
): BarColumns {
  const daily = joinColumns(
    days.map((day) => {
      const { split } = adjustmentOf(factors, 'split', day.date, session.date)
      return inShares(sessionBars(store, query, oneDay, day), split)
    }),
  )
  return derivePeriods({ columns: daily, from: 0, to: daily.start.length }, calendar, query.interval).columns
}

/** Bars with so many shares for one: prices are that part of what they were. */
function inShares(columns: BarColumns, part: number): BarColumns {
  if (part === 1) return columns
  const { open, high, low, close, volume, ...others } = columns
  const priced = (column: Float64Array): Float64Array => column.map((price) => price * part)
  return {
    ...others,
    open: priced(open),
    high: priced(high),
    low: priced(low),
    close: priced(close),
    volume: volume.map((shares) => shares / part),
  }
}
