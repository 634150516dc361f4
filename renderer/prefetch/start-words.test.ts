import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMissed, shortTime, startTimes, waitedWords } from './start-words.ts'

test.each([
  [0, '0.0 ms'],
  [0.44, '0.4 ms'],
  [9.94, '9.9 ms'],
  [9.96, '10 ms'],
  [31.4, '31 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [12_340, '12.3 s'],
])('%d ms read %s', (ms, words) => {
  expect(shortTime(ms)).toBe(words)
})

test('what was waited for is told part by part', () => {
  expect(waitedWords({ waited: { bars: 12.3, session: 3, clock: 0.4 } })).toBe(
    'bars 12 ms · session 3.0 ms · clock 0.4 ms',
  )
})

test('a session that nothing was to be prepared for was not missed', () => {
  const miss = (code: 'off' | 'none' | 'store-changed') => ({ miss: { code, reason: 'So.' } })
  expect(isMissed({})).toBe(false)
  expect(isMissed(miss('off'))).toBe(false)
  expect(isMissed(miss('none'))).toBe(false)
  expect(isMissed(miss('store-changed'))).toBe(true)
})

test('the time in the middle: half of the starts took no longer, half no less', () => {
  const times = fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { maxLength: 30 })
  fc.assert(
    fc.property(times, times, (ready, read) => {
      const starts = [
        ...ready.map((ms) => ({ from: 'prefetched', ms }) as const),
        ...read.map((ms) => ({ from: 'store', ms }) as const),
        { from: 'kept', ms: 5 } as const,
      ]
      const found = startTimes(starts)
      for (const [of, told] of [
        [ready, found.prefetched],
        [read, found.store],
      ] as const) {
        expect(told?.count ?? 0).toBe(of.length)
        if (!told) continue
        expect(of.filter((ms) => ms <= told.median).length * 2).toBeGreaterThanOrEqual(of.length)
        expect(of.filter((ms) => ms >= told.median).length * 2).toBeGreaterThanOrEqual(of.length)
      }
    }),
    { seed: 4 },
  )
})

test('the middle of an even number lies between the two', () => {
  const starts = [4, 1, 2, 100].map((ms) => ({ from: 'store', ms }) as const)
  expect(startTimes(starts)).toEqual({ prefetched: undefined, store: { median: 3, count: 4 } })
})
