import fc from 'fast-check'
import type { BrokerSettings, Instrument } from '#shared/backtest/broker-settings.ts'
import { synthetic } from '#shared/bars/state.ts'
import type { Bracket, OrderKind, OrderRequest } from '#shared/strategy/order.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { Row } from '../../../store/testing/columns.ts'

/** One minute of a made-up run: the bars of the symbols that have one, then what the strategy asks for. */
export interface Minute {
  readonly bars: readonly (Row | undefined)[]
  readonly requests: readonly OrderRequest[]
  /** Cancels the so manyth order that waits. */
  readonly cancel: number | undefined
  readonly endsSession: boolean
}

export const instruments: readonly Instrument[] = [
  { symbol: 'ABC', tick: 0.01, lot: 1, synthetic: false },
  { symbol: 'XYZ', tick: 0.25, lot: 0.1, synthetic: false },
]

/** Prices in quarters about 100, so that orders and bars meet often. */
const price = fc.integer({ min: 380, max: 420 }).map((quarters) => quarters / 4)

const bar = fc
  .record({
    prices: fc.tuple(price, price, price, price),
    volume: fc.constantFrom(0, 7, 40, 1000),
    state: fc.constantFrom(0, 0, 0, 0, synthetic),
  })
  .map(({ prices, volume, state }) => {
    const [open, close, ...others] = prices
    const all = [open, close, ...others]
    return { open, high: Math.max(...all), low: Math.min(...all), close, volume, state }
  })

const kind: fc.Arbitrary<OrderKind> = fc.oneof(
  fc.constant({ type: 'market' } as const),
  price.map((limit) => ({ type: 'limit', limit }) as const),
  price.map((stop) => ({ type: 'stop', stop }) as const),
  fc.tuple(price, price).map(([stop, limit]) => ({ type: 'stop-limit', stop, limit }) as const),
  fc
    .integer({ min: 1, max: 12 })
    .map((quarters) => ({ type: 'trailing-stop', trail: { by: 'points', points: quarters / 4 } }) as const),
  fc
    .integer({ min: 1, max: 4 })
    .map((percent) => ({ type: 'trailing-stop', trail: { by: 'percent', percent } }) as const),
)

const request = fc
  .record({
    symbol: fc.constantFrom('ABC', 'XYZ'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    quantity: fc.integer({ min: 1, max: 300 }).map((tenths) => tenths / 10),
    kind,
    tif: fc.constantFrom('day' as const, 'gtc' as const),
    exits: fc.option(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), fc.nat(2))),
    oco: fc.option(fc.constantFrom('left', 'right')),
  })
  .map(({ exits, oco, ...order }): OrderRequest => {
    const bracket = exits === null ? undefined : bracketOf(order.side, order.kind, exits)
    return { ...order, ...(bracket !== undefined && { bracket }), ...(oco !== null && { oco }) }
  })

function bracketOf(
  side: OrderRequest['side'],
  entry: OrderKind,
  [up, down, which]: readonly [number, number, number],
): Bracket {
  const middle = 'limit' in entry ? entry.limit : 'stop' in entry ? entry.stop : 100
  const above = middle + up / 4
  const below = middle - down / 4
  const [takeProfit, stopLoss] = side === 'buy' ? [above, below] : [below, above]
  if (which === 0) return { takeProfit }
  return which === 1 ? { stopLoss } : { takeProfit, stopLoss }
}

/** Runs of up to 40 minutes of two symbols. OCO names are of the minute in which the orders are placed. */
export const courses: fc.Arbitrary<readonly Minute[]> = fc
  .array(
    fc.record({
      bars: fc.tuple(fc.option(bar, { freq: 6 }), fc.option(bar, { freq: 3 })),
      requests: fc.array(request, { maxLength: 3 }),
      cancel: fc.option(fc.nat(5), { nil: undefined, freq: 1 }),
      endsSession: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 3, maxLength: 40 },
  )
  .map((minutes) =>
    minutes.map(({ bars, requests, cancel, endsSession }, minute) => ({
      bars: bars.map((one): Row | undefined =>
        one === null
          ? undefined
          : [minute * minuteMs, one.open, one.high, one.low, one.close, one.volume, one.state],
      ),
      requests: requests.map((one) =>
        one.oco === undefined ? one : { ...one, oco: `${one.oco} ${minute}` },
      ),
      cancel,
      endsSession,
    })),
  )

export const brokers: fc.Arbitrary<BrokerSettings> = fc.record({
  cash: fc.constantFrom(1500, 5000, 100_000),
  commission: fc.constantFrom(
    { kind: 'none' as const },
    { kind: 'per-share' as const, money: 0.05, least: 1 },
    { kind: 'per-trade' as const, money: 1 },
    { kind: 'percent' as const, percent: 0.2 },
    {
      kind: 'table' as const,
      rows: [
        { upTo: 10, perShare: 0.5 },
        { upTo: undefined, perShare: 0.01 },
      ],
    },
  ),
  slippage: fc.constantFrom(
    { kind: 'none' as const },
    { kind: 'ticks' as const, ticks: 2 },
    { kind: 'percent' as const, percent: 0.5 },
  ),
  spread: fc.constantFrom({ kind: 'none' as const }, { kind: 'ticks' as const, ticks: 3 }),
  volumeShare: fc.constantFrom(undefined, 10, 100),
  margin: fc.constantFrom({ initial: 1, maintenance: 1 }, { initial: 0.5, maintenance: 0.25 }),
  allowShort: fc.boolean(),
})
