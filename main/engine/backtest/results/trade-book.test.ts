import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Trade } from '#shared/backtest/trade.ts'
import type { Fill, OrderId, Side } from '#shared/strategy/order.ts'
import { epochMs, minuteMs } from '#shared/time/epoch.ts'
import { TradeBook } from './trade-book.ts'

function fillOf(bar: number, side: Side, quantity: number, price: number, commission = 0): Fill {
  const time = epochMs(bar * minuteMs)
  return {
    order: 1 as OrderId,
    symbol: 'AAA',
    side,
    quantity,
    price,
    time,
    bar,
    commission,
    slippage: 0,
    left: 0,
  }
}

function onlyTrade(book: TradeBook, lastPrice = Number.NaN): Trade {
  const [trade, ...others] = book.trades(lastPrice)
  if (!trade || others.length > 0) throw new Error(`${others.length + (trade ? 1 : 0)} trades`)
  return trade
}

test('bought at the open of one bar, sold at the open of the third after it', () => {
  const book = new TradeBook('AAA')
  book.fill(fillOf(0, 'buy', 10, 100, 1))
  expect(book.isHeld).toBe(true)
  book.bar(103, 99)
  book.bar(108, 101)
  book.bar(104, 97)
  book.fill(fillOf(3, 'sell', 10, 102, 2))
  expect(book.isHeld).toBe(false)
  // Ten shares won 2 each, less 1 + 2 of commission. The worst price was 97, 3 below the entry; the best 108.
  expect(onlyTrade(book)).toEqual({
    symbol: 'AAA',
    side: 'long',
    quantity: 10,
    entryTime: 0,
    entryPrice: 100,
    exitTime: 3 * minuteMs,
    exitPrice: 102,
    pnl: 17,
    costs: 3,
    mae: 30,
    mfe: 80,
    barsHeld: 3,
  })
})

test('a short trade wins when the price falls', () => {
  const book = new TradeBook('AAA')
  book.fill(fillOf(0, 'sell', 5, 50))
  book.bar(52, 47)
  book.fill(fillOf(1, 'buy', 5, 48))
  // Five shares won 2 each. At 52 they stood at -10, at 47 at +15.
  expect(onlyTrade(book)).toMatchObject({
    side: 'short',
    quantity: 5,
    pnl: 10,
    mae: 10,
    mfe: 15,
    barsHeld: 1,
  })
})

test('the bar of the exit counts by its exit: a gap through the stop is seen, what came after it is not', () => {
  const book = new TradeBook('AAA')
  book.fill(fillOf(0, 'buy', 1, 100))
  book.bar(101, 99)
  book.fill(fillOf(1, 'sell', 1, 90))
  book.bar(140, 80)
  expect(onlyTrade(book)).toMatchObject({ pnl: -10, mae: 10, mfe: 1, barsHeld: 1 })
})

test('opened and closed within one bar: nothing was seen but the two prices', () => {
  const book = new TradeBook('AAA')
  book.fill(fillOf(0, 'buy', 1, 100))
  book.fill(fillOf(0, 'sell', 1, 104))
  expect(onlyTrade(book)).toMatchObject({ pnl: 4, mae: 0, mfe: 4, barsHeld: 0 })
})

test('additions average the entry price, and excursions are those of what was held', () => {
  const book = new TradeBook('AAA')
  book.fill(fillOf(0, 'buy', 10, 100, 1))
  book.bar(101, 90)
  book.fill(fillOf(1, 'buy', 30, 104, 3))
  book.bar(110, 102)
  book.fill(fillOf(2, 'sell', 40, 103, 4))
  // (10 x 100 + 30 x 104) / 40 = 103. Ten shares stood at -100 at 90; forty at 40 x (110 - 103) = 280.
  expect(onlyTrade(book)).toMatchObject({
    quantity: 40,
    entryTime: 0,
    entryPrice: 103,
    pnl: -8,
    costs: 8,
    mae: 100,
    mfe: 280,
    barsHeld: 2,
  })
})

