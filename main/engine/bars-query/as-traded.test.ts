import { expect, test } from 'vitest'
import { allocateColumns } from '#shared/bars/columns.ts'
import { corrected, filled, recorded } from '#shared/bars/state.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { BarVersion } from '../store/store.ts'
import { asKnownAt } from './as-traded.ts'

/** Three minutes as they are now: the second was corrected twice, the third came late from elsewhere. */
const repaired = allocateColumns(3)
repaired.start.set([60_000, 120_000, 180_000])
repaired.close.set([1, 22, 3])
repaired.state.set([recorded, corrected, filled])

function version(start: number, number: number, knownAt: number, close: number, state: number): BarVersion {
  const value = { open: 0, high: 0, low: 0, volume: 0, feed: 'demo' }
  return { ...value, start: start as EpochMs, version: number, knownAt: knownAt as EpochMs, close, state }
}

const history = [
  version(120_000, 1, 180_000, 2, recorded),
  version(120_000, 2, 300_000, 21, corrected),
  version(120_000, 3, 400_000, 22, corrected),
  version(180_000, 1, 500_000, 3, filled),
]

test.each([
  [100_000, [1], [recorded]],
  [180_000, [1, 2], [recorded, recorded]],
  [299_999, [1, 2], [recorded, recorded]],
  [300_000, [1, 21], [recorded, corrected]],
  [499_999, [1, 22], [recorded, corrected]],
  [500_000, [1, 22, 3], [recorded, corrected, filled]],
])('at %d the bars are those known by then', (time, closes, states) => {
  const known = asKnownAt(repaired, history, time as EpochMs)
  expect([...known.close]).toEqual(closes)
  expect([...known.state]).toEqual(states)
  expect([...known.start]).toEqual([60_000, 120_000, 180_000].slice(0, closes.length))
})

test('bars without a history are what they are', () => {
  expect(asKnownAt(repaired, [], 0 as EpochMs)).toBe(repaired)
})
