import { describe, expect, test } from 'vitest'
import type { Bracket, OrderKind, Side } from '#shared/strategy/order.ts'
import { Stage, type TestBar } from './testing/stage.ts'

type Trades = readonly (readonly [bar: number, quantity: number, price: number])[]

const long: Bracket = { takeProfit: 105, stopLoss: 95 }
const short: Bracket = { takeProfit: 95, stopLoss: 105 }
const flat: TestBar = [100, 100, 100, 100]

describe('brackets', () => {
  test.each<readonly [string, Side, OrderKind, Bracket, readonly TestBar[], Trades]>([
    [
      'the profit is taken',
      'buy',
      { type: 'market' },
      long,
      [flat, [101, 106, 100, 104]],
      [
        [1, 10, 100],
        [2, -10, 105],
      ],
    ],
    [
      'the loss is stopped',
      'buy',
      { type: 'market' },
      long,
      [flat, [99, 100, 94, 98]],
      [
        [1, 10, 100],
        [2, -10, 95],
      ],
    ],
    [
      'both in a bar: the stop',
      'buy',
      { type: 'market' },
      long,
      [flat, [100, 106, 94, 105]],
      [
        [1, 10, 100],
        [2, -10, 95],
      ],
    ],
    [
      'both in a bar, short: the stop',
      'sell',
      { type: 'market' },
      short,
      [flat, [100, 106, 94, 95]],
      [
        [1, -10, 100],
        [2, 10, 105],
      ],
    ],
    [
      'both in a bar that closes low: the stop',
      'buy',
      { type: 'market' },
      long,
      [flat, [100, 106, 94, 95]],
      [
        [1, 10, 100],
        [2, -10, 95],
      ],
    ],
    [
      'both in a bar that closes high, short: the stop',
      'sell',
      { type: 'market' },
      short,
      [flat, [100, 106, 94, 105]],
      [
        [1, -10, 100],
        [2, 10, 105],
      ],
    ],
    [
      'a gap past the stop: the open',
      'buy',
      { type: 'market' },
      long,
      [flat, [90, 110, 89, 108]],
      [
        [1, 10, 100],
        [2, -10, 90],
      ],
    ],
    [
      'a gap past the profit: the open',
      'buy',
      { type: 'market' },
      long,
      [flat, [108, 110, 80, 90]],
      [
        [1, 10, 100],
        [2, -10, 108],
      ],
    ],
    [
      'filled at the open, profit in the same bar',
      'buy',
      { type: 'market' },
      long,
      [[100, 106, 99, 104]],
      [
        [1, 10, 100],
        [1, -10, 105],
      ],
    ],
    [
      'filled at the open, loss in the same bar',
      'buy',
      { type: 'market' },
      long,
      [[100, 101, 94, 98]],
      [
        [1, 10, 100],
        [1, -10, 95],
      ],
    ],
    [
      'filled at the open, both in the same bar: the stop',
      'buy',
      { type: 'market' },
      long,
      [[100, 106, 94, 105]],
      [
        [1, 10, 100],
        [1, -10, 95],
      ],
    ],
    [
      'filled at an open past the stop: out at once',
      'buy',
      { type: 'market' },
      long,
      [[94, 99, 93, 98]],
      [
        [1, 10, 94],
        [1, -10, 94],
      ],
    ],
    [
      'filled inside the bar: no profit in it',
      'buy',
      { type: 'limit', limit: 99 },
      long,
      [
        [100, 106, 98, 104],
        [104, 105, 103, 104],
      ],
      [
        [1, 10, 99],
        [2, -10, 105],
      ],
    ],
    [
      'filled inside the bar: the stop in it',
      'buy',
      { type: 'limit', limit: 99 },
      long,
      [[100, 106, 94, 104]],
      [
        [1, 10, 99],
        [1, -10, 95],
      ],
    ],
    [
      'a stop entry inside the bar: a low that may have come first counts',
      'buy',
      { type: 'stop', stop: 101 },
      long,
      [[100, 104, 95, 103]],
      [
        [1, 10, 101],
        [1, -10, 95],
      ],
    ],
    [
      'short, filled inside the bar: the stop in it',
      'sell',
      { type: 'limit', limit: 101 },
      short,
      [[100, 105, 94, 95]],
      [
        [1, -10, 101],
        [1, 10, 105],
      ],
    ],
    [
      'only a stop',
      'buy',
      { type: 'market' },
      { stopLoss: 98 },
      [flat, [100, 120, 97, 110]],
      [
        [1, 10, 100],
        [2, -10, 98],
      ],
    ],
    [
      'only a profit',
      'buy',
      { type: 'market' },
      { takeProfit: 103 },
      [flat, [100, 120, 50, 110]],
      [
        [1, 10, 100],
        [2, -10, 103],
      ],
    ],
  ])('%s', (_, side, kind, bracket, bars, trades) => {
    const stage = new Stage()
    stage.place({ side, quantity: 10, kind, bracket })
    stage.bars(bars)
    expect(stage.trades).toEqual(trades)
    expect(stage.broker.openOrders()).toEqual([])
  })

  test('its exits are orders of their own, placed by the fill, good till cancelled', () => {
    const stage = new Stage()
    const entry = stage.place({ side: 'buy', quantity: 10, bracket: long })
    stage.bar(flat)
    stage.broker.sessionEnd(stage.now)
    const placed = stage.events.filter((event) => event.type === 'placed').slice(1)
    expect(placed).toEqual([
      {
        type: 'placed',
        order: 2,
        at: 120_000,
        parent: entry,
        request: { symbol: 'ABC', side: 'sell', quantity: 10, kind: { type: 'stop', stop: 95 }, tif: 'gtc' },
      },
      {
        type: 'placed',
        order: 3,
        at: 120_000,
        parent: entry,
        request: {
          symbol: 'ABC',
          side: 'sell',
          quantity: 10,
          kind: { type: 'limit', limit: 105 },
          tif: 'gtc',
        },
      },
    ])
    expect(stage.broker.openOrders().map(({ id }) => id)).toEqual([2, 3])
  })

  test('exits of a position that something else closed are cancelled and never open one', () => {
    const stage = new Stage()
    stage.place({ side: 'buy', quantity: 10, bracket: long })
    stage.bar(flat)
    stage.place({ side: 'sell', quantity: 10 })
    stage.bar(flat)
    expect(stage.broker.openOrders()).toEqual([])
    stage.bar([100, 110, 90, 100])
    expect(stage.broker.account.quantity(0)).toBe(0)
    expect(stage.events.flatMap((event) => (event.type === 'cancelled' ? [event.reason] : []))).toEqual([
      'the position is closed',
      'the position is closed',
    ])
  })

  test('an exit closes no more than is held', () => {
    const stage = new Stage()
    stage.place({ side: 'buy', quantity: 10, bracket: long })
    stage.bar(flat)
    stage.place({ side: 'sell', quantity: 4 })
    stage.bars([flat, [100, 100, 90, 91]])
    expect(stage.trades.at(-1)).toEqual([3, -6, 95])
    expect(stage.broker.account.quantity(0)).toBe(0)
    expect(stage.broker.openOrders()).toEqual([])
  })

  test('an entry that turns a position has exits for what it opened', () => {
    const stage = new Stage()
    stage.hold(-4)
    stage.place({ side: 'buy', quantity: 10, bracket: long })
    stage.bar(flat)
    expect(stage.broker.openOrders().map(({ left }) => left)).toEqual([6, 6])
  })

  test('an order that only closes a part places no exits', () => {
    const stage = new Stage()
    stage.hold(-14)
    stage.place({ side: 'buy', quantity: 10, bracket: long })
    stage.bar(flat)
    expect(stage.broker.openOrders()).toEqual([])
  })

  test('a profit that is taken in part leaves the stop for the rest', () => {
    const stage = new Stage({ volumeShare: 1 })
    stage.place({ side: 'buy', quantity: 10, bracket: long })
    stage.bar([100, 100, 100, 100, 1000])
    stage.bar([104, 106, 104, 104, 400])
    expect(stage.broker.openOrders().map(({ kind, left }) => [kind.type, left])).toEqual([
      ['stop', 6],
      ['limit', 6],
    ])
    stage.bar([100, 100, 94, 94, 1000])
    expect(stage.trades).toEqual([
      [1, 10, 100],
      [2, -4, 105],
      [3, -6, 95],
    ])
    expect(stage.broker.openOrders()).toEqual([])
  })

  test('a stop that is filled in part is a market order for the rest', () => {
    const stage = new Stage({ volumeShare: 1 })
    stage.place({ side: 'buy', quantity: 10, bracket: long })
    stage.bar([100, 100, 100, 100, 1000])
    stage.bar([96, 97, 94, 96, 400])
    expect(stage.broker.openOrders().map(({ kind, left }) => [kind.type, left])).toEqual([['stop', 6]])
    stage.bar([107, 108, 106, 106, 1000])
    expect(stage.trades.slice(1)).toEqual([
      [2, -4, 95],
      [3, -6, 107],
    ])
  })

  test('every part of an entry has exits of its own', () => {
    const stage = new Stage({ volumeShare: 1 })
    stage.place({ side: 'buy', quantity: 10, bracket: long })
    stage.bar([100, 100, 100, 100, 600])
    stage.bar([101, 101, 101, 101, 1000])
    expect(stage.broker.openOrders().map(({ kind, left }) => [kind.type, left])).toEqual([
      ['stop', 6],
      ['limit', 6],
      ['stop', 4],
      ['limit', 4],
    ])
  })
})

