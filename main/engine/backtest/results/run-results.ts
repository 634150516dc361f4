import { buyAndHoldEquity } from '#shared/backtest/buy-and-hold.ts'
import type { BacktestResult } from '#shared/backtest/result.ts'
import type { RunResults } from '#shared/backtest/run-figures.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { Fill, OrderEvent } from '#shared/strategy/order.ts'
import type { BacktestInput } from '../run/backtest-input.ts'
import { heldShare } from './held-share.ts'

/** A year has some hours more than 52 weeks. */
const weeksAYear = 52

/** What statistics measure of a run. A session without a bar is one, too: it returned nothing. */
export function runResults(
  input: BacktestInput,
  result: BacktestResult,
  calendar: TradingCalendar,
): RunResults {
  return runResultsOf(input, result, sessionsAYear(calendar, input.interval))
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

/**
 * Sessions of a run in a usual year: 252 of XNYS, 365 of 24/7. On bars of several sessions each bar is one: 52 weeks.
 */
export function sessionsAYear(calendar: TradingCalendar, interval: Interval): number {
  const count = Number.parseInt(interval, 10)
  if (interval.endsWith('w')) return weeksAYear / count
  const { first, last } = calendar
  const years = Number(last.slice(0, 4)) - Number(first.slice(0, 4)) + 1
  const sessions = Math.round((calendar.sessionNumber(last) + 1) / years)
  return interval.endsWith('d') ? sessions / count : sessions
}
