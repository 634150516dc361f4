import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OrderKind, Side } from '#shared/strategy/order.ts'
import { Stage } from './testing/stage.ts'

type Prices = readonly [open: number, high: number, low: number, close: number]
type Path = readonly number[]

interface State {
  readonly stop: number | undefined
  readonly limit: number | undefined
}

/** Every quarter from one price to the next of a bar's course, which begins at its open. */
function walk(turns: readonly number[]): Path {
  const path: number[] = []
  for (const [index, to] of turns.entries()) {
    const from = turns[index - 1]
    if (from === undefined) {
      path.push(to)
      continue
    }
    const step = Math.sign(to - from) * 0.25
    for (let price = from; price !== to; price += step) path.push(price + step)
  }
  return path
}

/** What a broker does who sees every price: the stop makes a market or limit order, which takes the first that fits. */
function follow(
  path: Path,
  sign: number,
  before: State,
): { readonly price: number | undefined; after: State } {
  let { stop } = before
  for (const price of path) {
    if (stop !== undefined && sign * price >= sign * stop) stop = undefined
    if (stop === undefined && (before.limit === undefined || sign * price <= sign * before.limit)) {
      return { price, after: { ...before, stop } }
    }
  }
  return { price: undefined, after: { ...before, stop } }
}

/** Fill of an order, by the two courses a bar may have taken: what both fill, at the price that is worse. */
function expected(
  bars: readonly Prices[],
  side: Side,
  kind: OrderKind,
): readonly [number, number] | undefined {
  const sign = side === 'buy' ? 1 : -1
  let stop = 'stop' in kind ? kind.stop : undefined
  const limit = 'limit' in kind ? kind.limit : undefined
  let best = 100
  for (const [index, [open, high, low, close]] of bars.entries()) {
    if (kind.type === 'trailing-stop' && kind.trail.by === 'points') stop = best + sign * kind.trail.points
    const falling = follow(walk([open, low, high, close]), sign, { stop, limit })
    const rising = follow(walk([open, high, low, close]), sign, { stop, limit })
    if (falling.price !== undefined && rising.price !== undefined) {
      return [index + 1, sign * Math.max(sign * falling.price, sign * rising.price)]
    }
    stop = falling.after.stop
    best = sign > 0 ? Math.min(best, low) : Math.max(best, high)
  }
  return undefined
}

const price = fc.integer({ min: 384, max: 416 }).map((quarters) => quarters / 4)

const prices = fc
  .tuple(price, price, price, price)
  .map((all): Prices => [all[0], Math.max(...all), Math.min(...all), all[1]])

const kind: fc.Arbitrary<OrderKind> = fc.oneof(
  fc.constant({ type: 'market' } as const),
  price.map((limit) => ({ type: 'limit', limit }) as const),
  price.map((stop) => ({ type: 'stop', stop }) as const),
  fc.tuple(price, price).map(([stop, limit]) => ({ type: 'stop-limit', stop, limit }) as const),
  fc
    .integer({ min: 1, max: 12 })
    .map((quarters) => ({ type: 'trailing-stop', trail: { by: 'points', points: quarters / 4 } }) as const),
)

test('an order alone is filled as by one who walks every price of the bar, and takes the worse course', () => {
  fc.assert(
    fc.property(
      fc.array(prices, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('buy' as const, 'sell' as const),
      kind,
      (bars, side, asked) => {
        const stage = new Stage()
        stage.place({ side, quantity: 1, kind: asked, tif: 'gtc' })
        stage.bars(bars)
        const fill = expected(bars, side, asked)
        const quantity = side === 'buy' ? 1 : -1
        expect(stage.trades).toEqual(fill === undefined ? [] : [[fill[0], quantity, fill[1]]])
      },
    ),
    { numRuns: 2000 },
  )
})