test('a part that is closed is a trade with its share of the entry costs', () => {
  const book = new TradeBook('AAA')
  book.fill(fillOf(0, 'buy', 10, 100, 5))
  book.bar(110, 95)
  book.fill(fillOf(1, 'sell', 4, 105, 1))
  expect(book.isHeld).toBe(true)
  book.bar(106, 104)
  const [part, open] = book.trades(104)
  // 4 of 10 shares won 5 each: 20, less 4/10 of 5 and the exit's 1. At 95 they stood at -20, at 110 at +40.
  expect(part).toMatchObject({
    quantity: 4,
    pnl: 17,
    costs: 3,
    mae: 20,
    mfe: 40,
    barsHeld: 1,
    exitPrice: 105,
  })
  // The other six keep 3 of the costs; at 104 they stand at 6 x 4 - 3.
  expect(open).toMatchObject({ quantity: 6, pnl: 21, costs: 3, mae: 30, mfe: 60, barsHeld: 2 })
  expect(open).toMatchObject({ exitTime: undefined, exitPrice: undefined, entryPrice: 100 })
})

test('a turn closes one trade and opens another; its commission is shared by quantity', () => {
  const book = new TradeBook('AAA')
  book.fill(fillOf(0, 'buy', 10, 100))
  book.bar(100, 100)
  book.fill(fillOf(1, 'sell', 15, 110, 3))
  book.bar(112, 108)
  const [closed, open] = book.trades(108)
  // Ten of fifteen shares close: two thirds of 3 is 2. The other five are short at 110 and won 2 each, less 1.
  expect(closed).toMatchObject({ side: 'long', quantity: 10, pnl: 98, costs: 2, barsHeld: 1 })
  expect(open).toMatchObject({
    side: 'short',
    quantity: 5,
    entryPrice: 110,
    pnl: 9,
    costs: 1,
    mae: 10,
    mfe: 10,
  })
  expect(open).toMatchObject({ entryTime: minuteMs, barsHeld: 1 })
})

test('a split changes shares and price, not money', () => {
  const book = new TradeBook('AAA')
  book.fill(fillOf(0, 'buy', 10, 100))
  book.bar(100, 98)
  book.split(4)
  book.bar(26, 25)
  book.fill(fillOf(2, 'sell', 40, 26))
  expect(onlyTrade(book)).toMatchObject({ quantity: 40, entryPrice: 25, pnl: 40, mae: 20, mfe: 40 })
})

test('a dividend belongs to the trade, in equal parts to its shares', () => {
  const book = new TradeBook('AAA')
  book.fill(fillOf(0, 'buy', 10, 100))
  book.dividend(10)
  // The price falls by the dividend of 1: nothing is lost.
  book.bar(99, 99)
  book.fill(fillOf(1, 'sell', 5, 99))
  book.fill(fillOf(1, 'sell', 5, 101))
  expect(book.trades(101)).toMatchObject([
    { pnl: 0, mae: 0, mfe: 0 },
    { pnl: 10, mae: 0, mfe: 10 },
  ])
})

test('lots of a tenth close what they opened', () => {
  const book = new TradeBook('AAA')
  for (const _ of [1, 2, 3]) book.fill(fillOf(0, 'buy', 0.1, 100))
  book.fill(fillOf(1, 'sell', 0.3, 100))
  expect(book.isHeld).toBe(false)
  book.fill(fillOf(2, 'sell', 0.3, 100))
  for (const _ of [1, 2, 3]) book.fill(fillOf(3, 'buy', 0.1, 100))
  expect(book.isHeld).toBe(false)
})

test('what cannot be is refused', () => {
  const book = new TradeBook('AAA')
  expect(() => book.fill({ ...fillOf(0, 'buy', 1, 1), symbol: 'BBB' })).toThrow(
    'A fill of BBB among those of AAA',
  )
  expect(() => book.fill(fillOf(0, 'buy', 0, 1))).toThrow('A fill of 0 AAA')
  expect(() => book.split(0)).toThrow('A split of AAA by 0')
  book.dividend(0)
  expect(() => book.dividend(1)).toThrow('of which nothing is held')
})

