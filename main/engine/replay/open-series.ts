import { allocateColumns, type BarColumns, lowerBound, sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import { type Interval, intradayMs, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { StoreReader } from '../store/store.ts'
import type { Ticker } from '../time/ticker.ts'
import { ChartSeries } from './chart-series.ts'
import { dailyBars } from './daily-bars.ts'
import { joinColumns } from './hours.ts'
import { type LiveBars, LiveDerived, LiveMinutes } from './live-bars.ts'
import type { LoadedSession, SessionBars } from './loaded-session.ts'
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
 * 'unknown-symbol' when the replay does not have the symbol, with 'usage' for intervals it has no charts of.
 */
export async function openSeries(
  reader: StoreReader,
  replay: Replay,
  request: ChartRequest,
  ticker: Ticker,
): Promise<ChartSeries> {
  if (request.interval !== oneDay) return intradaySeries(replay, request)
  const { symbol, trailing } = replay.loadedSymbol(request.symbol)
  const days = request.trailing ? await dailyHistory(reader, replay.loaded, symbol, trailing, ticker) : noBars
  // As the stored ones, a daily bar is one of regular hours.
  return new ChartSeries(symbol, days, liveBars(replay, request, 'regular'))
}

/** The series of a chart of minutes or hours. */
export function intradaySeries(replay: Replay, request: ChartRequest): ChartSeries {
  const { symbol, interval } = request
  const { trailing } = replay.loadedSymbol(symbol)
  const { hours } = replay.loaded
  if (intradayMs(interval) === undefined)
    throw new Failure('usage', `A replay has no charts of ${interval} bars. Choose an interval up to 1d.`)
  const history = request.trailing ? trailing.map((bars) => derived(bars, interval, hours)) : []
  return new ChartSeries(symbol, joinColumns(history), liveBars(replay, request, hours))
}

function liveBars({ data, loaded }: Replay, { symbol, interval }: ChartRequest, hours: Hours): LiveBars {
  const known = data.symbolSession(symbol)
  return interval === oneMinute
    ? new LiveMinutes(known)
    : new LiveDerived(known, loaded.session, interval, hours)
}

function derived({ session, columns }: SessionBars, interval: Interval, hours: Hours): BarColumns {
  if (interval === oneMinute) return columns
  return deriveSession({ columns, from: 0, to: columns.start.length }, session, interval, { hours }).columns
}

/** Stored daily bars of all sessions before the replayed one, and after the last of them days made of minutes. */
async function dailyHistory(
  reader: StoreReader,
  { calendar, session }: LoadedSession,
  symbol: string,
  past: readonly SessionBars[],
  ticker: Ticker,
): Promise<BarColumns> {
  const before = calendar.trailingSessions(session.date, 1)[0]
  if (!before) return noBars
  const stored = await dailyBars(reader, symbol, before.date, ticker)
  const lastStart = stored.start.at(-1) ?? Number.NEGATIVE_INFINITY
  const made = joinColumns(past.map((bars) => derived(bars, oneDay, 'regular')))
  const from = lowerBound(made.start, lastStart + 1)
  return joinColumns([stored, sliceColumns(made, from)])
}
