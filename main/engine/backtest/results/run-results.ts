import { buyAndHoldEquity } from '#shared/backtest/buy-and-hold.ts'
import type { SessionEnd } from '#shared/backtest/daily-equity.ts'
import type { BacktestResult } from '#shared/backtest/result.ts'
import type { RunResults } from '#shared/backtest/run-figures.ts'
import { at, upperBound } from '#shared/bars/columns.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { BacktestInput, RunBars } from '../run/backtest-input.ts'

/** What statistics measure of a run; those without a bar have no end and are left out. */
export function runResults(
  input: BacktestInput,
  result: BacktestResult,
  calendar: TradingCalendar,
): RunResults {
  const { time } = result.equity
  const sessions: SessionEnd[] = result.sessions.flatMap((date, number) => {
    const last = result.sessionEnds[number] ?? -1
    return last < 0 ? [] : [{ date, end: at(time, last) as EpochMs }]
  })
  return {
    cash: input.broker.cash,
    trades: result.trades,
    fills: result.events.flatMap((event) => (event.type === 'filled' ? [event.fill] : [])),
    equity: result.equity,
    sessions,
    sessionsAYear: sessionsAYear(calendar),
    buyAndHold: buyAndHoldEquity(
      input.symbols.map((bars) => ({ entryPrice: at(bars.columns.open, 0), closes: closesAt(bars, time) })),
      input.broker.cash,
    ),
  }
}

/** Sessions of a usual year: 252 of XNYS, 365 of 24/7. */
export function sessionsAYear(calendar: TradingCalendar): number {
  const { first, last } = calendar
  const years = Number(last.slice(0, 4)) - Number(first.slice(0, 4)) + 1
  return Math.round((calendar.sessionNumber(last) + 1) / years)
}

/** Closes of the bars that ended last at each of some times; NaN before the first. */
function closesAt({ columns, end }: RunBars, times: Float64Array): Float64Array {
  return times.map((time) => {
    const bar = upperBound(end, time) - 1
    return bar < 0 ? Number.NaN : at(columns.close, bar)
  })
}
