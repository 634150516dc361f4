import type { OpenedChart } from '#shared/protocol/chart-calls.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { Ticker } from '../time/ticker.ts'
import { type LoadAnswer, loadSession } from './load-session.ts'
import type { ChartRequest } from './open-series.ts'
import type { RunOrigin } from './replay-run.ts'

/**
 * Reads the symbols of the charts of a session that is to be opened, which takes a fraction of the whole. Undefined
 * when that is all of it, or nothing, or when it fails: whoever reads the whole is told why.
 */
export async function readForCharts(
  { reader, calendar, request }: RunOrigin,
  charts: readonly OpenedChart[],
  calendars: Calendars,
  ticker: Ticker,
): Promise<LoadAnswer | undefined> {
  const symbols = request.symbols.filter((symbol) => charts.some((chart) => chart.symbol === symbol))
  if (symbols.length === 0 || symbols.length === request.symbols.length) return undefined
  try {
    return await loadSession(reader, calendars, calendar, { ...request, symbols }, ticker)
  } catch {
    return undefined
  }
}

/** Charts as they are asked for, by number. */
export function asRequests(charts: readonly OpenedChart[]): readonly (readonly [number, ChartRequest])[] {
  return charts.map(({ chart, ...shown }) => [chart, shown])
}

/** Whether a symbol was read. */
export function hasSymbol({ loaded }: LoadAnswer, symbol: string): boolean {
  return loaded.symbols.some((one) => one.symbol === symbol)
}