describe('OCO', () => {
  const breakout = (stage: Stage) => {
    const up = stage.place({ side: 'buy', quantity: 10, kind: { type: 'stop', stop: 102 }, oco: 'out' })
    const down = stage.place({ side: 'sell', quantity: 10, kind: { type: 'stop', stop: 98 }, oco: 'out' })
    return { up, down }
  }

  test.each<readonly [string, TestBar, Trades]>([
    ['up', [100, 103, 99, 102], [[1, 10, 102]]],
    ['down', [100, 101, 97, 98], [[1, -10, 98]]],
    ['both, with a close far from the buy: the buy is worse', [100, 103, 97, 97.5], [[1, 10, 102]]],
    ['both, with a close far from the sale: the sale is worse', [100, 103, 97, 102.5], [[1, -10, 98]]],
    ['a gap', [105, 105, 90, 91], [[1, 10, 105]]],
  ])('%s', (_, bar, trades) => {
    const stage = new Stage()
    breakout(stage)
    stage.bar(bar)
    expect(stage.trades).toEqual(trades)
    expect(stage.broker.openOrders()).toEqual([])
  })

  test('the other one is cancelled and says why', () => {
    const stage = new Stage()
    const { up, down } = breakout(stage)
    stage.bar([100, 103, 99, 102])
    expect(stage.fateOf(up)).toEqual(['placed', 'filled'])
    expect(stage.fateOf(down)).toEqual(['placed', `cancelled: order ${up} of out was filled`])
  })

  test('on one side of the open the nearer one is first, whatever it is worth', () => {
    const stage = new Stage()
    const far = { type: 'limit', limit: 97 } as const
    const near = { type: 'limit', limit: 99 } as const
    stage.place({ side: 'buy', quantity: 10, kind: far, oco: 'in' })
    stage.place({ side: 'buy', quantity: 10, kind: near, oco: 'in' })
    stage.bar([100, 100, 96, 100])
    expect(stage.trades).toEqual([[1, 10, 99]])
  })

  test('a part of one is enough to cancel the others, and its name is taken until it is done', () => {
    const stage = new Stage({ volumeShare: 1 })
    const { up } = breakout(stage)
    stage.bar([100, 103, 99, 102, 400])
    expect(stage.broker.openOrders().map(({ id, left }) => [id, left])).toEqual([[up, 6]])
    const late = stage.place({ side: 'sell', quantity: 10, kind: { type: 'stop', stop: 98 }, oco: 'out' })
    expect(stage.fateOf(late)).toEqual(['rejected: an order of out has been filled already'])
    stage.bar([103, 103, 103, 103, 1000])
    const again = stage.place({ side: 'sell', quantity: 10, kind: { type: 'stop', stop: 98 }, oco: 'out' })
    expect(stage.fateOf(again)).toEqual(['placed'])
  })

  test('it reaches over symbols', () => {
    const instrument = { tick: 0.01, lot: 1, synthetic: false }
    const stage = new Stage({}, [
      { ...instrument, symbol: 'ABC' },
      { ...instrument, symbol: 'XYZ' },
    ])
    stage.place({ side: 'buy', quantity: 10, oco: 'one of them' })
    const other = stage.place({ side: 'buy', quantity: 10, symbol: 'XYZ', oco: 'one of them' })
    stage.bar(flat, 0)
    expect(stage.fateOf(other)).toEqual(['placed', 'cancelled: order 1 of one of them was filled'])
    expect(stage.broker.hasOrders(1)).toBe(false)
  })
})

test('orders that do not exclude each other are filled as the bar most likely went', () => {
  // Up by the close: to the low first, then to the high. The nearer of two prices on the way comes first.
  const stage = new Stage()
  stage.place({ side: 'sell', quantity: 1, kind: { type: 'limit', limit: 103 } })
  stage.place({ side: 'buy', quantity: 2, kind: { type: 'limit', limit: 97 } })
  stage.place({ side: 'buy', quantity: 3, kind: { type: 'limit', limit: 98 } })
  stage.bar([100, 104, 96, 101])
  expect(stage.trades).toEqual([
    [1, 3, 98],
    [1, 2, 97],
    [1, -1, 103],
  ])
})
