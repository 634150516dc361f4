import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fill, OrderEvent, OrderId } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { TradeLog } from './trade-log.ts'

let order = 0

function filled(change: number, price: number, more: Partial<Fill> = {}): OrderEvent {
  order += 1
  const side = change > 0 ? 'buy' : 'sell'
  const time = (order * 60_000) as EpochMs
  const fill = { side, quantity: Math.abs(change), price, time, bar: order, ...more } as const
  const rest = { order: order as OrderId, symbol: 'SPY', commission: 0, slippage: 0, left: 0 }
  return { type: 'filled', order: rest.order, at: (time + 60_000) as EpochMs, fill: { ...rest, ...fill } }
}

function logOf(events: readonly OrderEvent[]): TradeLog {
  const log = new TradeLog()
  for (const event of events) log.take(event, 0)
  return log
}

test('what closes a position tells the profit after the costs of both sides, its part of them when it closes a part', () => {
  const log = logOf([
    filled(100, 10, { commission: 4 }),
    filled(100, 12, { commission: 4 }),
    filled(-50, 13, { commission: 1 }),
    filled(-150, 10, { commission: 3 }),
  ])
  // 200 at 11 on average with costs of 8; a quarter is sold 2 higher, the rest 1 lower.
  expect(log.fills.map(({ profit }) => profit)).toEqual([undefined, undefined, 100 - 2 - 1, -150 - 6 - 3])
  expect(log.positions()).toEqual([])
  expect(log.trips.map(({ entryPrice, exitPrice }) => [entryPrice, exitPrice])).toEqual([
    [11, 13],
    [11, 10],
  ])
})

test('a fill beyond the position turns it', () => {
  const log = logOf([filled(10, 100), filled(-30, 90, { commission: 3 })])
  expect(log.fills.at(-1)?.profit).toBe(-101)
  expect(log.positions()).toMatchObject([{ quantity: -20, price: 90, costs: 2 }])
})

test('an order waits from its placing until it is filled as a whole, cancelled or expired', () => {
  const request = { symbol: 'SPY', side: 'buy', quantity: 10, kind: { type: 'limit', limit: 9 } } as const
  const at = 0 as EpochMs
  const one = 101 as OrderId
  const other = 102 as OrderId
  const log = logOf([
    { type: 'placed', order: one, at, request },
    { type: 'placed', order: other, at, request, parent: one },
    { type: 'rejected', order: 103 as OrderId, at, request, reason: 'no' },
  ])
  expect(log.waiting().map(({ order: id, parent }) => [id, parent])).toEqual([
    [one, undefined],
    [other, one],
  ])
  log.take(filled(4, 9, { order: one, left: 6 }), 0)
  log.take({ type: 'expired', order: other, at }, 0)
  const kind = { type: 'limit', limit: 8 } as const
  const part = filled(4, 9, { left: 6 })
  log.take({ ...part, order: one }, 0)
  log.take({ type: 'changed', order: one, at, left: 6, kind, reason: 'changed by hand' }, 0)
  expect(log.waiting()).toMatchObject([{ order: one, left: 6, kind }])
  log.take({ type: 'cancelled', order: one, at, reason: 'cancelled by hand' }, 0)
  expect(log.waiting()).toEqual([])
})

test('positions that were held before count', () => {
  const log = new TradeLog([{ symbol: 'SPY', quantity: 5, price: 10, since: 1 as EpochMs, costs: 0 }])
  log.take(filled(-5, 12), 4)
  expect(log.fills).toMatchObject([{ profit: 10, marks: 4 }])
  expect(log.trips).toMatchObject([{ entryTime: 1, profit: 10 }])
})

test('profits and what is held add up to the money that changed hands', () => {
  const anyFill = fc.record({
    change: fc.integer({ min: -40, max: 40 }).filter((change) => change !== 0),
    price: fc.integer({ min: 50, max: 150 }),
    commission: fc.integer({ min: 0, max: 5 }),
  })
  fc.assert(
    fc.property(fc.array(anyFill, { maxLength: 40 }), (fills) => {
      const log = logOf(fills.map(({ change, price, commission }) => filled(change, price, { commission })))
      const money = fills.reduce((sum, { change, price, commission }) => sum - change * price - commission, 0)
      const held = log
        .positions()
        .reduce((sum, { quantity, price, costs }) => sum - quantity * price - costs, 0)
      const profits = log.fills.reduce((sum, { profit = 0 }) => sum + profit, 0)
      expect(profits + held).toBeCloseTo(money, 6)
    }),
  )
})
