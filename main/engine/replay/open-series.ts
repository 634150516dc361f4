import { allocateColumns, type BarColumns, lowerBound, sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { derivePeriods } from '#shared/bars/derive-periods.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import { type Interval, intradayMs, oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { PeriodSeries } from '../session/period-series.ts'
import type { StoreReader } from '../store/store.ts'
import type { Ticker } from '../time/ticker.ts'
import { ChartSeries } from './chart-series.ts'
import { dailyBars } from './daily-bars.ts'
import { joinColumns } from './hours.ts'
import type { LoadedSession, LoadedSymbol, SessionBars } from './loaded-session.ts'
import type { Replay } from './replay.ts'

const noBars = allocateColumns(0)

export interface ChartRequest {
  readonly symbol: string
  readonly interval: Interval
  /** Whether the sessions before the replayed one are shown too. */
  readonly trailing: boolean
}

/**
 * The series of a chart: the sessions before the replayed one, and that one as far as it is known. Fails with
 * 'unknown-symbol' when the replay does not have the symbol.
 */
export async function openSeries(
  reader: StoreReader,
  replay: Replay,
  request: ChartRequest,
  ticker: Ticker,
): Promise<ChartSeries> {
  if (intradayMs(request.interval) !== undefined) return intradaySeries(replay, request)
  const loaded = replay.loadedSymbol(request.symbol)
  const days = request.trailing ? await dailyHistory(reader, replay.loaded, loaded, ticker) : noBars
  return periodSeries(replay, request, days)
}

/** The series of a chart of days or more, given the daily bars of the sessions before the replayed one. */
export function periodSeries(
  replay: Replay,
  { symbol, interval }: ChartRequest,
  days: BarColumns,
): ChartSeries {
  const { calendar, session } = replay.loaded
  // As the stored ones, a daily bar is one of regular hours.
  const today = replay.data.symbolSession(symbol).derivedBars(oneDay, 'regular')
  if (interval === oneDay) return new ChartSeries(symbol, days, today)
  const periodStart = periodsOf(oneBarAt(session.open), calendar, interval).start[0] ?? session.open
  const current = lowerBound(days.start, periodStart)
  const before = periodsOf(sliceColumns(days, 0, current), calendar, interval)
  const period = new PeriodSeries(replay.time, calendar, interval, sliceColumns(days, current), today)
  return new ChartSeries(symbol, before, period)
}

function periodsOf(columns: BarColumns, calendar: TradingCalendar, interval: Interval): BarColumns {
  return derivePeriods({ columns, from: 0, to: columns.start.length }, calendar, interval).columns
}

function oneBarAt(start: EpochMs): BarColumns {
  const columns = allocateColumns(1)
  columns.start[0] = start
  return columns
}

/** The series of a chart of minutes or hours. */
export function intradaySeries(replay: Replay, request: ChartRequest): ChartSeries {
  const { symbol, interval } = request
  const { trailing } = replay.loadedSymbol(symbol)
  const { hours } = replay.loaded
  const history = request.trailing ? trailing.map((bars) => derived(bars, interval, hours)) : []
  const known = replay.data.symbolSession(symbol)
  const live = interval === oneMinute ? known.minutes() : known.derivedBars(interval)
  return new ChartSeries(symbol, joinColumns(history), live)
}

function derived({ session, columns }: SessionBars, interval: Interval, hours: Hours): BarColumns {
  if (interval === oneMinute) return columns
  return deriveSession({ columns, from: 0, to: columns.start.length }, session, interval, { hours }).columns
}

/** Stored daily bars of all sessions before the replayed one, and after the last of them days made of minutes. */
async function dailyHistory(
  reader: StoreReader,
  { calendar, session }: LoadedSession,
  { symbol, history, trailing }: LoadedSymbol,
  ticker: Ticker,
): Promise<BarColumns> {
  const before = calendar.trailingSessions(session.date, 1)[0]
  if (!before) return noBars
  const stored = await dailyBars(reader, symbol, calendar.first, before.date, history, ticker)
  const lastStart = stored.start.at(-1) ?? Number.NEGATIVE_INFINITY
  const made = joinColumns(trailing.map((bars) => derived(bars, oneDay, 'regular')))
  const from = lowerBound(made.start, lastStart + 1)
  return joinColumns([stored, sliceColumns(made, from)])
}
