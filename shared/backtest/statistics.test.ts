import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SessionDate } from '../calendar/session-date.ts'
import { epochMs } from '../time/epoch.ts'
import type { RunResults } from './run-figures.ts'
import { tooGreat } from './statistic.ts'
import {
  measureAnySample,
  measureRun,
  ofEnough,
  reasonsOf,
  type StatisticName,
  statisticGroups,
  statisticNames,
  statistics,
  valuesOf,
} from './statistics.ts'
import { statisticsPage } from './statistics-page.ts'
import type { Trade } from './trade.ts'

function tradeOf(pnl: number, more: Partial<Trade> = {}): Trade {
  return {
    symbol: 'AAA',
    side: 'long',
    quantity: 1,
    entryTime: epochMs(0),
    entryPrice: 100,
    exitTime: epochMs(1),
    exitPrice: 100 + pnl,
    pnl,
    costs: 0,
    mae: 0,
    mfe: 0,
    barsHeld: 1,
    ...more,
  }
}

/** Results of two bars a session, at times 1, 2, 3 and so on. */
function resultsOf(equity: readonly number[], more: Partial<RunResults> = {}): RunResults {
  return {
    cash: 1000,
    trades: [],
    fills: [],
    equity: {
      time: Float64Array.from(equity, (_, bar) => bar + 1),
      equity: Float64Array.from(equity),
      cash: Float64Array.from(equity),
      exposure: new Float64Array(equity.length),
    },
    sessions: Array.from({ length: equity.length / 2 }, (_, session) => ({
      date: '2024-01-02' as SessionDate,
      end: epochMs(2 * session + 2),
    })),
    sessionsAYear: 4,
    buyAndHold: undefined,
    ...more,
  }
}

/** Results of so many sessions that each had one equity. */
function endings(count: number, of: (session: number) => number, more: Partial<RunResults> = {}): RunResults {
  const sessions = Array.from({ length: count }, (_, session) => of(session))
  return resultsOf(
    sessions.flatMap((equity) => [equity, equity]),
    more,
  )
}

function trades(count: number, pnl: (trade: number) => number): readonly Trade[] {
  return Array.from({ length: count }, (_, trade) => tradeOf(pnl(trade)))
}

/** Ends of sessions: 1100, 1045, 1045, 1254. Daily returns: +10 %, -5 %, 0 %, +20 %. */
const worked = resultsOf([1010, 1100, 1150, 1045, 1000, 1045, 1200, 1254])

test('returns and their ratios, worked out by hand', () => {
  const found = measureAnySample(worked)
  expect(found.profit).toBe(254)
  expect(found.returnPct).toBeCloseTo(25.4, 10)
  // Four sessions are a year of four sessions: growth of the year is that of the run.
  expect(found.cagrPct).toBeCloseTo(25.4, 10)
  // The mean is 25 / 4 = 6.25. Distances 3.75, -11.25, -6.25, 13.75; squares 14.0625 + 126.5625 + 39.0625 + 189.0625
  // = 368.75; by three 122.916667, its root 11.086779; times the root of four sessions a year.
  expect(found.volatilityPct).toBeCloseTo(22.173558, 6)
  // 6.25 / 11.086779 x 2
  expect(found.sharpe).toBeCloseTo(1.127469, 6)
  // One session lost 5: the root of 25 / 4 is 2.5. 6.25 / 2.5 x 2
  expect(found.sortino).toBeCloseTo(5, 10)
  // Within the second session equity was 1150, in the third 1000: 150 of 1150 are 13.043478 %.
  expect(found.maxDrawdown).toBe(150)
  expect(found.maxDrawdownPct).toBeCloseTo(13.043478, 6)
  // 25.4 / 13.043478
  expect(found.calmar).toBeCloseTo(1.947333, 6)
  // The second and third session end below the first.
  expect(found.longestDrawdown).toBe(2)
})

test('growth is annualised by the sessions a year', () => {
  // 1.254 in four sessions is 1.254 x 1.254 = 1.572516 in eight.
  expect(measureAnySample({ ...worked, sessionsAYear: 8 }).cagrPct).toBeCloseTo(57.2516, 8)
})

