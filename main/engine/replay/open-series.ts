import {
  allocateColumns,
  type BarColumns,
  type BarRange,
  lowerBound,
  sliceColumns,
} from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { derivePeriods } from '#shared/bars/derive-periods.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import { type Interval, intradayMs, oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { ChartIndicator } from '#shared/protocol/chart-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { ContinuousBars } from '../history/continuous-bars.ts'
import { SeriesSource } from '../history/sources.ts'
import type { BarSeries } from '../session/bar-series.ts'
import { PeriodSeries } from '../session/period-series.ts'
import type { StoreReader } from '../store/store.ts'
import type { Ticker } from '../time/ticker.ts'
import { ChartSeries } from './chart-series.ts'
import { dailyBars } from './daily-bars.ts'
import { joinColumns } from './hours.ts'
import type { LoadedSession, LoadedSymbol, SessionBars } from './loaded-session.ts'
import type { Replay } from './replay.ts'

const noBars = allocateColumns(0)

/** All bars that a replay has of a symbol and interval. */
interface ReplayBars {
  /** Those of earlier sessions, and where among them each session begins. */
  readonly history: BarColumns
  readonly sessionStarts: readonly number[]
  /** Those of the session being played, as far as they are known. */
  readonly live: BarSeries
}

export interface ChartRequest {
  readonly symbol: string
  readonly interval: Interval
  /** Whether the sessions before the replayed one are shown too. */
  readonly trailing: boolean
  readonly indicators?: readonly ChartIndicator[]
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
  const days = needsHistory(request) ? await dailyHistory(reader, replay.loaded, loaded, ticker) : noBars
  return periodSeries(replay, request, days)
}

/** The series of a chart of days or more, given the daily bars of the sessions before the replayed one. */
export function periodSeries(replay: Replay, request: ChartRequest, days: BarColumns): ChartSeries {
  const { symbol, interval } = request
  const { calendar, session } = replay.loaded
  // As the stored ones, a daily bar is one of regular hours.
  const today = replay.data.symbolSession(symbol).derivedBars(oneDay, 'regular')
  if (interval === oneDay) return seriesOver(replay, request, daysOf(days, today))
  const periodStart = periodsOf(oneBarAt(session.open), calendar, interval).start[0] ?? session.open
  const current = lowerBound(days.start, periodStart)
  const before = periodsOf(sliceColumns(days, 0, current), calendar, interval)
  const period = new PeriodSeries(replay.time, calendar, interval, sliceColumns(days, current), today)
  return seriesOver(replay, request, daysOf(before, period))
}

/** Bars that last a session or more: with each begins a session. */
function daysOf(history: BarColumns, live: BarSeries): ReplayBars {
  return { history, sessionStarts: Array.from(history.start.keys()), live }
}

/** Shows bars of a replay, or those of the replayed session alone; indicators know all of them. */
function seriesOver(replay: Replay, request: ChartRequest, bars: ReplayBars): ChartSeries {
  const { symbol, interval, trailing, indicators = [] } = request
  const { history, live } = bars
  const shown = trailing ? history : noBars
  if (indicators.length > 0)
    replay.analysis.keep(
      symbol,
      interval,
      () => new ContinuousBars(() => sessionsOf(bars), new SeriesSource(live)),
    )
  const plots = replay.analysis.chartIndicators(symbol, interval, shown.start.length, indicators)
  return new ChartSeries(symbol, shown, live, plots)
}

function sessionsOf({ history, sessionStarts }: ReplayBars): readonly BarRange[] {
  return sessionStarts.map((from, index) => ({
    columns: history,
    from,
    to: sessionStarts[index + 1] ?? history.start.length,
  }))
}

function needsHistory({ trailing, indicators = [] }: ChartRequest): boolean {
  return trailing || indicators.length > 0
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
  const sessions = needsHistory(request) ? trailing.map((bars) => derived(bars, interval, hours)) : []
  const known = replay.data.symbolSession(symbol)
  const live = interval === oneMinute ? known.minutes() : known.derivedBars(interval)
  return seriesOver(replay, request, { ...joinSessions(sessions), live })
}

function joinSessions(sessions: readonly BarColumns[]): Pick<ReplayBars, 'history' | 'sessionStarts'> {
  const sessionStarts: number[] = []
  let length = 0
  for (const { start } of sessions) {
    if (start.length > 0) sessionStarts.push(length)
    length += start.length
  }
  return { history: joinColumns(sessions), sessionStarts }
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
