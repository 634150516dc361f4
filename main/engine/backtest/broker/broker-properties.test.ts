import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BrokerSettings } from '#shared/backtest/broker-settings.ts'
import { synthetic } from '#shared/bars/state.ts'
import type { Fill, OrderEvent, OrderId, OrderRequest } from '#shared/strategy/order.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { columnsOf, type Row } from '../../store/testing/columns.ts'
import { Broker } from './broker.ts'
import { brokers, courses, instruments, type Minute } from './testing/courses.ts'

interface Watched {
  readonly broker: Broker
  readonly events: OrderEvent[]
  readonly minute: number
}

/** Plays a run as a backtest does, and tells of the state after every minute. */
function play(
  settings: BrokerSettings,
  minutes: readonly Minute[],
  watch: (state: Watched) => void = () => {},
): OrderEvent[] {
  const events: OrderEvent[] = []
  const broker = new Broker(settings, instruments, (event) => events.push(event))
  for (const [minute, { bars, requests, cancel, endsSession }] of minutes.entries()) {
    const end = ((minute + 1) * minuteMs) as EpochMs
    for (const [symbol, bar] of bars.entries()) {
      if (bar === undefined) continue
      if (broker.hasOrders(symbol)) broker.bar(symbol, columnsOf([bar]), 0, end)
      else broker.mark(symbol, bar[4])
    }
    for (const request of requests) broker.place(request, end)
    const open = cancel === undefined ? undefined : broker.openOrders()[cancel]
    if (open !== undefined) broker.cancel(open.id, end)
    watch({ broker, events, minute })
    if (endsSession) broker.sessionEnd(end)
  }
  return events
}

function fillsOf(events: readonly OrderEvent[]): readonly Fill[] {
  return events.flatMap((event) => (event.type === 'filled' ? [event.fill] : []))
}

function signed({ side, quantity }: Fill): number {
  return side === 'buy' ? quantity : -quantity
}

const bySettings = fc.record({ settings: brokers, minutes: courses })

test('cash plus positions is the equity, and both are the sum of the fills', () => {
  fc.assert(
    fc.property(bySettings, ({ settings, minutes }) => {
      const last = [Number.NaN, Number.NaN]
      play(settings, minutes, ({ broker: { account }, events, minute }) => {
        let cash = settings.cash
        const held = [0, 0]
        for (const fill of fillsOf(events)) {
          cash -= signed(fill) * fill.price + fill.commission
          const symbol = instruments.findIndex((one) => one.symbol === fill.symbol)
          held[symbol] = (held[symbol] ?? 0) + signed(fill)
        }
        let equity = cash
        let exposure = 0
        for (const [symbol, bar] of (minutes[minute]?.bars ?? []).entries()) {
          last[symbol] = bar?.[4] ?? last[symbol] ?? Number.NaN
          const quantity = held[symbol] ?? 0
          expect(account.quantity(symbol)).toBeCloseTo(quantity, 8)
          if (account.quantity(symbol) === 0) {
            expect(account.averagePrice(symbol)).toBeNaN()
            continue
          }
          equity += quantity * (last[symbol] ?? Number.NaN)
          exposure += Math.abs(quantity) * (last[symbol] ?? Number.NaN)
        }
        expect(account.cash).toBeCloseTo(cash, 6)
        expect(account.equity()).toBeCloseTo(equity, 6)
        expect(account.exposure()).toBeCloseTo(exposure, 6)
      })
    }),
    { numRuns: 300 },
  )
})

interface Life {
  readonly request: OrderRequest
  readonly at: EpochMs
  readonly parent: OrderId | undefined
  left: number
  fills: number
  isDone: boolean
  /** Of a trailing stop times 1 to buy, -1 to sell; undefined before it was told, null once it was reached. */
  stop?: number | null
}

test('no order is filled twice, beyond its quantity, or after it is done; what waits is what is listed', () => {
  fc.assert(
    fc.property(bySettings, ({ settings, minutes }) => {
      const lives = new Map<OrderId, Life>()
      let seen = 0
      play(settings, minutes, ({ broker, events }) => {
        for (const event of events.slice(seen)) follow(lives, event)
        seen = events.length
        const waiting = [...lives].filter(([, life]) => !life.isDone)
        expect(broker.openOrders().map(({ id, left }) => [id, left])).toEqual(
          waiting.map(([id, { left }]) => [id, expect.closeTo(left, 8)]),
        )
        for (const symbol of instruments.keys()) {
          if (broker.openOrders(symbol).length > 0) expect(broker.hasOrders(symbol)).toBe(true)
        }
      })
    }),
    { numRuns: 300 },
  )
})

