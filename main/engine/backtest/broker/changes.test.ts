import { describe, expect, test } from 'vitest'
import type { OrderKind } from '#shared/strategy/order.ts'
import { abc, Stage, type TestBar } from './testing/stage.ts'

const flat: TestBar = [100, 100, 100, 100]
const far: OrderKind = { type: 'limit', limit: 50 }

describe('the end of a session', () => {
  test('day orders expire, others wait', () => {
    const stage = new Stage()
    const day = stage.place({ side: 'buy', quantity: 1, kind: far })
    const gtc = stage.place({ side: 'buy', quantity: 1, kind: far, tif: 'gtc' })
    stage.bar(flat)
    stage.broker.sessionEnd(stage.now)
    expect(stage.fateOf(day)).toEqual(['placed', 'expired'])
    expect(stage.fateOf(gtc)).toEqual(['placed'])
    expect(stage.broker.openOrders().map(({ id }) => id)).toEqual([gtc])
  })

  test('a day order of the close belongs to the next session', () => {
    const stage = new Stage()
    stage.bar(flat)
    stage.place({ side: 'buy', quantity: 1 })
    stage.broker.sessionEnd(stage.now)
    stage.bar([101, 101, 101, 101])
    expect(stage.trades).toEqual([[2, 1, 101]])
  })
})

describe('a split', () => {
  test('two for one: position, price and equity', () => {
    const stage = new Stage()
    stage.hold(15)
    stage.broker.split(0, 2)
    const { account } = stage.broker
    expect([account.quantity(0), account.averagePrice(0), account.equity(), account.cash]).toEqual([
      30, 50, 100_000, 98_500,
    ])
  })

  test.each([
    [15, 1, 98_500 + 500],
    [-15, -1, 101_500 - 500],
    [-5, 0, 100_500 - 500],
  ])('one for ten of %d: the fraction is cash', (held, after, cash) => {
    const stage = new Stage()
    stage.hold(held)
    stage.broker.split(0, 0.1)
    const { account } = stage.broker
    expect(account.quantity(0)).toBe(after)
    expect(account.cash).toBeCloseTo(cash, 8)
    expect(account.equity()).toBeCloseTo(100_000, 8)
  })

  test.each<readonly [OrderKind, OrderKind]>([
    [
      { type: 'limit', limit: 90.01 },
      { type: 'limit', limit: 45 },
    ],
    [
      { type: 'stop', stop: 110.01 },
      { type: 'stop', stop: 55.01 },
    ],
    [
      { type: 'stop-limit', stop: 110, limit: 112 },
      { type: 'stop-limit', stop: 55, limit: 56 },
    ],
    [
      { type: 'trailing-stop', trail: { by: 'points', points: 3 } },
      { type: 'trailing-stop', trail: { by: 'points', points: 1.5 } },
    ],
    [
      { type: 'trailing-stop', trail: { by: 'percent', percent: 3 } },
      { type: 'trailing-stop', trail: { by: 'percent', percent: 3 } },
    ],
    [{ type: 'market' }, { type: 'market' }],
  ])('an order %j that waits is %j', (before, after) => {
    const stage = new Stage()
    const order = stage.place({ side: 'buy', quantity: 7, kind: before })
    stage.broker.split(0, 2)
    expect(stage.broker.openOrders()).toEqual([
      { id: order, symbol: 'ABC', side: 'buy', left: 14, kind: after },
    ])
    expect(stage.events.findLast(({ type }) => type !== 'trailed')).toEqual({
      type: 'changed',
      order,
      at: 60_000,
      left: 14,
      kind: after,
      reason: 'split by 2',
    })
  })

  test('orders are filled at the new prices', () => {
    const stage = new Stage()
    stage.hold(10)
    stage.place({
      side: 'sell',
      quantity: 10,
      kind: { type: 'trailing-stop', trail: { by: 'points', points: 4 } },
    })
    stage.broker.split(0, 2)
    stage.bar([50, 50, 48.01, 49])
    stage.bar([49, 49, 47, 47])
    expect(stage.trades.at(-1)).toEqual([3, -20, 48])
  })

  test('a bracket of an entry that waits is split with it', () => {
    const stage = new Stage()
    stage.place({ side: 'buy', quantity: 5, kind: far, bracket: { takeProfit: 110, stopLoss: 40 } })
    stage.broker.split(0, 2)
    stage.bar([25, 25, 25, 25])
    expect(stage.broker.openOrders().map(({ kind, left }) => [kind, left])).toEqual([
      [{ type: 'stop', stop: 20 }, 10],
      [{ type: 'limit', limit: 55 }, 10],
    ])
  })

  test('what was filled before it is not charged again', () => {
    const stage = new Stage({ volumeShare: 10, commission: { kind: 'per-share', money: 0.01 } })
    stage.place({ side: 'buy', quantity: 100 })
    stage.bar([100, 100, 100, 100, 500])
    stage.broker.split(0, 2)
    stage.bar([50, 50, 50, 50, 1000])
    expect(stage.fills.map(({ quantity, commission }) => [quantity, commission])).toEqual([
      [50, 0.5],
      [100, 1],
    ])
  })

  test('an order for less than a lot after it is cancelled, and exits of nothing with it', () => {
    const stage = new Stage()
    stage.place({ side: 'buy', quantity: 5, bracket: { stopLoss: 40 } })
    stage.bar(flat)
    const small = stage.place({ side: 'buy', quantity: 5, kind: far })
    stage.broker.split(0, 0.1)
    expect(stage.fateOf(small)).toEqual(['placed', 'cancelled: split by 0.1'])
    expect(stage.broker.openOrders()).toEqual([])
    expect(stage.broker.account.cash).toBe(100_000)
  })
})

