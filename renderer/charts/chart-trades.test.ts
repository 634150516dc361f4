import { expect, test } from 'vitest'
import type { OrderEvent, OrderId, OrderKind, OrderRequest, Side, Trail } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { TradeLog } from '../trading/trade-log.ts'
import { chartTrades, movedTo } from './chart-trades.ts'
import { SeriesCache } from './series-cache.ts'
import { clearOfBars, gatherFills, orderAt } from './trade-paint.ts'

const at = 0 as EpochMs

function placed(order: number, request: Partial<OrderRequest>, parent?: number): OrderEvent {
  const whole = { symbol: 'SPY', side: 'buy', quantity: 5, ...request } as const
  const from = parent === undefined ? {} : { parent: parent as OrderId }
  return { type: 'placed', order: order as OrderId, at, request: whole, ...from }
}

function trailed(order: number, best: number, stop?: number): OrderEvent {
  return { type: 'trailed', order: order as OrderId, at, best, ...(stop !== undefined && { stop }) }
}

function filled(time: number, change: number, symbol = 'SPY'): OrderEvent {
  const order = 1000 as OrderId
  const side = change > 0 ? 'buy' : 'sell'
  const fill = { order, symbol, side, quantity: Math.abs(change), price: 10, time: time as EpochMs } as const
  return { type: 'filled', order, at, fill: { ...fill, bar: 0, commission: 0, slippage: 0, left: 0 } }
}

test('orders that wait at a price have a line that says what they are; those of another symbol have none here', () => {
  const log = new TradeLog()
  for (const event of [
    placed(1, { kind: { type: 'limit', limit: 9 } }),
    placed(2, { side: 'sell', kind: { type: 'stop-limit', stop: 8, limit: 7.5 } }),
    placed(3, { side: 'sell', kind: { type: 'limit', limit: 12 } }, 1),
    placed(4, { side: 'sell', kind: { type: 'stop', stop: 6 } }, 1),
    placed(5, {}),
    placed(6, { kind: { type: 'trailing-stop', trail: { by: 'points', points: 1 } } }),
    trailed(6, 10.5, 11.5),
    placed(8, { side: 'sell', kind: { type: 'trailing-stop', trail: { by: 'percent', percent: 100 / 3 } } }),
    trailed(8, 10.5, 7),
    trailed(8, 12, 8),
    placed(9, { side: 'sell', kind: { type: 'trailing-stop', trail: { by: 'points', points: 1 } } }),
    trailed(9, 10.5, 9.5),
    trailed(9, 10.5),
    placed(7, { symbol: 'IBM', kind: { type: 'limit', limit: 1 } }),
  ])
    log.take(event, 0)
  expect(chartTrades(log, 'SPY', true).orders.map(({ text, price, exit }) => [text, price, exit])).toEqual([
    ['Buy limit 5', 9, undefined],
    ['Sell stop, limit 7.5, 5', 8, undefined],
    ['Target 5', 12, 'profit'],
    ['Stop 5', 6, 'loss'],
    ['Buy stop, trails by 1, 5', 11.5, undefined],
    ['Sell stop, trails by 33.3333\u00a0%, 5', 8, undefined],
  ])
})

test.each<[OrderKind, OrderKind]>([
  [
    { type: 'limit', limit: 9 },
    { type: 'limit', limit: 10.1 },
  ],
  [
    { type: 'stop', stop: 9 },
    { type: 'stop', stop: 10.1 },
  ],
  [
    { type: 'stop-limit', stop: 9, limit: 9.2 },
    { type: 'stop-limit', stop: 10.1, limit: 10.3 },
  ],
  [{ type: 'market' }, { type: 'market' }],
])('%j is moved', (before, after) => {
  const request = { symbol: 'SPY', side: 'buy', quantity: 1 } as const
  expect(movedTo({ kind: before, request, trailed: undefined }, 10.1, 2)).toEqual(after)
})

