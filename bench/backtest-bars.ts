import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { measureRun } from '#shared/backtest/statistics.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { runResults } from '../main/engine/backtest/results/run-results.ts'
import type { BacktestInput } from '../main/engine/backtest/run/backtest-input.ts'
import { barEnds, joined, startsOf } from '../main/engine/backtest/run/longer-bars.ts'
import { runBacktest } from '../main/engine/backtest/run/run-backtest.ts'
import { builtInStrategies } from '../main/engine/backtest/strategies/built-in.ts'
import { joinColumns } from '../main/engine/replay/hours.ts'
import { type Benchmark, timesMore } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed, recorded } from './demo-bars.ts'
import { backtestObjects } from './object-backtest.ts'
import { timeRounds } from './rounds.ts'
import { barObjects } from './row-a-bar.ts'

const name = 'backtest_bars'
const from = '2023-07-03'
const to = '2024-06-28'
const fast = 10
const slow = 30

/** A strategy with two averages over a year of minutes of one symbol: orders, fills, trades, equity and statistics. */
export const backtestBars: Benchmark = {
  name,
  async run() {
    const calendar = calendarOf(demoExchange)
    const strategy = builtInStrategies['two-averages']
    if (!strategy) throw new Error('two averages come with the program')
    const input = yearOf()
    const [symbol] = input.symbols
    const bars = symbol?.columns.start.length ?? 0
    let checksum = 0
    const own = await timeRounds({ warmUp: 5, rounds: 15 }, () => {
      const result = runBacktest(input, strategy, () => {})
      checksum = result.trades.length + Number(measureRun(runResults(input, result, calendar)).returnPct)
    })
    const objects = symbol ? barObjects(symbol.columns) : []
    let same = 0
    const baseline = await timeRounds({ warmUp: 2, rounds: 5 }, () => {
      same = backtestObjects(objects, fast, slow).trades
    })
    const rate = (median: number): number => (bars / median) * 1000
    return {
      name,
      value: rate(own.median),
      unit: 'bars/s',
      target: 5_000_000,
      baseline: rate(baseline.median),
      ratio: timesMore(rate(own.median), rate(baseline.median)),
      notes: [
        `demo generator, seed ${demoSeed}: ${bars} regular minutes of one symbol, ${from} to ${to}; averages of ${fast} and ${slow} bars, market orders, trades, equity at every bar and all statistics; ${own.note}; checksum ${checksum}`,
        `baseline: bar objects in an array, averages from slices at every bar, without costs, excursions and statistics; ${same} trades; ${baseline.note}`,
      ],
    }
  },
}

function yearOf(): BacktestInput {
  const sessions = calendarOf(demoExchange).sessions(from as SessionDate, to as SessionDate)
  const parts = demoBars(1, from, to).map((batch) => recorded(batch).columns)
  return {
    interval: oneMinute,
    sessions,
    symbols: [
      {
        instrument: { symbol: 'DEMO', tick: 0.01, lot: 1, synthetic: false },
        columns: joinColumns(parts),
        end: joined(parts.map((part, number) => barEnds(part, oneMinute, sessions[number] as Session))),
        sessionStarts: startsOf(parts.map(({ start }) => start.length)),
        minutes: undefined,
        actions: [],
      },
    ],
    broker: usualBroker,
    params: { fast, slow, percent: 95 },
    closeAtEnd: false,
  }
}