describe('a dividend', () => {
  test.each([
    [10, 2.5],
    [-10, -2.5],
    [0, 0],
  ])('of 0.25 to %d shares', (held, money) => {
    const stage = new Stage()
    if (held !== 0) stage.hold(held)
    stage.broker.dividend(0, 0.25)
    expect(stage.broker.account.equity()).toBe(100_000 + money)
  })
})

describe('ticks and lots', () => {
  test.each<readonly ['buy' | 'sell', OrderKind, OrderKind]>([
    ['buy', { type: 'limit', limit: 99.987 }, { type: 'limit', limit: 99.98 }],
    ['sell', { type: 'limit', limit: 99.983 }, { type: 'limit', limit: 99.99 }],
    ['buy', { type: 'stop', stop: 101.001 }, { type: 'stop', stop: 101.01 }],
    ['sell', { type: 'stop', stop: 98.999 }, { type: 'stop', stop: 98.99 }],
    [
      'buy',
      { type: 'stop-limit', stop: 101.001, limit: 102.009 },
      { type: 'stop-limit', stop: 101.01, limit: 102 },
    ],
    ['buy', { type: 'limit', limit: 10.03 }, { type: 'limit', limit: 10.03 }],
  ])('%s %j is placed as %j', (side, kind, taken) => {
    const stage = new Stage()
    stage.place({ side, quantity: 1, kind })
    expect(stage.broker.openOrders()[0]?.kind).toEqual(taken)
  })

  test('exits are stepped away from the market, too', () => {
    const stage = new Stage()
    stage.place({ side: 'buy', quantity: 1, bracket: { takeProfit: 110.001, stopLoss: 89.999 } })
    stage.bar(flat)
    expect(stage.broker.openOrders().map(({ kind }) => kind)).toEqual([
      { type: 'stop', stop: 89.99 },
      { type: 'limit', limit: 110.01 },
    ])
  })

  test.each([
    [0.05, 99.97, 99.95],
    [0.25, 99.97, 99.75],
    [5, 99.97, 95],
    [0.03125, 99.97, 99.96875],
  ])('a tick of %d', (tick, limit, taken) => {
    const stage = new Stage({}, [{ ...abc, tick }])
    stage.place({ side: 'buy', quantity: 1, kind: { type: 'limit', limit } })
    expect(stage.broker.openOrders()[0]?.kind).toEqual({ type: 'limit', limit: taken })
  })

  test.each([
    [1, 10.9, 10],
    [100, 250, 200],
    [0.001, 1.2349, 1.234],
  ])('a lot of %d', (lot, quantity, taken) => {
    const stage = new Stage({}, [{ ...abc, lot }])
    stage.place({ side: 'buy', quantity })
    expect(stage.broker.openOrders()[0]?.left).toBe(taken)
  })
})