test('trades, worked out by hand', () => {
  const closed = [
    tradeOf(30, { mae: 4, mfe: 32, barsHeld: 2 }),
    tradeOf(-10, { mae: 12, mfe: 1, barsHeld: 5 }),
    tradeOf(0, { mae: 2, mfe: 3, barsHeld: 1 }),
    tradeOf(20, { mae: 6, mfe: 24, barsHeld: 4 }),
  ]
  const open = tradeOf(500, { exitTime: undefined, exitPrice: undefined, mae: 99, mfe: 99 })
  const found = measureAnySample({ ...worked, trades: [...closed, open] })
  // 30 + 20 won, 10 lost, one nothing; the open one counts nowhere.
  expect(found).toMatchObject({ trades: 4, openTrades: 1, winRatePct: 50, profitFactor: 5, expectancy: 10 })
  expect(found).toMatchObject({ averageWin: 25, averageLoss: -10, bestTrade: 30, worstTrade: -10 })
  expect(found).toMatchObject({ averageMae: 6, averageMfe: 15, averageBarsHeld: 3 })
  // Distances from 10: 20, -20, -10, 10; squares 400 + 400 + 100 + 100 = 1000; by three, its root 18.257419.
  // The root of four trades is 2: 2 x 10 / 18.257419.
  expect(found.sqn).toBeCloseTo(1.095445, 6)
})

test('exposure, turnover and costs, worked out by hand', () => {
  const exposure = Float64Array.of(0, 500, 0, 0, 700, 700, 0, 0)
  const fills = [
    { quantity: 5, price: 100, commission: 1, slippage: 0.5 },
    { quantity: 5, price: 120, commission: 2, slippage: 0.25 },
    { quantity: 10, price: 112.2, commission: 3, slippage: 0 },
  ]
  const found = measureRun({ ...worked, fills, equity: { ...worked.equity, exposure } })
  // Three of eight bars. 500 + 600 + 1122 = 2222 were traded, half is 1111; equity by session was 4444 / 4 = 1111.
  expect(found).toMatchObject({ exposurePct: 37.5, turnover: 1, costs: 6, slippage: 0.75 })
})

test('against buying and holding, worked out by hand', () => {
  const buyAndHold = Float64Array.of(1000, 1200, 1000, 900, 1000, 1100, 1150, 1100)
  const found = measureAnySample({ ...worked, buyAndHold })
  // 1000 became 1100 in a year; from 1200 it fell to 900, by a quarter.
  expect(found.holdReturnPct).toBeCloseTo(10, 10)
  expect(found.holdCagrPct).toBeCloseTo(10, 10)
  expect(found.holdMaxDrawdownPct).toBeCloseTo(25, 10)
  expect(found.excessReturnPct).toBeCloseTo(15.4, 10)
  expect(found.excessCagrPct).toBeCloseTo(15.4, 10)
  // 13.043478 - 25
  expect(found.excessMaxDrawdownPct).toBeCloseTo(-11.956522, 6)
})

test.each<[string, RunResults, StatisticName, string]>([
  ['no trades', worked, 'winRatePct', 'no trade was closed'],
  ['no trades', worked, 'profitFactor', 'needs 30 trades, has 0'],
  ['no trades', worked, 'bestTrade', 'no trade was closed'],
  ['no trades', worked, 'averageMae', 'no trade was closed'],
  ['only wins', { ...worked, trades: trades(30, () => 1) }, 'profitFactor', 'no trade lost'],
  ['only wins', { ...worked, trades: [tradeOf(1)] }, 'averageLoss', 'no trade lost'],
  ['only losses', { ...worked, trades: [tradeOf(-1)] }, 'averageWin', 'no trade won'],
  ['one trade', { ...worked, trades: [tradeOf(1)] }, 'sqn', 'needs 30 trades, has 1'],
  ['equal trades', { ...worked, trades: trades(30, () => 0.1) }, 'sqn', 'every trade won the same'],
  ['one session', resultsOf([1010, 1020]), 'sharpe', 'needs 30 sessions, has 1'],
  ['one session', resultsOf([1010, 1020]), 'cagrPct', 'needs 30 sessions, has 1'],
  ['no change', endings(30, () => 1000), 'sharpe', 'every session returned the same'],
  [
    'steady growth',
    endings(30, (session) => 1000 * 1.1 ** (session + 1)),
    'sharpe',
    'every session returned the same',
  ],
  ['no losing session', endings(30, (session) => 1000 + session ** 2), 'sortino', 'no session lost'],
  [
    'no drawdown',
    endings(30, (session) => 1000 + session),
    'calmar',
    'equity never fell below an earlier height',
  ],
  ['ruin', endings(30, (session) => (session === 7 ? -20 : 1000)), 'sharpe', 'equity fell to 0 or below'],
  ['ruin', endings(30, (session) => 29 - session), 'cagrPct', 'equity fell to 0 or below'],
  ['ruin', resultsOf([1010, 1010, 1030, 0]), 'turnover', 'equity fell to 0 or below'],
  ['a fortune', endings(30, () => 1e60, { sessionsAYear: 252 }), 'cagrPct', 'it is too great for a number'],
  ['nothing to hold', worked, 'excessReturnPct', 'there is nothing to buy and hold'],
  ['no bars', resultsOf([]), 'exposurePct', 'the run has no bar'],
  ['no bars', resultsOf([]), 'turnover', 'the run has no bar'],
])('with %s a statistic without meaning says why', (_, results, name, why) => {
  const measures = measureRun(results)
  expect(measures[name]).toEqual({ why })
  expect(valuesOf(measures)).not.toHaveProperty(name)
})

