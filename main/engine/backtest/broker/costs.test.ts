import { describe, expect, test } from 'vitest'
import type { Commission, Slippage, Spread } from '#shared/backtest/broker-settings.ts'
import type { OrderKind, Side } from '#shared/strategy/order.ts'
import { Stage, type TestBar } from './testing/stage.ts'

describe('commission', () => {
  const table: Commission = {
    kind: 'table',
    rows: [
      { upTo: 100, perShare: 0.01 },
      { upTo: 1000, perShare: 0.005 },
      { upTo: undefined, perShare: 0.002 },
    ],
  }
  test.each<readonly [string, Commission, number, number]>([
    ['none', { kind: 'none' }, 500, 0],
    ['per share', { kind: 'per-share', money: 0.005 }, 500, 2.5],
    ['per share, at least', { kind: 'per-share', money: 0.005, least: 1 }, 100, 1],
    ['per share, above the least', { kind: 'per-share', money: 0.005, least: 1 }, 300, 1.5],
    ['per trade', { kind: 'per-trade', money: 1.5 }, 500, 1.5],
    ['percent of 500 shares at 100', { kind: 'percent', percent: 0.2 }, 500, 100],
    ['table: the last of the first row', table, 100, 1],
    ['table: the first of the second row', table, 101, 0.505],
    ['table: the last of the second row', table, 1000, 5],
    ['table: the last row', table, 1500, 3],
  ])('%s', (_, commission, quantity, money) => {
    const stage = new Stage({ commission, cash: 1_000_000 })
    stage.place({ side: 'buy', quantity })
    stage.bar([100, 100, 100, 100])
    expect(stage.fills[0]?.commission).toBeCloseTo(money, 10)
    expect(stage.broker.account.cash).toBeCloseTo(1_000_000 - quantity * 100 - money, 6)
  })

  test.each<readonly [string, Commission, readonly number[]]>([
    ['per trade: once', { kind: 'per-trade', money: 2 }, [2, 0, 0]],
    ['per share with a least: of all parts', { kind: 'per-share', money: 0.01, least: 1 }, [1, 0, 0.5]],
    ['per share', { kind: 'per-share', money: 0.01 }, [0.5, 0.5, 0.5]],
    ['percent', { kind: 'percent', percent: 0.1 }, [5, 5, 5]],
    ['table: never money back', { ...table, rows: table.rows }, [0.5, 0.5, 0]],
  ])('of an order in three fills of 50, %s', (_, commission, parts) => {
    const stage = new Stage({ commission, volumeShare: 10, cash: 1_000_000 })
    stage.place({ side: 'buy', quantity: 150 })
    const bar: TestBar = [100, 100, 100, 100, 500]
    stage.bars([bar, bar, bar])
    expect(stage.fills).toHaveLength(3)
    for (const [place, money] of parts.entries())
      expect(stage.fills[place]?.commission).toBeCloseTo(money, 10)
  })
})

describe('slippage and spread', () => {
  const none: Slippage = { kind: 'none' }
  const ticks = (count: number): Slippage & Spread => ({ kind: 'ticks', ticks: count })
  const percent = (part: number): Slippage & Spread => ({ kind: 'percent', percent: part })
  const market: OrderKind = { type: 'market' }
  const bar: TestBar = [100, 101, 99, 100]

  test.each<readonly [string, Slippage, Spread, Side, OrderKind, TestBar, price: number, lost: number]>([
    ['2 ticks, market', ticks(2), none, 'buy', market, bar, 100.02, 0.2],
    ['2 ticks, market sale', ticks(2), none, 'sell', market, bar, 99.98, 0.2],
    ['0.1 percent, market', percent(0.1), none, 'buy', market, bar, 100.1, 1],
    ['half a spread of 4 ticks', none, ticks(4), 'buy', market, bar, 100.02, 0.2],
    ['half a spread of 0.1 percent', none, percent(0.1), 'sell', market, bar, 99.95, 0.5],
    ['both together', ticks(1), ticks(4), 'sell', market, bar, 99.97, 0.3],
    ['never above the high', percent(5), none, 'buy', market, bar, 101, 10],
    ['never below the low', percent(5), none, 'sell', market, bar, 99, 10],
    ['stop', ticks(2), none, 'buy', { type: 'stop', stop: 100.5 }, bar, 100.52, 0.2],
    ['stop at the high', ticks(2), none, 'buy', { type: 'stop', stop: 101 }, bar, 101, 0],
    ['stop behind a gap', ticks(2), none, 'sell', { type: 'stop', stop: 101 }, bar, 99.98, 0.2],
    ['limit', ticks(2), ticks(4), 'buy', { type: 'limit', limit: 99.5 }, bar, 99.5, 0],
    ['limit at a better open', ticks(2), ticks(4), 'buy', { type: 'limit', limit: 100.5 }, bar, 100, 0],
    [
      'stop-limit, within the limit',
      ticks(2),
      none,
      'buy',
      { type: 'stop-limit', stop: 100.5, limit: 100.51 },
      bar,
      100.51,
      0.1,
    ],
    [
      'stop-limit, at an open past the stop',
      ticks(2),
      none,
      'buy',
      { type: 'stop-limit', stop: 99.5, limit: 100.5 },
      bar,
      100.02,
      0.2,
    ],
    [
      'trailing stop',
      ticks(2),
      none,
      'sell',
      { type: 'trailing-stop', trail: { by: 'points', points: 0.5 } },
      bar,
      99.48,
      0.2,
    ],
  ])('%s', (_, slippage, spread, side, kind, prices, price, lost) => {
    const stage = new Stage({ slippage, spread })
    stage.place({ side, quantity: 10, kind })
    stage.bar(prices)
    expect(stage.fills[0]?.price).toBeCloseTo(price, 10)
    expect(stage.fills[0]?.slippage).toBeCloseTo(lost, 10)
  })

  test('a stop-limit that waits behind its limit pays neither', () => {
    const stage = new Stage({ slippage: ticks(2), spread: ticks(4) })
    stage.place({ side: 'buy', quantity: 10, kind: { type: 'stop-limit', stop: 101, limit: 102 } })
    stage.bars([
      [105, 106, 104, 104],
      [104, 104, 101, 101],
    ])
    expect(stage.trades).toEqual([[2, 10, 102]])
  })

  test('the rest of a stop that was filled in part goes on paying', () => {
    const stage = new Stage({ slippage: ticks(2), volumeShare: 10 })
    stage.place({ side: 'buy', quantity: 10, kind: { type: 'stop', stop: 100.5 } })
    stage.bars([
      [100, 101, 99, 101, 50],
      [102, 103, 101, 103, 50],
    ])
    expect(stage.trades).toEqual([
      [1, 5, 100.52],
      [2, 5, 102.02],
    ])
  })
})