describe('an order that is wrong is rejected with the reason', () => {
  const market: OrderKind = { type: 'market' }
  test.each<readonly [unknown, string]>([
    [undefined, 'undefined is not a symbol of the run'],
    [{ symbol: 'NOPE', side: 'buy', quantity: 1 }, 'NOPE is not a symbol of the run'],
    [{ side: 'hold', quantity: 1 }, 'side is hold, not buy or sell'],
    [{ side: 'buy', quantity: 0 }, 'quantity is 0, not above 0'],
    [{ side: 'buy', quantity: Number.NaN }, 'quantity is NaN, not above 0'],
    [{ side: 'buy', quantity: '5' }, 'quantity is 5, not above 0'],
    [{ side: 'buy', quantity: 0.5 }, 'quantity 0.5 is below one lot of 1'],
    [{ side: 'buy', quantity: 1, tif: 'week' }, 'tif is week, not day or gtc'],
    [
      { side: 'buy', quantity: 1, kind: 'limit' },
      'kind is limit, not one of market, limit, stop, stop-limit, trailing-stop',
    ],
    [{ side: 'buy', quantity: 1, kind: { type: 'limit' } }, 'limit is undefined, not a price'],
    [{ side: 'buy', quantity: 1, kind: { type: 'stop', stop: Number.NaN } }, 'stop is NaN, not a price'],
    [{ side: 'buy', quantity: 1, kind: { type: 'stop-limit', stop: 1 } }, 'limit is undefined, not a price'],
    [
      { side: 'buy', quantity: 1, kind: { type: 'trailing-stop' } },
      'trail is undefined, not by points or percent',
    ],
    [
      { side: 'buy', quantity: 1, kind: { type: 'trailing-stop', trail: { by: 'points', points: 0 } } },
      'trail is 0 points, not above 0',
    ],
    [
      { side: 'buy', quantity: 1, kind: { type: 'trailing-stop', trail: { by: 'percent', percent: 100 } } },
      'trail is 100 percent, not between 0 and 100',
    ],
    [{ side: 'buy', quantity: 1, bracket: {} }, 'bracket has neither takeProfit nor stopLoss'],
    [{ side: 'buy', quantity: 1, bracket: 5 }, 'bracket is 5'],
    [{ side: 'buy', quantity: 1, bracket: { stopLoss: 'x' } }, 'stopLoss is x, not a price'],
    [
      { side: 'buy', quantity: 1, kind: market, bracket: { takeProfit: 90, stopLoss: 95 } },
      'takeProfit 90 is not above stopLoss 95',
    ],
    [
      { side: 'sell', quantity: 1, kind: { type: 'limit', limit: 101 }, bracket: { takeProfit: 102 } },
      'takeProfit 102 is not below the entry at 101',
    ],
    [
      { side: 'buy', quantity: 1, kind: { type: 'stop', stop: 101 }, bracket: { stopLoss: 101 } },
      'stopLoss 101 is not below the entry at 101',
    ],
  ])('%j: %s', (asked, reason) => {
    const stage = new Stage()
    const isWhole = typeof asked !== 'object' || asked === null
    const order = stage.broker.place((isWhole ? asked : { symbol: 'ABC', ...asked }) as never, stage.now)
    expect(stage.fateOf(order)).toEqual([`rejected: ${reason}`])
    expect(stage.broker.hasOrders(0)).toBe(false)
  })

  test('a trailing stop before the first price', () => {
    const stage = new Stage()
    stage.broker.mark(0, Number.NaN)
    const order = stage.place({
      side: 'sell',
      quantity: 1,
      kind: { type: 'trailing-stop', trail: { by: 'points', points: 1 } },
    })
    expect(stage.fateOf(order)).toEqual(['rejected: no price of ABC is known yet that a stop could trail'])
  })

  test('an order that is to become a trailing stop before the first price stays as it is', () => {
    const stage = new Stage()
    stage.broker.mark(0, Number.NaN)
    const order = stage.place({ side: 'buy', quantity: 1, kind: { type: 'limit', limit: 90 } })
    const trailing: OrderKind = { type: 'trailing-stop', trail: { by: 'points', points: 1 } }
    expect(stage.broker.replace(order, trailing, stage.now)).toBe(
      'no price of ABC is known yet that a stop could trail',
    )
    expect(stage.broker.openOrders(0)).toMatchObject([{ kind: { type: 'limit', limit: 90 } }])
  })
})

