import { describe, expect, test } from 'vitest'
import type { BrokerSettings } from '#shared/backtest/broker-settings.ts'
import { type Asked, abc, Stage, type TestBar } from './testing/stage.ts'

const cashAccount: Partial<BrokerSettings> = { cash: 10_000, margin: { initial: 1, maintenance: 1 } }
const half: Partial<BrokerSettings> = { cash: 10_000, margin: { initial: 0.5, maintenance: 0.25 } }
const flat: TestBar = [100, 100, 100, 100]
const xyz = { ...abc, symbol: 'XYZ' }

describe('buying power when an order is placed', () => {
  test.each<readonly [string, Partial<BrokerSettings>, held: number, Asked, reason: string | undefined]>([
    ['all cash', cashAccount, 0, { side: 'buy', quantity: 100 }, undefined],
    [
      'a share more',
      cashAccount,
      0,
      { side: 'buy', quantity: 101 },
      'it opens 10100.00, buying power is 10000.00',
    ],
    ['twice the cash on margin', half, 0, { side: 'buy', quantity: 200 }, undefined],
    [
      'more than that',
      half,
      0,
      { side: 'buy', quantity: 201 },
      'it opens 20100.00, buying power is 20000.00',
    ],
    ['short: the same', half, 0, { side: 'sell', quantity: 200 }, undefined],
    [
      'too much short',
      half,
      0,
      { side: 'sell', quantity: 201 },
      'it opens 20100.00, buying power is 20000.00',
    ],
    ['beside a position', half, 150, { side: 'buy', quantity: 50 }, undefined],
    [
      'too much beside a position',
      half,
      150,
      { side: 'buy', quantity: 51 },
      'it opens 5100.00, buying power is 5000.00',
    ],
    ['closing needs none', half, 200, { side: 'sell', quantity: 200 }, undefined],
    ['turning needs what it opens', half, 200, { side: 'sell', quantity: 400 }, undefined],
    [
      'turning too far',
      half,
      200,
      { side: 'sell', quantity: 401 },
      'it opens 20100.00, buying power is 0.00',
    ],
    [
      'at the price of the order',
      cashAccount,
      0,
      { side: 'buy', quantity: 125, kind: { type: 'limit', limit: 80 } },
      undefined,
    ],
  ])('%s', (_, settings, held, asked, reason) => {
    const stage = new Stage(settings)
    if (held !== 0) stage.hold(held)
    const order = stage.place(asked)
    expect(stage.fateOf(order)).toEqual([reason === undefined ? 'placed' : `rejected: ${reason}`])
  })
})

