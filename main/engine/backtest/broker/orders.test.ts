import { describe, expect, test } from 'vitest'
import type { OrderKind, Side } from '#shared/strategy/order.ts'
import { abc, Stage, type TestBar } from './testing/stage.ts'

type Row = readonly [
  what: string,
  side: Side,
  kind: OrderKind,
  bars: readonly TestBar[],
  fill: readonly [bar: number, price: number] | undefined,
]

const quiet: TestBar = [100, 100.5, 99.5, 100]

function check([, side, kind, bars, fill]: Row): void {
  const stage = new Stage()
  stage.place({ side, quantity: 10, kind, tif: 'gtc' })
  stage.bars(bars)
  const signed = side === 'buy' ? 10 : -10
  expect(stage.trades).toEqual(fill === undefined ? [] : [[fill[0], signed, fill[1]]])
}

describe('market orders', () => {
  test.each<Row>([
    ['to buy: at the open of the next bar', 'buy', { type: 'market' }, [[101, 103, 99, 102]], [1, 101]],
    ['to sell: at the open of the next bar', 'sell', { type: 'market' }, [[98, 103, 97, 102]], [1, 98]],
  ])('%s', (...row) => check(row))
})

describe('limit orders', () => {
  const buy: OrderKind = { type: 'limit', limit: 99 }
  const sell: OrderKind = { type: 'limit', limit: 101 }
  test.each<Row>([
    ['to buy: at the limit when it is touched', 'buy', buy, [quiet, [100, 100, 99, 100]], [2, 99]],
    ['to buy: at the limit when it is passed', 'buy', buy, [[100, 100, 95, 96]], [1, 99]],
    ['to buy: at a better open', 'buy', buy, [quiet, [97, 98, 96, 98]], [2, 97]],
    ['to buy: not a tick away from it', 'buy', buy, [[100, 100, 99.01, 99.5]], undefined],
    ['to sell: at the limit when it is touched', 'sell', sell, [quiet, [100, 101, 100, 100]], [2, 101]],
    ['to sell: at the limit when it is passed', 'sell', sell, [[100, 105, 99, 104]], [1, 101]],
    ['to sell: at a better open', 'sell', sell, [[103, 104, 102, 104]], [1, 103]],
    ['to sell: not a tick away from it', 'sell', sell, [[100, 100.99, 100, 100]], undefined],
  ])('%s', (...row) => check(row))
})

describe('stop orders', () => {
  const buy: OrderKind = { type: 'stop', stop: 102 }
  const sell: OrderKind = { type: 'stop', stop: 98 }
  test.each<Row>([
    ['to buy: at the stop when it is touched', 'buy', buy, [quiet, [100, 102, 100, 101]], [2, 102]],
    ['to buy: at the open behind a gap', 'buy', buy, [quiet, [104, 105, 103, 103]], [2, 104]],
    ['to buy: not a tick away from it', 'buy', buy, [[100, 101.99, 90, 95]], undefined],
    ['to sell: at the stop when it is passed', 'sell', sell, [quiet, [100, 101, 95, 100]], [2, 98]],
    ['to sell: at the open behind a gap', 'sell', sell, [[96, 97, 95, 97]], [1, 96]],
    ['to sell: not a tick away from it', 'sell', sell, [[100, 110, 98.01, 101]], undefined],
  ])('%s', (...row) => check(row))
})