test('what is annualised is told from 30 sessions on', () => {
  // One percent up and one down in turn, 15 times: 1000 x (1.01 x 0.99) ^ 15 = 998.501...; the mean of returns is 0.
  const turn = (session: number) =>
    1000 * 1.01 ** Math.ceil((session + 1) / 2) * 0.99 ** Math.floor((session + 1) / 2)
  const held = (count: number) => Float64Array.from({ length: 2 * count }, () => 1000)
  const run = (count: number) =>
    measureRun(endings(count, turn, { sessionsAYear: 30, buyAndHold: held(count) }))
  const names = [
    'cagrPct',
    'volatilityPct',
    'sharpe',
    'sortino',
    'calmar',
    'holdCagrPct',
    'excessCagrPct',
  ] as const
  const [short, enough] = [run(29), run(30)]
  for (const name of names) {
    expect(short[name]).toEqual({ why: 'needs 30 sessions, has 29' })
    expect(enough[name]).toBeTypeOf('number')
  }
  // 30 sessions are a year here: its growth is what the run gained, 100 x (0.9999 ^ 15 - 1).
  expect(enough.cagrPct).toBeCloseTo(-0.149895, 6)
  // Each is 1 % from 0: the root of 30 / 29, times the root of 30.
  expect(enough.volatilityPct).toBeCloseTo(Math.sqrt(30 / 29) * Math.sqrt(30), 9)
  expect(enough.sharpe).toBeCloseTo(0, 9)
  // What is not annualised is told of any run.
  expect(short).toMatchObject({ returnPct: expect.any(Number), maxDrawdownPct: expect.any(Number) })
})

test('what is said of a usual trade is told from 30 closed trades on', () => {
  // 2 and -1 in turn, 15 times each: 30 won, 15 lost; a trade gains 0.5.
  const turn = (trade: number) => (trade % 2 === 0 ? 2 : -1)
  const open = tradeOf(500, { exitTime: undefined, exitPrice: undefined })
  const short = measureRun({ ...worked, trades: [...trades(29, turn), open] })
  for (const name of ['profitFactor', 'expectancy', 'sqn'] as const)
    expect(short[name]).toEqual({ why: 'needs 30 trades, has 29' })
  expect(short).toMatchObject({ trades: 29, bestTrade: 2, worstTrade: -1, averageWin: 2 })
  const enough = measureRun({ ...worked, trades: trades(30, turn) })
  expect(enough).toMatchObject({ trades: 30, profitFactor: 2, expectancy: 0.5, winRatePct: 50 })
  // Each is 1.5 from the mean: root of 30 x 0.5 / (1.5 x root of 30 / 29) = root of 29 / 3.
  expect(enough.sqn).toBeCloseTo(Math.sqrt(29) / 3, 9)
})

test('each statistic without a number is named with its reason', () => {
  const measures = measureRun(worked)
  expect(reasonsOf(measures)).toMatchObject({
    sharpe: 'needs 30 sessions, has 4',
    averageWin: 'no trade won',
    holdReturnPct: 'there is nothing to buy and hold',
  })
  expect([...Object.keys(reasonsOf(measures)), ...Object.keys(valuesOf(measures))].toSorted()).toEqual(
    statisticNames.toSorted(),
  )
})

