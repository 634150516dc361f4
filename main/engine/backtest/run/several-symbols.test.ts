import { expect, test } from 'vitest'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { OrderRequest } from '#shared/strategy/order.ts'
import type { Strategy } from '#shared/strategy/strategy.ts'
import { runResults } from '../results/run-results.ts'
import { runInput, type TestBar } from '../testing/run-input.ts'
import { runBacktest } from './run-backtest.ts'

/** Bars that stand at one price each. */
function flat(...prices: readonly (number | undefined)[]): TestBar[] {
  return prices.map((price) => (price === undefined ? undefined : [price, price, price, price]))
}

/** Places orders when the so manyth minute of the run has ended, once all symbols have told of it. */
function placing(orders: Readonly<Record<number, readonly OrderRequest[]>>): Strategy {
  let minute = 0
  return {
    name: 'places',
    onBar(ctx, { symbol }) {
      if (symbol !== ctx.symbols.at(-1)) return
      minute += 1
      for (const request of orders[minute] ?? []) ctx.order(request)
    },
  }
}

const orders = [['A', 'B'] as const, ['B', 'A'] as const]

test.each(orders)('bars that end together are one moment to the margin: %s before %s', (...names) => {
  const sessions = { A: [flat(100, 100, 20, 20)], B: [flat(100, 100, 20, 20)] }
  const input = runInput(
    names.map((symbol) => ({ symbol, sessions: sessions[symbol] })),
    { broker: { cash: 10_000, margin: { initial: 0.5, maintenance: 0.25 } } },
  )
  const hedged = placing({
    1: [
      { symbol: 'A', side: 'buy', quantity: 100 },
      { symbol: 'B', side: 'sell', quantity: 100 },
    ],
  })
  const { events, equity } = runBacktest(input, hedged, () => {})
  // What one leg loses the other wins in the same minute: at no moment is equity other than 10,000.
  expect(events.map(({ type }) => type)).toEqual(['placed', 'placed', 'filled', 'filled'])
  expect([...equity.equity]).toEqual([10_000, 10_000, 10_000, 10_000])
})

test.each(orders)('a fill at an open knows no close of that minute, of %s and %s', (...names) => {
  const sessions = { A: [flat(100, 100, 101)], B: [[...flat(100, 100), [100, 200, 100, 200] as const]] }
  const input = runInput(
    names.map((symbol) => ({ symbol, sessions: sessions[symbol] })),
    { broker: { cash: 10_000, margin: { initial: 0.5, maintenance: 0.25 } } },
  )
  const strategy = placing({
    1: [{ symbol: 'B', side: 'buy', quantity: 100 }],
    2: [{ symbol: 'A', side: 'buy', quantity: 100 }],
  })
  const { events } = runBacktest(input, strategy, () => {})
  // With a half as margin 100 of B leave 10,000 for A, which opens at 101: B has not doubled yet.
  expect(events.flatMap((event) => (event.type === 'filled' ? [event.fill] : []))).toMatchObject([
    { symbol: 'B', quantity: 100 },
    { symbol: 'A', quantity: 99, price: 101 },
  ])
})

test('fractions of a share that a split leaves are paid out, and are a trade of their own', () => {
  const input = runInput(
    [
      {
        symbol: 'A',
        sessions: [flat(100, 100), flat(1000, 1000, 1100)],
        actions: [{ type: 'split', session: 1, ratio: 0.1 }],
      },
    ],
    { broker: { cash: 10_000 } },
  )
  const strategy = placing({
    1: [{ symbol: 'A', side: 'buy', quantity: 15 }],
    4: [{ symbol: 'A', side: 'sell', quantity: 1 }],
  })
  const { trades, equity } = runBacktest(input, strategy, () => {})
  expect(trades).toMatchObject([
    { quantity: 0.5, entryPrice: 1000, exitPrice: 1000, exitTime: input.sessions[1]?.open, pnl: 0 },
    { quantity: 1, entryPrice: 1000, exitPrice: 1100, pnl: 100 },
  ])
  expect(equity.equity.at(-1)).toBe(10_100)
})

test('a split that leaves less than a share ends the position', () => {
  const input = runInput(
    [
      {
        symbol: 'A',
        sessions: [flat(100, 100), flat(1000, 1200)],
        actions: [{ type: 'split', session: 1, ratio: 0.1 }],
      },
    ],
    { broker: { cash: 10_000 } },
  )
  const strategy = placing({ 1: [{ symbol: 'A', side: 'sell', quantity: 5 }] })
  const { trades, equity } = runBacktest(input, strategy, () => {})
  expect(trades).toMatchObject([{ side: 'short', quantity: 0.5, exitPrice: 1000, pnl: 0 }])
  expect(equity.equity.at(-1)).toBe(10_000)
})

test('a symbol that has no bar in the run keeps its part of buying and holding in cash', () => {
  const input = runInput(
    [
      { symbol: 'A', sessions: [flat(100, 120)] },
      { symbol: 'B', sessions: [flat(undefined, undefined)] },
    ],
    { broker: { cash: 1000 } },
  )
  const result = runBacktest(input, placing({}), () => {})
  expect(runResults(input, result, calendarOf('XNYS')).buyAndHold).toEqual(Float64Array.of(1000, 1100))
})
