import { buyAndHoldEquity } from '#shared/backtest/buy-and-hold.ts'
import type { BacktestResult } from '#shared/backtest/result.ts'
import type { RunResults } from '#shared/backtest/run-figures.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { Fill, OrderEvent } from '#shared/strategy/order.ts'
import type { BacktestInput } from '../run/backtest-input.ts'
import { heldShare } from './held-share.ts'

/** What statistics measure of a run. A session without a bar is one, too: it returned nothing. */
export function runResults(
  input: BacktestInput,
  result: BacktestResult,
  calendar: TradingCalendar,
): RunResults {
  return runResultsOf(input, result, sessionsAYear(calendar))
}

/** The same where the sessions a year of the calendar are known. */
export function runResultsOf(
  input: BacktestInput,
  result: BacktestResult,
  sessionsAYear: number,
): RunResults {
  const { time } = result.equity
  return {
    cash: input.broker.cash,
    trades: result.trades,
    fills: fillsOf(result.events),
    equity: result.equity,
    sessions: input.sessions.map(({ date, close }) => ({ date, end: close })),
    sessionsAYear,
    buyAndHold: buyAndHoldEquity(
      input.symbols.map((bars) => ({
        // The part of a symbol without a bar stays cash: like a share that never moves.
        entryPrice: bars.columns.open[0] ?? 1,
        get closes() {
          return heldShare(bars, time)
        },
      })),
      input.broker.cash,
    ),
  }
}

function fillsOf(events: readonly OrderEvent[]): readonly Fill[] {
  const fills: Fill[] = []
  for (const event of events) if (event.type === 'filled') fills.push(event.fill)
  return fills
}

/** Sessions of a usual year: 252 of XNYS, 365 of 24/7. */
export function sessionsAYear(calendar: TradingCalendar): number {
  const { first, last } = calendar
  const years = Number(last.slice(0, 4)) - Number(first.slice(0, 4)) + 1
  return Math.round((calendar.sessionNumber(last) + 1) / years)
}