test('numbers that were kept of too small a sample are told no more, and unknown ones stay', () => {
  const kept = {
    trades: 3,
    sharpe: -9.2,
    cagrPct: -59,
    returnPct: -2,
    oldFigure: 1,
  } as unknown as ReturnType<typeof measureRun>
  expect(ofEnough(kept, 5)).toEqual({
    ...{ trades: 3, returnPct: -2, oldFigure: 1 },
    ...{ sharpe: { why: 'needs 30 sessions, has 5' }, cagrPct: { why: 'needs 30 sessions, has 5' } },
  })
})

test('points of buying and holding are those of equity', () => {
  expect(() => measureRun({ ...worked, buyAndHold: Float64Array.of(1) })).toThrow(
    '1 points of buying and holding, 8',
  )
})

const anyPnl = fc.oneof(fc.constant(0), fc.double({ min: -1e6, max: 1e6, noNaN: true }))
const anyResults = fc
  .record({
    equity: fc.array(fc.oneof(fc.double({ min: -100, max: 1e6, noNaN: true }), fc.constant(1000)), {
      maxLength: 80,
      size: 'max',
    }),
    trades: fc.array(fc.record({ pnl: anyPnl, isOpen: fc.boolean() }), { maxLength: 50, size: 'max' }),
    isHeld: fc.boolean(),
    sessionsAYear: fc.constantFrom(252, 365),
  })
  .map(({ equity, trades, isHeld, sessionsAYear }) =>
    resultsOf(equity.slice(equity.length % 2), {
      trades: trades.map(({ pnl, isOpen }) => tradeOf(pnl, isOpen ? { exitTime: undefined } : {})),
      buyAndHold: isHeld ? Float64Array.from(equity.slice(equity.length % 2)).reverse() : undefined,
      sessionsAYear,
    }),
  )

test('any run: each statistic is a finite number, or one of the reasons it declares', () => {
  fc.assert(
    fc.property(anyResults, (results) => {
      const measures = measureRun(results)
      for (const name of statisticNames) {
        const measure = measures[name]
        if (typeof measure === 'number') expect(Number.isFinite(measure), name).toBe(true)
        else if (measure.why.startsWith('needs ')) expect(statistics[name].least, name).toBeDefined()
        else expect([...statistics[name].without, tooGreat], name).toContain(measure)
      }
    }),
    { numRuns: 250 },
  )
})

test('any run: ratios are those of slow, obvious sums', () => {
  const anyRun = fc.array(fc.integer({ min: 500, max: 2000 }), { minLength: 3, maxLength: 12 })
  fc.assert(
    fc.property(anyRun, (days) => {
      const results = resultsOf(
        days.flatMap((value) => [value, value]),
        { sessionsAYear: 12 },
      )
      const values = valuesOf(measureAnySample(results))
      const returns = days.map((value, day) => (value - (days[day - 1] ?? 1000)) / (days[day - 1] ?? 1000))
      // The variance of a sample is half the mean square of the distance of two of its values.
      let squares = 0
      for (const one of returns) for (const other of returns) squares += (one - other) ** 2
      const deviation = Math.sqrt(squares / (2 * returns.length * (returns.length - 1)))
      const total = returns.reduce((sum, value) => sum + value, 0)
      const lost = returns.filter((value) => value < 0).map((value) => value * value)
      const downside = Math.sqrt(lost.reduce((sum, value) => sum + value, 0) / returns.length)
      if (values.sharpe !== undefined)
        expect(values.sharpe).toBeCloseTo((total / returns.length / deviation) * Math.sqrt(12), 6)
      else expect(deviation).toBeCloseTo(0, 12)
      if (values.sortino !== undefined)
        expect(values.sortino).toBeCloseTo((total / returns.length / downside) * Math.sqrt(12), 6)
      else expect(lost).toEqual([])
      const final = days.at(-1) ?? 1000
      expect(Math.log(1 + (values.cagrPct ?? 0) / 100)).toBeCloseTo(
        (Math.log(final / 1000) * 12) / days.length,
        6,
      )
    }),
  )
})

test('the page of statistics is that of their definitions', () => {
  const page = readFileSync(new URL('../../docs/backtest-statistics.md', import.meta.url), 'utf8')
  expect(page).toBe(statisticsPage())
  for (const name of statisticNames) expect(page).toContain(`| \`${name}\``)
})

test('every statistic is in one group', () => {
  const grouped = statisticGroups.flatMap(({ names }) => names)
  expect(grouped.toSorted()).toEqual(statisticNames.toSorted())
})
