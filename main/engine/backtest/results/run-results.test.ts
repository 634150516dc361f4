import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureAnySample } from '#shared/backtest/statistics.ts'
import { type Interval, oneDay, oneMinute, oneWeek } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { defineStrategy } from '#shared/strategy/strategy.ts'
import { runBacktest } from '../run/run-backtest.ts'
import { runInput, type TestBar } from '../testing/run-input.ts'
import { runResults, sessionsAYear } from './run-results.ts'

const idle = defineStrategy({ name: 'idle' })

function flat(...prices: number[]): readonly TestBar[] {
  return prices.map((price) => [price, price, price, price])
}

function resultsOf(...symbols: Parameters<typeof runInput>[0]) {
  const input = runInput(symbols, { broker: { cash: 1000 } })
  return runResults(
    input,
    runBacktest(input, idle, () => {}),
    calendarOf('XNYS'),
  )
}

test('buying and holding has the shares of splits and the money of dividends', () => {
  const { buyAndHold } = resultsOf({
    symbol: 'A',
    sessions: [flat(100), flat(50, 55), flat(54)],
    actions: [
      { type: 'split', session: 1, ratio: 2 },
      { type: 'dividend', session: 2, perShare: 1 },
    ],
  })
  // Ten shares become twenty: 20 x 50, 20 x 55, then 20 x 54 and a dividend of 20.
  expect([...(buyAndHold ?? [])]).toEqual([1000, 1000, 1100, 1100])
})

test('what happened before a symbol was bought happened to others', () => {
  const { buyAndHold } = resultsOf(
    { symbol: 'A', sessions: [flat(10), flat(10), flat(10)] },
    { symbol: 'B', sessions: [[], flat(25), flat(50)], actions: [{ type: 'split', session: 1, ratio: 4 }] },
  )
  // 500 each; B is bought at 25 and doubles.
  expect([...(buyAndHold ?? [])]).toEqual([1000, 1000, 1500])
})

test('a session without a bar is a session', () => {
  const results = resultsOf({ symbol: 'A', sessions: [flat(10), [], flat(10)] })
  expect(results.sessions.map(({ date }) => date)).toEqual(['2024-07-08', '2024-07-09', '2024-07-10'])
  expect(
    measureAnySample({ ...results, sessionsAYear: 3, buyAndHold: Float64Array.of(1000, 1331) }).holdCagrPct,
  ).toBeCloseTo(33.1, 9)
})

const anyBar = fc
  .tuple(fc.integer({ min: 90, max: 110 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
  .map(([price, up, down]): TestBar => [price, price + up, price - down, price])
const anySessions = fc.array(fc.array(anyBar, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 5 })

test('any run: what its trades won is what its equity gained, with splits, dividends, costs and open trades', () => {
  const anyOrders = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 10, maxLength: 25 })
  fc.assert(
    fc.property(anySessions, anyOrders, fc.boolean(), (sessions, targets, closeAtEnd) => {
      const actions = [
        { type: 'dividend', session: 1, perShare: 2 },
        { type: 'split', session: sessions.length - 1, ratio: 2 },
      ] as const
      const input = runInput([{ symbol: 'A', sessions, actions }], {
        broker: {
          cash: 100_000,
          commission: { kind: 'per-trade', money: 1 },
          slippage: { kind: 'ticks', ticks: 3 },
        },
        closeAtEnd,
      })
      let bar = 0
      const strategy = defineStrategy({
        name: 'any',
        onBar: (ctx, { symbol }) => {
          ctx.target({ symbol, quantity: targets[bar++ % targets.length] ?? 0 })
        },
      })
      const { trades, equity } = runBacktest(input, strategy, () => {})
      const won = trades.reduce((sum, { pnl }) => sum + pnl, 0)
      expect(won).toBeCloseTo((equity.equity.at(-1) ?? 0) - 100_000, 6)
      if (closeAtEnd) expect(trades.every(({ exitTime }) => exitTime !== undefined)).toBe(true)
    }),
  )
})

test('sessions a year are those of the calendar, and of bars of several sessions one each', () => {
  expect(sessionsAYear(calendarOf('XNYS'), oneDay)).toBe(252)
  expect(sessionsAYear(calendarOf('24/7'), oneMinute)).toBe(365)
  expect(sessionsAYear(calendarOf('XNYS'), '2d' as Interval)).toBe(126)
  expect(sessionsAYear(calendarOf('24/7'), oneWeek)).toBe(52)
  expect(sessionsAYear(calendarOf('XNYS'), '2w' as Interval)).toBe(26)
})
