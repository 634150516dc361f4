import { expect, test } from 'vitest'
import type { OrderEvent, OrderId } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { ToldTrails } from './told-trails.ts'

function moved(order: number, stop: number) {
  return { type: 'trailed', order: order as OrderId, at: 0 as EpochMs, stop, best: 100 } as const
}

test('moves are told while there is room, then once of each order that its stop is not told any more', () => {
  const told = new ToldTrails(2)
  const said = [moved(1, 98), moved(1, 99), moved(1, 99.5), moved(2, 97), moved(1, 99.7), moved(2, 98)]
    .map((event) => told.take(event))
    .filter((event): event is Extract<OrderEvent, { type: 'trailed' }> => event !== undefined)
  expect(said.map(({ order, stop }) => [order, stop])).toEqual([
    [1, 98],
    [1, 99],
    [1, undefined],
    [2, undefined],
  ])
})
