import { expect, test } from 'vitest'
import type { OrderId } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { type FillColumn, orderedFills } from './fill-order.ts'
import type { FillRow } from './trade-log.ts'

function row(number: number, more: Partial<FillRow>): FillRow {
  const at = number as EpochMs
  return {
    ...{ order: number as OrderId, symbol: 'A', side: 'buy', quantity: 1, price: 1, time: at, at, bar: 0 },
    ...{ commission: 0, slippage: 0, left: 0, profit: undefined, marks: 0, ...more },
  }
}

const fills = [
  row(0, { symbol: 'B', price: 3, profit: 5, marks: 2 }),
  row(1, { side: 'sell', quantity: 9, price: 3 }),
  row(2, { symbol: 'C', price: 1, profit: -5, marks: 1 }),
]

test.each<[FillColumn, number[]]>([
  ['time', [0, 1, 2]],
  ['symbol', [1, 0, 2]],
  ['side', [0, 2, 1]],
  ['quantity', [0, 2, 1]],
  ['price', [2, 0, 1]],
  ['profit', [1, 2, 0]],
  ['data', [1, 2, 0]],
])('by %s', (by, rising) => {
  expect([...orderedFills(fills, { by, descending: false }, (marks) => marks)]).toEqual(rising)
  const [first] = orderedFills(fills, { by, descending: true }, (marks) => marks)
  const top = by === 'price' ? 0 : rising.at(-1)
  expect(first).toBe(top)
})
