import { expect, test } from 'vitest'
import { bestOf } from './best.ts'

test('the best is the greatest or the least, as the statistic is', () => {
  expect([...bestOf('returnPct', [1, 3, 2])]).toEqual([1])
  expect([...bestOf('maxDrawdownPct', [1, 3, 1])]).toEqual([0, 2])
})

test('nothing is best where all are the same, one alone has a number, or neither way is better', () => {
  expect(bestOf('returnPct', [2, 2]).size).toBe(0)
  expect(bestOf('sharpe', [2, { why: 'no trade was closed' }]).size).toBe(0)
  expect(bestOf('exposurePct', [10, 90]).size).toBe(0)
})

test('one without a number is passed over', () => {
  expect([...bestOf('sharpe', [{ why: 'x' }, 1, 2])]).toEqual([2])
})
