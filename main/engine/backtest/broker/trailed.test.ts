import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OrderId, OrderKind, Side, Trail } from '#shared/strategy/order.ts'
import { trailedStop } from './take-order.ts'
import { abc, Stage, type TestBar } from './testing/stage.ts'

const points: OrderKind = { type: 'trailing-stop', trail: { by: 'points', points: 2 } }

/** Stop and best price of an order as they were told last; undefined where it was told of none. */
function standsAt(
  stage: Stage,
  order: OrderId,
): readonly [stop: number | undefined, best: number] | undefined {
  const last = stage.events.findLast((event) => event.type === 'trailed' && event.order === order)
  return last?.type === 'trailed' ? [last.stop, last.best] : undefined
}

function countTold(stage: Stage): number {
  return stage.events.filter(({ type }) => type === 'trailed').length
}

describe('where a trailing stop stands is told', () => {
  test('when it begins to wait, and by bars that move it only', () => {
    const stage = new Stage()
    const order = stage.place({ side: 'sell', quantity: 5, kind: points })
    expect(stage.events.map(({ type }) => type)).toEqual(['placed', 'trailed'])
    expect(standsAt(stage, order)).toEqual([98, 100])
    stage.bar([100, 105, 99, 104])
    expect(stage.events.at(-1)).toEqual({ type: 'trailed', order, at: stage.now, stop: 103, best: 105 })
    stage.bar([104, 104.9, 103.5, 104])
    expect(countTold(stage)).toBe(2)
  })

  test('of a stop to buy: above the lowest price', () => {
    const stage = new Stage()
    const order = stage.place({ side: 'buy', quantity: 5, kind: points })
    expect(standsAt(stage, order)).toEqual([102, 100])
    stage.bar([100, 101, 96, 97])
    expect(standsAt(stage, order)).toEqual([98, 96])
  })

  test('of a limit order nothing is told, nor of one that is filled at once behind a gap', () => {
    const stage = new Stage()
    stage.place({ side: 'buy', quantity: 5, kind: { type: 'limit', limit: 50 } })
    stage.place({ side: 'sell', quantity: 5, kind: points })
    const told = countTold(stage)
    stage.bar([90, 110, 89, 109])
    expect(stage.trades).toEqual([[1, -5, 90]])
    expect(countTold(stage)).toBe(told)
  })

  test('that it was reached, by a bar that has too few shares or none', () => {
    const stage = new Stage({ volumeShare: 10 })
    const order = stage.place({ side: 'sell', quantity: 50, kind: points })
    stage.bar([100, 100, 97, 97, 0])
    expect(stage.events.at(-1)).toEqual({ type: 'trailed', order, at: stage.now, best: 100 })
    stage.bar([97, 120, 97, 119, 100])
    expect(stage.fills.map(({ quantity, left }) => [quantity, left])).toEqual([[10, 40]])
    expect(standsAt(stage, order)).toEqual([undefined, 100])
  })

  test('after a split', () => {
    const stage = new Stage()
    const order = stage.place({ side: 'sell', quantity: 5, kind: points })
    stage.broker.split(0, 2)
    expect(stage.events.slice(-2).map(({ type }) => type)).toEqual(['changed', 'trailed'])
    expect(standsAt(stage, order)).toEqual([49, 50])
  })

  test('after a change of its distance, which leaves it the best price since it was placed', () => {
    const stage = new Stage()
    const order = stage.place({ side: 'sell', quantity: 5, kind: points })
    stage.bar([100, 105, 104, 104])
    const wider: OrderKind = { type: 'trailing-stop', trail: { by: 'points', points: 4 } }
    expect(stage.broker.replace(order, wider, stage.now)).toBeUndefined()
    expect(standsAt(stage, order)).toEqual([101, 105])
    stage.bar([104, 104.5, 102, 103])
    expect(standsAt(stage, order)).toEqual([101, 105])
    stage.bar([103, 103, 100, 100])
    expect(stage.trades).toEqual([[3, -5, 101]])
  })

  test('as a change makes a stop that trails the last price of an order that did not', () => {
    const stage = new Stage()
    const order = stage.place({ side: 'sell', quantity: 5, kind: { type: 'limit', limit: 120 } })
    stage.bar([100, 105, 99, 103])
    stage.broker.replace(order, points, stage.now)
    expect(standsAt(stage, order)).toEqual([101, 103])
    stage.broker.replace(order, { type: 'limit', limit: 120 }, stage.now)
    stage.broker.replace(order, points, stage.now)
    expect(standsAt(stage, order)).toEqual([101, 103])
    expect(stage.events.slice(-3).map(({ type }) => type)).toEqual(['changed', 'changed', 'trailed'])
  })
})

