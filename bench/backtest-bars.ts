import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { measureRun } from '#shared/backtest/statistics.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { runResults } from '../main/engine/backtest/results/run-results.ts'
import type { BacktestInput, RunBars } from '../main/engine/backtest/run/backtest-input.ts'
import { barEnds, joined, startsOf } from '../main/engine/backtest/run/longer-bars.ts'
import { runBacktest } from '../main/engine/backtest/run/run-backtest.ts'
import { builtInStrategies } from '../main/engine/backtest/strategies/built-in.ts'
import { joinColumns } from '../main/engine/replay/hours.ts'
import { type Benchmark, timesMore } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed, type MinuteBatch, recorded } from './demo-bars.ts'
import { backtestObjects } from './object-backtest.ts'
import { type Rounds, timeRounds } from './rounds.ts'
import { barObjects } from './row-a-bar.ts'

const name = 'backtest_bars'
const from = '2023-07-03'
const to = '2024-06-28'
const fast = 10
const slow = 30

/** Runs whose cost a bar should be that of the first: more symbols, more years. */
const growth = [
  { said: '1 symbol over a quarter', symbols: 1, from: '2024-01-02', to: '2024-03-28', rounds: 20 },
  { said: '10 symbols over a quarter', symbols: 10, from: '2024-01-02', to: '2024-03-28', rounds: 8 },
  { said: '100 symbols over a quarter', symbols: 100, from: '2024-01-02', to: '2024-03-28', rounds: 4 },
  { said: '1 symbol over five years', symbols: 1, from: '2019-07-01', to, rounds: 8 },
] as const

/** A strategy with two averages over a year of minutes of one symbol: orders, fills, trades, equity and statistics. */
export const backtestBars: Benchmark = {
  name,
  async run() {
    const calendar = calendarOf(demoExchange)
    const input = inputOf(calendar, 1, from, to)
    const [symbol] = input.symbols
    const { own, bars, checksum } = await timeRun(calendar, input, { warmUp: 5, rounds: 15 })
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
        ...(await growthNotes(calendar)),
      ],
    }
  },
}

/** The whole of a backtest, from its bars to its statistics, over and over. */
async function timeRun(calendar: TradingCalendar, input: BacktestInput, rounds: Rounds) {
  const strategy = builtInStrategies['two-averages']
  if (!strategy) throw new Error('two averages come with the program')
  let bars = 0
  let checksum = 0
  const own = await timeRounds(rounds, () => {
    const result = runBacktest(input, strategy, () => {})
    bars = result.bars
    checksum = result.trades.length + Number(measureRun(runResults(input, result, calendar)).returnPct)
  })
  return { own, bars, checksum }
}

async function growthNotes(calendar: TradingCalendar): Promise<readonly string[]> {
  const notes: string[] = []
  for (const { said, symbols, rounds, ...dates } of growth) {
    const input = inputOf(calendar, symbols, dates.from, dates.to)
    const { own, bars } = await timeRun(calendar, input, { warmUp: 2, rounds })
    const cost = ((own.median / bars) * 1e6).toFixed(0)
    notes.push(`beside it ${said}: ${cost} ns a bar, ${bars} bars; ${own.note}`)
  }
  return notes
}

/** Bars of made-up symbols that trade in every minute, with money enough for all of them. */
function inputOf(calendar: TradingCalendar, symbols: number, first: string, last: string): BacktestInput {
  const sessions = calendar.sessions(first as SessionDate, last as SessionDate)
  const batches = demoBars(symbols, first, last)
  return {
    interval: oneMinute,
    sessions,
    symbols: Array.from({ length: symbols }, (_, number) =>
      barsOf(batches.slice(number * sessions.length, (number + 1) * sessions.length), sessions),
    ),
    broker: { ...usualBroker, cash: usualBroker.cash * symbols },
    params: { fast, slow, percent: 95 },
    closeAtEnd: false,
  }
}

function barsOf(batches: readonly MinuteBatch[], sessions: readonly Session[]): RunBars {
  const parts = batches.map((batch) => recorded(batch).columns)
  return {
    instrument: { symbol: batches[0]?.symbol ?? '', tick: 0.01, lot: 1, synthetic: false },
    columns: joinColumns(parts),
    end: joined(parts.map((part, number) => barEnds(part, oneMinute, sessions[number] as Session))),
    sessionStarts: startsOf(parts.map(({ start }) => start.length)),
    minutes: undefined,
    actions: [],
  }
}
