import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { BarSource } from '../history/bar-source.ts'
import { ContinuousBars } from '../history/continuous-bars.ts'
import { type PastBars, pastBars } from '../history/past-bars.ts'
import { SeriesSource } from '../history/sources.ts'
import type { BarSeries } from '../session/bar-series.ts'
import type { SymbolSession } from '../session/symbol-session.ts'
import type { LoadedSymbol } from './loaded-session.ts'

/** The bars of an interval of 1d at most that are known of the replayed session. */
export function currentSeries(session: SymbolSession, interval: Interval): BarSeries {
  if (interval === oneMinute) return session.minutes()
  // As the stored ones, a daily bar is one of regular hours.
  return interval === oneDay ? session.derivedBars(oneDay, 'regular') : session.derivedBars(interval)
}

/** Given bars of earlier sessions, and those of the replayed one as they become known, as one; for one reader. */
export function joinedBars(past: PastBars, current: BarSeries): BarSource {
  return new ContinuousBars(past, new SeriesSource(current))
}

/** The trailing sessions of a symbol and the replayed one as it becomes known, as one; for one reader. */
export function continuousBars(
  { symbol, exchange }: LoadedSymbol,
  session: SymbolSession,
  interval: Interval,
): BarSource {
  return joinedBars(pastBars(exchange.history, symbol, interval), currentSeries(session, interval))
}
