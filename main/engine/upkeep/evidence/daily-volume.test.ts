import { expect, test } from 'vitest'
import type { SessionBatch, StoreWriter } from '../../store/store.ts'
import { dayBatch, minuteBatch } from '../../store/testing/batches.ts'
import { file } from '../../store/testing/temporary-store.ts'
import { classifyAgain } from '../classify/classify-gaps.ts'
import {
  barsBut,
  clockAt,
  fullGapsIn,
  monday,
  qualityIn,
  storeWith,
  yearLater,
} from '../testing/made-store.ts'

/** The bar of Monday, with a volume. */
function day(volume: number): SessionBatch {
  const batch = dayBatch(monday, 10)
  if (batch.kind === 'trade') batch.columns.volume[0] = volume
  return batch
}

/** Minute 100 is missing between two thin ones, so that nothing else tells; the minutes have 387 times 1000 and 200. */
function storeOf(...more: readonly SessionBatch[]): StoreWriter {
  const thin = minuteBatch([99, 101].map((minute) => [minute, 10, 11, 9, 10, 100]))
  return storeWith(barsBut([99, 100, 101]), thin, ...more)
}

const minutes = 387_200

function verdictIn(store: StoreWriter, clock = yearLater): unknown {
  const [gap] = fullGapsIn(store, 'SPY', monday, clock)
  if (!gap) throw new Error('no gap')
  // What is shown as evidence comes to the same class.
  expect(classifyAgain(gap)).toEqual(gap)
  return [gap.class, gap.certainty, gap.settled, gap.reason.includes('daily volume')]
}

test.each([
  ['nothing is left of it', minutes, ['no-trade', 'probable', false, true]],
  ['next to nothing is left of it', minutes + 100, ['no-trade', 'probable', false, true]],
  ['a usual minute is left of it', minutes + 1000, ['unknown', 'none', false, true]],
  ['far more is left of it', minutes + 60_000, ['feed-gap', 'probable', false, true]],
  ['it is less than the minutes have', minutes - 50_000, ['unknown', 'none', false, true]],
])('R12: the daily volume, where %s', (_, volume, told) => {
  const store = storeOf()
  expect(verdictIn(store)).toEqual(['unknown', 'none', false, false])
  const quality = qualityIn(store, 'SPY', monday)
  store.importFile(file({ name: 'days.csv' }), [day(volume)])
  expect(verdictIn(store)).toEqual(told)
  expect(qualityIn(store, 'SPY', monday)).toEqual(quality)
})

test('is not known before the close', () => {
  const store = storeOf(day(minutes))
  expect(verdictIn(store, clockAt(monday, 389))).toEqual(['unknown', 'none', false, false])
  expect(verdictIn(store, clockAt(monday, 390))).toEqual(['no-trade', 'probable', false, true])
})

test('of another feed tells nothing of this one', () => {
  const store = storeOf()
  store.importFile(file({ feed: 'two' }), [day(minutes)])
  expect(verdictIn(store)).toEqual(['unknown', 'none', false, false])
})
