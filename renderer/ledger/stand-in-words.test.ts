import { expect, test } from 'vitest'
import { standInObstacle, standInWords } from './stand-in-words.ts'

test.each([
  [{ gapClass: 'feed-gap', readOnly: undefined, view: 'as-repaired' }, undefined],
  [{ gapClass: 'feed-gap', readOnly: 'for reading only', view: 'as-repaired' }, /reading only/],
  [{ gapClass: 'feed-gap', readOnly: undefined, view: 'as-traded' }, /as repaired/],
  [{ gapClass: 'not-listed', readOnly: undefined, view: 'as-repaired' }, /not listed/],
] as const)('%o', (state, reason) => {
  const told = standInObstacle(state)
  if (reason) expect(told).toMatch(reason)
  else expect(told).toBeUndefined()
})

test('tells how many minutes have synthetic bars, and why others have none', () => {
  expect(standInWords({ minutes: 12, withoutClose: 0 }, false)).toBe('Synthetic bars stand in 12 min now.')
  expect(standInWords({ minutes: 12, withoutClose: 0 }, true)).toBe('Synthetic bars of 12 min taken back.')
  expect(standInWords({ minutes: 0, withoutClose: 3 }, false)).toMatch(/^No synthetic bar was put\. 3 min/)
})