test.each<[side: Side, trail: Trail, price: number, after: Trail]>([
  ['sell', { by: 'points', points: 1 }, 101.3, { by: 'points', points: 0.7 }],
  ['buy', { by: 'points', points: 1 }, 103.1, { by: 'points', points: 1.1 }],
  ['sell', { by: 'percent', percent: 1 }, 99.96, { by: 'percent', percent: expect.closeTo(2) }],
  ['buy', { by: 'percent', percent: 1 }, 103.02, { by: 'percent', percent: expect.closeTo(1) }],
  ['sell', { by: 'points', points: 1 }, 102.5, { by: 'points', points: -0.5 }],
])(
  'a stop to %s that trails the price of 102 by %j has another distance at %d',
  (side, trail, price, after) => {
    const waiting = {
      kind: { type: 'trailing-stop', trail },
      request: { symbol: 'SPY', side, quantity: 1 },
      trailed: { stop: side === 'buy' ? 103 : 101, best: 102 },
    } as const
    expect(movedTo(waiting, price, 2)).toEqual({ type: 'trailing-stop', trail: after })
  },
)

test('fills of one bar and side are one marker, those out of sight are none', () => {
  const cache = new SeriesCache()
  const start = Float64Array.from([0, 300, 600, 900])
  const rest = { open: start, high: start, low: start, close: start, volume: start, state: new Uint8Array(4) }
  cache.apply(0, { start, ...rest })
  const log = new TradeLog()
  for (const [time, change] of [
    [60, 5],
    [300, 2],
    [360, -7],
    [420, 3],
    [540, -1],
    [960, 4],
  ] as const)
    log.take(filled(time, change), 0)
  const trades = chartTrades(log, 'SPY', true)
  const shown = (from: number, to: number) =>
    gatherFills(trades, cache, from, to).map(({ bar, side, quantity, count }) => [bar, side, quantity, count])
  expect(shown(0, 4)).toEqual([
    [0, 'buy', 5, 1],
    [1, 'buy', 5, 2],
    [1, 'sell', 8, 2],
    [3, 'buy', 4, 1],
  ])
  expect(shown(1, 3)).toEqual([
    [1, 'buy', 5, 2],
    [1, 'sell', 8, 2],
  ])
  expect(shown(2, 2)).toEqual([])
})

/** Bars ten pixels apart, a price a pixel from the top. */
function sightOf(bars: readonly { readonly high: number; readonly low: number }[]) {
  const cache = new SeriesCache()
  const start = Float64Array.from(bars, (_, bar) => bar * 60)
  const high = Float64Array.from(bars, (bar) => bar.high)
  const low = Float64Array.from(bars, (bar) => bar.low)
  const rest = { open: high, close: low, volume: start, state: new Uint8Array(bars.length) }
  cache.apply(0, { start, high, low, ...rest })
  const places = { xOf: (bar: number) => bar * 10, yOf: (price: number) => 200 - price }
  return { cache, from: 0, to: bars.length, width: 100, ...places }
}

test('a label of fills lies beyond the bars it is as wide as: below them for bought, above them for sold', () => {
  const sight = sightOf([
    { high: 190, low: 20 },
    { high: 120, low: 75 },
    { high: 110, low: 100 },
    { high: 140, low: 80 },
    { high: 199, low: 10 },
  ])
  const label = { bar: 2, left: 5, right: 35 }
  expect(clearOfBars(sight, 'buy', label, 110)).toBe(125 + 9)
  expect(clearOfBars(sight, 'sell', label, 80)).toBe(60 - 9)
})

test('there is no label of fills where the bars leave no place near the marker; what is out of sight takes none', () => {
  const sight = sightOf([
    { high: 110, low: 100 },
    { high: 110, low: 10 },
  ])
  const label = { bar: 0, left: -20, right: 20 }
  expect(clearOfBars(sight, 'buy', label, 110)).toBeUndefined()
  expect(clearOfBars(sight, 'buy', { bar: 0, left: -9, right: 9 }, 110)).toBe(110)
  expect(clearOfBars({ ...sight, to: 1 }, 'buy', label, 90)).toBe(109)
})

test('a label is hit where it lies, the last one over the others, and its end cancels', () => {
  const line = (order: number) => ({ order: order as OrderId, side: 'buy', price: 1, since: at }) as const
  const boxes = [1, 2].map((order) => ({
    line: { ...line(order), exit: undefined, text: '' },
    ...{ x: 100, y: order * 10, width: 80 },
  }))
  expect(orderAt(boxes, 110, 15)).toMatchObject({ line: { order: 1 }, part: 'label' })
  expect(orderAt(boxes, 110, 25)).toMatchObject({ line: { order: 2 }, part: 'label' })
  expect(orderAt(boxes, 175, 25)).toMatchObject({ part: 'cancel' })
  expect(orderAt(boxes, 99, 25)).toBeUndefined()
})