/** Prices in cents, and bars of which many begin behind a gap. */
const cents = fc.integer({ min: 9000, max: 11_000 })
const bar = fc
  .tuple(cents, cents, cents, cents, fc.boolean())
  .map(([open, a, b, close, isMadeUp]): TestBar => {
    const prices = [open, Math.max(open, a, b, close), Math.min(open, a, b, close), close].map(
      (one) => one / 100,
    )
    const [o = 0, high = 0, low = 0, c = 0] = prices
    return isMadeUp ? [o, high, low, c, 1000, 'synthetic'] : [o, high, low, c]
  })

/**
 * The same from all bars at once, in cents: before each bar the stop stands behind the best price of the ones before,
 * until the first bar that reaches it. Undefined once it has.
 */
function stopAfter(bars: readonly TestBar[], side: Side, behind: number): number | undefined {
  const isBuy = side === 'buy'
  const real = bars.filter(([, , , , , origin]) => origin !== 'synthetic')
  const stopBefore = (count: number): number => {
    const seen = real.slice(0, count).map(([, high, low]) => Math.round((isBuy ? low : high) * 100))
    return isBuy ? Math.min(10_000, ...seen) + behind : Math.max(10_000, ...seen) - behind
  }
  const reached = real.some(([, high, low], index) =>
    isBuy ? Math.round(high * 100) >= stopBefore(index) : Math.round(low * 100) <= stopBefore(index),
  )
  return reached ? undefined : stopBefore(real.length) / 100
}

test('after every bar it is told to stand where all bars so far put it', () => {
  fc.assert(
    fc.property(
      fc.array(bar, { maxLength: 12 }),
      fc.constantFrom<Side>('buy', 'sell'),
      fc.integer({ min: 1, max: 1500 }),
      (bars, side, behind) => {
        const stage = new Stage({}, [abc])
        const kind: OrderKind = { type: 'trailing-stop', trail: { by: 'points', points: behind / 100 } }
        const order = stage.place({ side, quantity: 1, kind, tif: 'gtc' })
        for (let count = 0; ; count += 1) {
          const waits = stage.fills.length === 0
          const stop = waits ? standsAt(stage, order)?.[0] : undefined
          expect(stop).toBe(stopAfter(bars.slice(0, count), side, behind))
          const next = bars[count]
          if (!next) break
          stage.bar(next)
        }
      },
    ),
    { numRuns: 1000 },
  )
})

test('a distance in percent that was told from a price puts the stop at just that price', () => {
  const ticks = fc.integer({ min: 100, max: 10_000_000 })
  fc.assert(
    fc.property(ticks, ticks, fc.constantFrom(2, 4), (one, other, decimals) => {
      fc.pre(one !== other)
      const [best, stop] = [Math.max(one, other), Math.min(one, other)].map((count) =>
        Number((count / 10 ** decimals).toFixed(decimals)),
      )
      if (best === undefined || stop === undefined) throw new Error('There are two prices')
      const trail: Trail = { by: 'percent', percent: ((best - stop) / best) * 100 }
      expect(trailedStop(trail, best, -1, 10 ** -decimals)).toBe(stop)
    }),
    { numRuns: 2000 },
  )
})