/** Fills at random; whole quantities and prices, so that sums are exact but for the averages. */
const anyFills = fc.array(
  fc.record({
    side: fc.constantFrom<Side>('buy', 'sell'),
    quantity: fc.integer({ min: 1, max: 20 }),
    price: fc.integer({ min: 50, max: 150 }),
    commission: fc.integer({ min: 0, max: 5 }),
    up: fc.integer({ min: 0, max: 9 }),
    down: fc.integer({ min: 0, max: 9 }),
  }),
  { minLength: 1, maxLength: 40 },
)

test('what trades won is what cash gained once all is closed, and quantities are those of the position', () => {
  fc.assert(
    fc.property(anyFills, (fills) => {
      const book = new TradeBook('AAA')
      let cash = 0
      let position = 0
      fills.forEach(({ side, quantity, price, commission, up, down }, bar) => {
        book.fill(fillOf(bar, side, quantity, price, commission))
        const sign = side === 'buy' ? 1 : -1
        position += sign * quantity
        cash -= sign * quantity * price + commission
        if (book.isHeld) book.bar(price + up, price - down)
        const open = book.trades(price).at(-1)
        const held = open && open.exitTime === undefined ? (open.side === 'long' ? 1 : -1) * open.quantity : 0
        expect(held).toBeCloseTo(position, 9)
        expect(book.isHeld).toBe(position !== 0)
        // At every moment: cash and what is held is the sum of what trades won so far.
        expect(sumOf(book.trades(price))).toBeCloseTo(cash + position * price, 6)
      })
      if (position !== 0)
        book.fill(fillOf(fills.length, position > 0 ? 'sell' : 'buy', Math.abs(position), 100, 1))
      const closing = position === 0 ? 0 : position * 100 - 1
      const trades = book.trades(Number.NaN)
      expect(trades.every(({ exitTime }) => exitTime !== undefined)).toBe(true)
      expect(sumOf(trades)).toBeCloseTo(cash + closing, 6)
      for (const { pnl, costs, mae, mfe } of trades) {
        expect(pnl + costs).toBeLessThanOrEqual(mfe + 1e-6)
        expect(pnl + costs).toBeGreaterThanOrEqual(-mae - 1e-6)
      }
    }),
  )
})

test('shares one by one: excursions of a position without additions are those of its shares', () => {
  const anyBars = fc.array(
    fc.record({ high: fc.integer({ min: 100, max: 120 }), low: fc.integer({ min: 80, max: 99 }) }),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  fc.assert(
    fc.property(
      anyBars,
      fc.integer({ min: 2, max: 9 }),
      fc.constantFrom<Side>('buy', 'sell'),
      (bars, quantity, side) => {
        const book = new TradeBook('AAA')
        book.fill(fillOf(0, side, quantity, 100))
        const close = side === 'buy' ? 'sell' : 'buy'
        let sold = 0
        bars.forEach(({ high, low }, index) => {
          if (index > 0 && sold < quantity - 1) {
            book.fill(fillOf(index, close, 1, 100))
            sold++
          }
          book.bar(high, low)
        })
        book.fill(fillOf(bars.length, close, quantity - sold, 100))
        const trades = book.trades(Number.NaN)
        expect(trades).toHaveLength(sold + 1)
        for (const trade of trades) {
          const seen = bars.slice(0, trade.barsHeld)
          const highest = Math.max(...seen.map(({ high }) => high)) - 100
          const lowest = 100 - Math.min(...seen.map(({ low }) => low))
          expect(trade.mae / trade.quantity).toBeCloseTo(side === 'buy' ? lowest : highest, 6)
          expect(trade.mfe / trade.quantity).toBeCloseTo(side === 'buy' ? highest : lowest, 6)
        }
      },
    ),
  )
})

function sumOf(trades: readonly Trade[]): number {
  return trades.reduce((sum, { pnl }) => sum + pnl, 0)
}
