import {
  allocateColumns,
  type BarColumns,
  type BarRange,
  lowerBound,
  sliceColumns,
} from '#shared/bars/columns.ts'
import { derivePeriods } from '#shared/bars/derive-periods.ts'
import { type Interval, intradayMs, oneDay } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { ChartIndicator } from '#shared/protocol/chart-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { BarSource } from '../history/bar-source.ts'
import { noPastBars, type PastBars, pastBars } from '../history/past-bars.ts'
import type { BarSeries } from '../session/bar-series.ts'
import { PeriodSeries } from '../session/period-series.ts'
import type { StoreReader } from '../store/store.ts'
import type { Ticker } from '../time/ticker.ts'
import { ChartSeries } from './chart-series.ts'
import { type DailyHistory, dailyHistory, noDays } from './daily-bars.ts'
import type { Replay } from './replay.ts'
import { currentSeries, joinedBars } from './replay-bars.ts'
import { pastReaderOf } from './session-reader.ts'

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
  const days = needsHistory(request)
    ? await dailyHistory(pastReaderOf(reader, loaded.exchange, replay.loaded), loaded, ticker)
    : noDays
  return periodSeries(replay, request, days)
}

/** The series of a chart of days or more, given the daily bars of the sessions before the replayed one. */
export function periodSeries(replay: Replay, request: ChartRequest, days: DailyHistory): ChartSeries {
  const { symbol, interval } = request
  const { calendar, session } = replay.loadedSymbol(symbol).exchange
  const today = currentSeries(replay.data.symbolSession(symbol), oneDay)
  const past = (made: (days: BarColumns) => BarColumns): PastBars => ({
    get version() {
      return days.version
    },
    ranges: () => daysOf(made(days.columns())),
  })
  if (interval === oneDay)
    return chartSeries(
      replay,
      request,
      past((all) => all),
      today,
    )
  const periodStart = periodsOf(oneBarAt(session.open), calendar, interval).start[0] ?? session.open
  const current = (all: BarColumns): number => lowerBound(all.start, periodStart)
  const before = past((all) => periodsOf(sliceColumns(all, 0, current(all)), calendar, interval))
  const ofPeriod = (): BarColumns => sliceColumns(days.columns(), current(days.columns()))
  return chartSeries(
    replay,
    request,
    before,
    new PeriodSeries(replay.time, calendar, interval, ofPeriod, today),
  )
}

/** Bars that last a session or more: with each begins a session. */
function daysOf(columns: BarColumns): readonly BarRange[] {
  return Array.from({ length: columns.start.length }, (_, from) => ({ columns, from, to: from + 1 }))
}

/** A chart of the earlier sessions and the current one, or of that alone; its indicators know all of them. */
function chartSeries(
  replay: Replay,
  { symbol, interval, trailing, indicators = [] }: ChartRequest,
  past: PastBars,
  current: BarSeries,
): ChartSeries {
  const all = (): BarSource => joinedBars(past, current)
  const bars = trailing ? all() : joinedBars(noPastBars, current)
  return new ChartSeries(
    symbol,
    bars,
    replay.analysis.indicators({ symbol, interval, all, past, showsAll: trailing }, indicators),
  )
}

function needsHistory({ trailing, indicators = [] }: ChartRequest): boolean {
  return trailing || indicators.length > 0
}

function periodsOf(columns: BarColumns, calendar: TradingCalendar, interval: Interval): BarColumns {
  return derivePeriods(whole(columns), calendar, interval).columns
}

function whole(columns: BarColumns) {
  return { columns, from: 0, to: columns.start.length }
}

function oneBarAt(start: EpochMs): BarColumns {
  const columns = allocateColumns(1)
  columns.start[0] = start
  return columns
}

/** The series of a chart of minutes or hours. */
export function intradaySeries(replay: Replay, request: ChartRequest): ChartSeries {
  const { symbol, interval } = request
  const { exchange } = replay.loadedSymbol(symbol)
  const past = needsHistory(request) ? pastBars(exchange.history, symbol, interval) : noPastBars
  return chartSeries(replay, request, past, currentSeries(replay.data.symbolSession(symbol), interval))
}