describe('buying power when an order is filled', () => {
  test('behind a gap it is filled as far as the money goes, and the rest is cancelled', () => {
    const stage = new Stage(cashAccount)
    const order = stage.place({ side: 'buy', quantity: 100 })
    stage.bar([101, 101, 101, 101])
    expect(stage.trades).toEqual([[1, 99, 101]])
    expect(stage.fateOf(order)).toEqual([
      'placed',
      'filled',
      'cancelled: buying power is enough for 99 of 100 at 101',
    ])
  })

  test('commission counts', () => {
    const stage = new Stage({ ...cashAccount, commission: { kind: 'per-share', money: 1 } })
    stage.place({ side: 'buy', quantity: 100 })
    stage.bar(flat)
    // 100 shares and their commission take 10 100; 99 take 9 999.
    expect(stage.trades).toEqual([[1, 99, 100]])
    expect(stage.broker.account.cash).toBe(1)
  })

  test('what another order took is gone', () => {
    const stage = new Stage(cashAccount)
    stage.place({ side: 'buy', quantity: 60 })
    const second = stage.place({ side: 'buy', quantity: 60 })
    stage.bar(flat)
    expect(stage.trades.map(([, quantity]) => quantity)).toEqual([60, 40])
    expect(stage.fateOf(second).at(-1)).toBe('cancelled: buying power is enough for 40 of 60 at 100')
  })

  test('without any money left nothing is filled', () => {
    const stage = new Stage(cashAccount)
    stage.place({ side: 'buy', quantity: 100 })
    const second = stage.place({ side: 'buy', quantity: 1 })
    stage.bar(flat)
    expect(stage.fateOf(second)).toEqual(['placed', 'cancelled: buying power is enough for 0 of 1 at 100'])
  })

  test('a turn is closed as a whole, and opened as far as the money goes', () => {
    const stage = new Stage({ ...half, cash: 10_000 })
    stage.hold(100)
    stage.place({ side: 'sell', quantity: 250 })
    stage.bar([60, 60, 60, 60])
    // 10 000 less 4 000 lost is 6 000 of equity: 12 000 may be short, 200 shares at 60.
    expect(stage.trades.at(-1)).toEqual([2, -250, 60])
    const poor = new Stage({ ...half, cash: 10_000 })
    poor.hold(100)
    poor.place({ side: 'sell', quantity: 250 })
    poor.bar([30, 30, 30, 30])
    // 3 000 of equity: 6 000 short at 30 are 200; it asks for 150.
    expect(poor.trades.at(-1)).toEqual([2, -250, 30])
    const poorer = new Stage({ ...half, cash: 10_000 })
    poorer.hold(180)
    poorer.place({ side: 'sell', quantity: 360 })
    poorer.bar([50, 50, 50, 50])
    // 18 000 paid of 10 000; at 50 the equity is 1 000, 2 000 may be short: 40 of 180.
    expect(poorer.trades.at(-1)).toEqual([2, -220, 50])
  })

  test('before the first bar of a symbol only the fill is checked', () => {
    const stage = new Stage(cashAccount)
    stage.broker.mark(0, Number.NaN)
    const order = stage.place({ side: 'buy', quantity: 1000 })
    expect(stage.fateOf(order)).toEqual(['placed'])
    stage.bar(flat)
    expect(stage.trades).toEqual([[1, 100, 100]])
  })
})

describe('short selling', () => {
  const noShort: Partial<BrokerSettings> = { allowShort: false }

  test('is rejected where it is not allowed', () => {
    const stage = new Stage(noShort)
    const order = stage.place({ side: 'sell', quantity: 1 })
    expect(stage.fateOf(order)).toEqual(['rejected: short selling is not allowed'])
  })

  test('a stop for a purchase that waits may be placed beside it', () => {
    const stage = new Stage(noShort)
    stage.place({ side: 'buy', quantity: 10 })
    const stop = stage.place({ side: 'sell', quantity: 10, kind: { type: 'stop', stop: 95 } })
    stage.bars([flat, [94, 94, 94, 94]])
    expect(stage.fateOf(stop)).toEqual(['placed', 'filled'])
    expect(stage.broker.account.quantity(0)).toBe(0)
  })

  test('a sale of more than is held when it is filled sells what is held', () => {
    const stage = new Stage(noShort)
    stage.hold(10)
    stage.place({ side: 'sell', quantity: 6 })
    const second = stage.place({ side: 'sell', quantity: 6 })
    stage.bar(flat)
    expect(stage.trades.slice(1).map(([, quantity]) => quantity)).toEqual([-6, -4])
    expect(stage.fateOf(second).at(-1)).toBe('cancelled: short selling is not allowed')
  })
})