test.each([
  [{ cash: 0 }, 'Cash is 0. Use a number above 0.'],
  [{ volumeShare: 0 }, 'The volume share is 0 percent. Use more than 0 and at most 100.'],
  [
    { margin: { initial: 0.2, maintenance: 0.3 } },
    'Margin is 0.2 to open and 0.3 to keep. Use parts of 1, the first above 0 and not below the second.',
  ],
])('settings %j: %s', (settings, message) => {
  expect(() => new Stage(settings)).toThrow(message)
})

test('an instrument without ticks', () => {
  expect(() => new Stage({}, [{ ...abc, tick: 0 }])).toThrow(
    'ABC has ticks of 0 and lots of 1. Use numbers above 0.',
  )
})

describe('an order at other prices', () => {
  const limit = (price: number): OrderKind => ({ type: 'limit', limit: price })

  test('is filled at these, from bars that start when it was changed or later', () => {
    const stage = new Stage()
    const order = stage.place({ side: 'buy', quantity: 3, kind: limit(90) })
    stage.bar(flat)
    expect(stage.broker.replace(order, limit(99.999), stage.now)).toBeUndefined()
    stage.bar([100, 100, 98, 100])
    expect(stage.trades).toEqual([[2, 3, 99.99]])
  })

  test('a bar that is under way fills at neither', () => {
    const stage = new Stage()
    const order = stage.place({ side: 'buy', quantity: 3, kind: limit(99) })
    stage.bar(flat)
    stage.broker.replace(order, limit(98), (stage.now + 30_000) as typeof stage.now)
    stage.bar([100, 100, 90, 100])
    expect(stage.trades).toEqual([])
    stage.bar([100, 100, 90, 100])
    expect(stage.trades).toEqual([[3, 3, 98]])
  })

  test('stays as it is where that makes no sense, and where it waits no longer', () => {
    const stage = new Stage()
    const order = stage.place({ side: 'buy', quantity: 3, kind: limit(90), bracket: { stopLoss: 80 } })
    expect(stage.broker.replace(order, limit(70), stage.now)).toContain('stopLoss 80')
    expect(stage.broker.replace(order, limit(Number.NaN), stage.now)).toContain('not a price')
    stage.broker.cancel(order, stage.now)
    expect(stage.broker.replace(order, limit(95), stage.now)).toBeUndefined()
    expect(stage.fateOf(order)).toEqual(['placed', 'cancelled: cancelled by the strategy'])
  })

  test('a stop that was reached waits for another one again', () => {
    const stage = new Stage()
    stage.hold(5)
    const order = stage.place({
      side: 'sell',
      quantity: 5,
      kind: { type: 'stop-limit', stop: 95, limit: 99 },
    })
    stage.bar([100, 100, 94, 94])
    stage.broker.replace(order, { type: 'stop-limit', stop: 80, limit: 79 }, stage.now)
    stage.bar([100, 100, 90, 100])
    expect(stage.broker.account.quantity(0)).toBe(5)
    stage.bar([85, 85, 75, 80])
    expect(stage.broker.account.quantity(0)).toBe(0)
  })
})