describe('stop-limit orders', () => {
  const buy: OrderKind = { type: 'stop-limit', stop: 102, limit: 103 }
  const sell: OrderKind = { type: 'stop-limit', stop: 98, limit: 97 }
  const pullback: OrderKind = { type: 'stop-limit', stop: 102, limit: 101 }
  test.each<Row>([
    ['to buy: at the stop', 'buy', buy, [[100, 104, 100, 104]], [1, 102]],
    ['to buy: at an open between stop and limit', 'buy', buy, [[102.5, 104, 102, 104]], [1, 102.5]],
    ['to buy: past the limit at the open, then back to it', 'buy', buy, [[105, 106, 102, 104]], [1, 103]],
    [
      'to buy: past the limit, it waits as a limit order',
      'buy',
      buy,
      [
        [105, 106, 104, 105],
        [104, 104, 101, 101],
      ],
      [2, 103],
    ],
    ['to sell: at the stop', 'sell', sell, [[100, 101, 96, 96]], [1, 98]],
    ['to sell: past the limit at the open', 'sell', sell, [[95, 96, 94, 95], quiet], [2, 100]],
    [
      'with the limit short of the stop: the way back is certain when the close is there',
      'buy',
      pullback,
      [[100, 102, 100, 100.5]],
      [1, 101],
    ],
    [
      'with the limit short of the stop: a low that may have come before the stop fills nothing',
      'buy',
      pullback,
      [
        [100, 102, 99, 102],
        [101.5, 102, 100.5, 101],
      ],
      [2, 101],
    ],
  ])('%s', (...row) => check(row))
})

describe('trailing stops', () => {
  const points: OrderKind = { type: 'trailing-stop', trail: { by: 'points', points: 2 } }
  const percent: OrderKind = { type: 'trailing-stop', trail: { by: 'percent', percent: 10 } }
  test.each<Row>([
    ['to sell: behind the price it was placed at', 'sell', points, [[100, 100, 97, 97]], [1, 98]],
    [
      'to sell: behind the highest price of ended bars',
      'sell',
      points,
      [
        [100, 105, 99, 104],
        [104, 104, 100, 101],
      ],
      [2, 103],
    ],
    ['to sell: a high of the same bar does not move it', 'sell', points, [[100, 110, 98.5, 109]], undefined],
    [
      'to sell: it never goes back',
      'sell',
      points,
      [
        [100, 105, 99, 104],
        [104, 104.5, 103.5, 104],
        [104, 104, 102, 102],
      ],
      [3, 103],
    ],
    [
      'to sell: at the open behind a gap',
      'sell',
      points,
      [
        [100, 105, 99, 104],
        [95, 96, 94, 95],
      ],
      [2, 95],
    ],
    [
      'to buy: above the lowest price of ended bars',
      'buy',
      points,
      [
        [100, 101, 95, 96],
        [96, 98, 96, 97],
      ],
      [2, 97],
    ],
    [
      'by percent of the best price',
      'sell',
      percent,
      [
        [100, 120, 99, 118],
        [118, 119, 107, 108],
      ],
      [2, 108],
    ],
  ])('%s', (...row) => check(row))
})

test.each<readonly [OrderKind, number]>([
  [{ type: 'market' }, 52],
  [{ type: 'limit', limit: 46 }, 46],
  [{ type: 'stop', stop: 54 }, 54],
  [{ type: 'trailing-stop', trail: { by: 'points', points: 4 } }, 55],
])('an order %j is not filled by a bar of another symbol that ends when it is placed', (kind, price) => {
  const stage = new Stage({}, [abc, { ...abc, symbol: 'XYZ' }])
  stage.broker.mark(1, 51)
  stage.bar([101, 101, 101, 101], 0)
  stage.place({ side: 'buy', quantity: 1, symbol: 'XYZ', kind })
  // The same minute, of the other symbol: it began before the order was there.
  stage.now = (stage.now - 60_000) as typeof stage.now
  stage.bar([50, 55, 45, 50], 1)
  expect(stage.fills).toHaveLength(0)
  stage.bar([52, 55, 46, 52], 1)
  expect(stage.fills.map((fill) => [fill.symbol, fill.price])).toEqual([['XYZ', price]])
})

test('an order whose time is before the end of the last bar is one of that end', () => {
  const stage = new Stage()
  stage.bar([100, 100, 100, 100])
  const order = stage.broker.place({ symbol: 'ABC', side: 'buy', quantity: 1 }, 0 as typeof stage.now)
  expect(stage.events).toMatchObject([{ type: 'placed', order, at: stage.now }])
})

