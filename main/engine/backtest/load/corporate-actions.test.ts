import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { FactorRow } from '../../adjustment/factors.ts'
import { corporateActions } from './corporate-actions.ts'
import { priceTick } from './price-tick.ts'

const dates = ['2024-07-08', '2024-07-09', '2024-07-10', '2024-07-11'] as SessionDate[]

function row(until: string, price: number, split: number, referencePrice = 0): FactorRow {
  return { until: until as SessionDate, price, split, referencePrice }
}

test.each<[string, FactorRow[], unknown]>([
  ['nothing without factors', [], []],
  [
    'two shares for one from the session after the row on',
    [row('2024-07-08', 1, 0.5)],
    [{ type: 'split', session: 1, ratio: 2 }],
  ],
  // A dividend of 1 on a close of 50 takes 2 % off what was before: a factor of 0.98.
  [
    'a dividend as the part of the close before it that the factor takes off',
    [row('2024-07-09', 0.98, 1, 50)],
    [{ type: 'dividend', session: 2, perShare: 1 }],
  ],
  ['no dividend where the close before it is not known', [row('2024-07-09', 0.98, 1, 0)], []],
  [
    'each of several by itself: factors reach back over all that came later',
    [row('2024-07-08', 0.98, 0.25, 50), row('2024-07-10', 1, 0.5)],
    [
      { type: 'dividend', session: 1, perShare: 1 },
      { type: 'split', session: 1, ratio: 2 },
      { type: 'split', session: 3, ratio: 2 },
    ],
  ],
  [
    'nothing that lies before the first session or after the last',
    [row('2024-07-05', 1, 0.5), row('2024-07-11', 1, 0.5)],
    [],
  ],
])('factors tell of %s', (_, rows, actions) => {
  const told = corporateActions(rows, dates).map((action) =>
    action.type === 'dividend' ? { ...action, perShare: Number(action.perShare.toFixed(9)) } : action,
  )
  expect(told).toEqual(actions)
})

test.each([
  [[], 0.01],
  [[10, 10.5], 0.01],
  [[10, 10.125], 0.001],
  [[0.00012345], 1e-8],
])('prices %j step by %d', (prices, tick) => {
  expect(priceTick(Float64Array.from(prices))).toBe(tick)
})