function follow(lives: Map<OrderId, Life>, event: OrderEvent): void {
  if (event.type === 'rejected') return
  if (event.type === 'placed') {
    const { request, at, parent } = event
    lives.set(event.order, { request, at, parent, left: request.quantity, fills: 0, isDone: false })
    return
  }
  const life = lives.get(event.order)
  if (life === undefined) throw new Error(`order ${event.order} was never placed`)
  expect(life.isDone).toBe(false)
  expect(event.at).toBeGreaterThanOrEqual(life.at)
  if (event.type === 'changed') {
    expect(event.left).toBeLessThan(life.left)
    life.left = event.left
  } else if (event.type === 'filled') {
    const { fill } = event
    expect(fill.quantity).toBeGreaterThan(0)
    expect(fill.side).toBe(life.request.side)
    expect(fill.symbol).toBe(life.request.symbol)
    expect(fill.left).toBeCloseTo(life.left - fill.quantity, 8)
    expect(fill.left).toBeGreaterThanOrEqual(0)
    expect(fill.commission).toBeGreaterThanOrEqual(0)
    life.left = fill.left
    life.fills += 1
    life.isDone = fill.left === 0
  } else if (event.type === 'trailed') {
    const sign = life.request.side === 'buy' ? 1 : -1
    expect(life.request.kind?.type).toBe('trailing-stop')
    // It never goes back, and is gone for good once it was reached.
    expect(life.stop).not.toBeNull()
    if (event.stop !== undefined)
      expect(sign * event.stop).toBeLessThan(life.stop ?? Number.POSITIVE_INFINITY)
    life.stop = event.stop === undefined ? null : sign * event.stop
  } else life.isDone = true
}

test('a fill is inside its bar, after its order was placed, within its limit and its share of the volume', () => {
  fc.assert(
    fc.property(bySettings, ({ settings, minutes }) => {
      const lives = new Map<OrderId, Life>()
      const traded = new Map<Row, number>()
      for (const event of play(settings, minutes)) {
        follow(lives, event)
        if (event.type !== 'filled') continue
        const { fill } = event
        const symbol = instruments.findIndex((one) => one.symbol === fill.symbol)
        const bar = minutes[fill.time / minuteMs]?.bars[symbol]
        if (bar === undefined) throw new Error('filled without a bar')
        const [start, , high, low, , volume, state] = bar
        expect(state).not.toBe(synthetic)
        expect(fill.price).toBeGreaterThanOrEqual(low)
        expect(fill.price).toBeLessThanOrEqual(high)
        const life = lives.get(fill.order)
        if (life === undefined) throw new Error('filled without an order')
        if (life.parent === undefined) expect(start).toBeGreaterThanOrEqual(life.at)
        else expect(start + minuteMs).toBeGreaterThanOrEqual(life.at)
        const { kind } = life.request
        if (kind?.type === 'limit' || kind?.type === 'stop-limit') {
          if (fill.side === 'buy') expect(fill.price).toBeLessThanOrEqual(kind.limit)
          else expect(fill.price).toBeGreaterThanOrEqual(kind.limit)
        }
        // A stop that is reached where there is no volume left is a market order later.
        if (kind?.type === 'stop' && settings.volumeShare === undefined) {
          if (fill.side === 'buy') expect(fill.price).toBeGreaterThanOrEqual(kind.stop)
          else expect(fill.price).toBeLessThanOrEqual(kind.stop)
        }
        traded.set(bar, (traded.get(bar) ?? 0) + fill.quantity)
        const share = settings.volumeShare ?? Number.POSITIVE_INFINITY
        if (share < Number.POSITIVE_INFINITY) {
          expect(traded.get(bar)).toBeLessThanOrEqual((volume * share) / 100 + 1e-9)
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('of the orders of an OCO name one is filled at most, and exits close no more than was opened', () => {
  fc.assert(
    fc.property(bySettings, ({ settings, minutes }) => {
      const requests = new Map<OrderId, OrderRequest>()
      const parents = new Map<OrderId, OrderId>()
      const filledNames = new Map<string, OrderId>()
      const opened = new Map<OrderId, number>()
      for (const event of play(settings, minutes)) {
        if (event.type === 'placed') {
          requests.set(event.order, event.request)
          if (event.parent !== undefined) parents.set(event.order, event.parent)
        }
        if (event.type !== 'filled') continue
        const { fill } = event
        const name = requests.get(fill.order)?.oco
        if (name !== undefined) {
          expect(filledNames.get(name) ?? fill.order).toBe(fill.order)
          filledNames.set(name, fill.order)
        }
        const parent = parents.get(fill.order)
        const entry = parent ?? fill.order
        opened.set(entry, (opened.get(entry) ?? 0) + (parent === undefined ? fill.quantity : -fill.quantity))
        expect(opened.get(entry)).toBeGreaterThan(-1e-9)
      }
    }),
    { numRuns: 300 },
  )
})

test('without short selling nothing is ever short, and without margin nothing is borrowed to buy', () => {
  fc.assert(
    fc.property(bySettings, ({ settings, minutes }) => {
      const careful: BrokerSettings = {
        ...settings,
        allowShort: false,
        margin: { initial: 1, maintenance: 1 },
      }
      play(careful, minutes, ({ broker: { account } }) => {
        for (const symbol of instruments.keys()) expect(account.quantity(symbol)).toBeGreaterThanOrEqual(0)
        expect(account.cash).toBeGreaterThan(-1e-6)
      })
    }),
    { numRuns: 300 },
  )
})

test('the same input gives the same events', () => {
  fc.assert(
    fc.property(bySettings, ({ settings, minutes }) => {
      expect(play(settings, minutes)).toEqual(play(settings, minutes))
    }),
    { numRuns: 50 },
  )
})