describe('what is done while an event is told', () => {
  test('an order that is placed then waits for the next bar', () => {
    const stage = new Stage({}, [abc], (event) => {
      if (event.type === 'filled' && stage.fills.length === 1) {
        stage.broker.place({ symbol: 'ABC', side: 'sell', quantity: 10 }, stage.now)
      }
    })
    stage.place({ side: 'buy', quantity: 10 })
    stage.bar([100, 101, 99, 100])
    expect(stage.trades).toEqual([[1, 10, 100]])
    stage.bar([103, 104, 102, 103])
    expect(stage.trades).toEqual([
      [1, 10, 100],
      [2, -10, 103],
    ])
  })

  test('orders that are cancelled then are cancelled once, and not filled or expired', () => {
    const stage = new Stage({ volumeShare: 1 }, [abc], (event) => {
      if (event.type === 'placed') return
      for (const { id } of stage.broker.openOrders()) stage.broker.cancel(id, stage.now, 'enough')
    })
    const bracket = { stopLoss: 90, takeProfit: 110 }
    const entry = stage.place({ side: 'buy', quantity: 20, oco: 'in', bracket })
    const excluded = stage.place({ side: 'buy', quantity: 20, kind: { type: 'limit', limit: 50 }, oco: 'in' })
    stage.bar([100, 120, 95, 100, 1000])
    expect(stage.fateOf(entry)).toEqual(['placed', 'filled', 'cancelled: enough'])
    expect(stage.fateOf(excluded)).toEqual(['placed', 'cancelled: enough'])
    const first = stage.place({ side: 'sell', quantity: 1, kind: { type: 'limit', limit: 200 } })
    const second = stage.place({ side: 'sell', quantity: 1, kind: { type: 'limit', limit: 200 } })
    stage.bar([100, 100, 100, 100])
    stage.broker.sessionEnd(stage.now)
    expect([stage.fateOf(first), stage.fateOf(second)]).toEqual([
      ['placed', 'expired'],
      ['placed', 'cancelled: enough'],
    ])
    expect(stage.broker.hasOrders(0)).toBe(false)
  })
})

test('a cancelled order is not filled, and cancelling it again says nothing more', () => {
  const stage = new Stage()
  const order = stage.place({ side: 'buy', quantity: 10 })
  expect(stage.broker.hasOrders(0)).toBe(true)
  stage.broker.cancel(order, stage.now)
  stage.broker.cancel(order, stage.now, 'again')
  expect(stage.broker.hasOrders(0)).toBe(false)
  stage.bar(quiet)
  expect(stage.fateOf(order)).toEqual(['placed', 'cancelled: cancelled by the strategy'])
})

test('the fill says what happened, and the list of orders what waits', () => {
  const stage = new Stage({ commission: { kind: 'per-trade', money: 1 } })
  const order = stage.place({ side: 'buy', quantity: 10, note: 'first' })
  const kind: OrderKind = { type: 'limit', limit: 90 }
  const waiting = stage.place({ side: 'buy', quantity: 5, kind })
  stage.bar([101, 102, 100, 102])
  expect(stage.fills).toEqual([
    {
      order,
      symbol: 'ABC',
      side: 'buy',
      quantity: 10,
      price: 101,
      time: 60_000,
      bar: 1,
      commission: 1,
      slippage: 0,
      left: 0,
    },
  ])
  const open = [{ id: waiting, symbol: 'ABC', side: 'buy', left: 5, kind }]
  expect(stage.broker.openOrders()).toEqual(open)
  expect(stage.broker.openOrders(0)).toEqual(open)
  const { account } = stage.broker
  expect([
    account.cash,
    account.quantity(0),
    account.averagePrice(0),
    account.equity(),
    account.exposure(),
  ]).toEqual([100_000 - 1010 - 1, 10, 101, 100_000 - 1 + 10, 1020])
})