describe('maintenance margin', () => {
  test('below it everything is cancelled, and the position closed at the next open', () => {
    const stage = new Stage(half)
    stage.hold(200)
    const waiting = stage.place({ side: 'sell', quantity: 200, kind: { type: 'limit', limit: 150 } })
    // 200 at 67 are 13 400, less the 10 000 owed 3 400: a quarter of 13 400 is 3 350.
    stage.bar([100, 100, 60, 67])
    expect(stage.trades).toHaveLength(1)
    // At 66 it is 3 200 against 3 300.
    stage.bar([67, 67, 66, 66])
    expect(stage.fateOf(waiting)).toEqual(['placed', 'cancelled: margin call'])
    expect(stage.events.at(-1)).toMatchObject({
      type: 'placed',
      request: { side: 'sell', quantity: 200, kind: { type: 'market' }, note: 'margin call' },
    })
    stage.bar([64, 70, 64, 70])
    expect(stage.trades.at(-1)).toEqual([4, -200, 64])
    expect(stage.broker.account.cash).toBe(10_000 - 200 * 36)
  })

  test('until it is closed the symbol takes no orders, and the closing one cannot be cancelled', () => {
    const stage = new Stage(half)
    stage.hold(200)
    stage.bar([60, 60, 60, 60])
    const closing = stage.broker.openOrders()[0]
    expect(closing).toBeDefined()
    if (closing !== undefined) stage.broker.cancel(closing.id, stage.now)
    const order = stage.place({ side: 'sell', quantity: 200 })
    expect(stage.fateOf(order)).toEqual(['rejected: a margin call is closing ABC'])
    stage.bars([[60, 60, 60, 60], flat])
    expect(stage.broker.account.quantity(0)).toBe(0)
    expect(stage.trades).toHaveLength(2)
  })

  test('an order that the strategy cancels while it is told of another one is cancelled once', () => {
    const stage = new Stage(half, [abc], (event) => {
      if (event.type !== 'cancelled') return
      for (const { id } of stage.broker.openOrders()) stage.broker.cancel(id, stage.now)
    })
    stage.hold(200)
    const far = { type: 'limit', limit: 150 } as const
    stage.place({ side: 'sell', quantity: 1, kind: far })
    const second = stage.place({ side: 'sell', quantity: 1, kind: far })
    stage.bar([60, 60, 60, 60])
    expect(stage.fateOf(second)).toEqual(['placed', 'cancelled: cancelled by the strategy'])
  })

  test('every symbol is closed at the open of its own next bar', () => {
    const stage = new Stage(half, [abc, xyz])
    stage.place({ side: 'buy', quantity: 100 })
    stage.place({ side: 'sell', quantity: 100, symbol: 'XYZ' })
    stage.bar(flat, 0)
    stage.now = (stage.now - 60_000) as typeof stage.now
    stage.bar(flat, 1)
    expect([stage.broker.hasOrders(0), stage.broker.hasOrders(1)]).toEqual([true, true])
    stage.bar([20, 20, 20, 20], 0)
    // The equity is 2 000, and 3 000 are needed for 12 000.
    expect(stage.broker.openOrders().map(({ symbol, side, left }) => [symbol, side, left])).toEqual([
      ['ABC', 'sell', 100],
      ['XYZ', 'buy', 100],
    ])
    // The other symbol's bar of the same minute does not fill.
    stage.now = (stage.now - 60_000) as typeof stage.now
    stage.bar([95, 95, 95, 95], 1)
    expect(stage.fills).toHaveLength(2)
    // With 2 500 against 2 875 it is still below, and each is being closed already.
    expect(stage.broker.openOrders()).toHaveLength(2)
    stage.bar([91, 91, 91, 91], 1)
    expect(stage.fills.at(-1)).toMatchObject({ symbol: 'XYZ', price: 91, quantity: 100 })
  })

  test('a short position is called when the price rises', () => {
    const stage = new Stage(half)
    stage.hold(-200)
    // 30 000 of cash less 200 at 121 leave 5 800, 6 050 are needed.
    stage.bar([120, 121, 120, 121])
    stage.bar([122, 122, 122, 122])
    expect(stage.trades.at(-1)).toEqual([3, 200, 122])
  })

  test('a position paid for in full is never called, and its bars need no look', () => {
    const stage = new Stage(cashAccount)
    stage.hold(100)
    expect(stage.broker.hasOrders(0)).toBe(false)
    stage.bar([1, 1, 1, 1])
    expect(stage.broker.openOrders()).toEqual([])
  })

  test('orders that wait and borrowed money make a symbol need a look', () => {
    const stage = new Stage(half)
    expect(stage.broker.hasOrders(0)).toBe(false)
    stage.hold(101)
    expect(stage.broker.hasOrders(0)).toBe(true)
    stage.hold(-101)
    expect(stage.broker.hasOrders(0)).toBe(false)
    stage.place({ side: 'buy', quantity: 1 })
    expect(stage.broker.hasOrders(0)).toBe(true)
  })
})
