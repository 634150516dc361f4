import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseWalk, windowsOf } from './windows.ts'

test('all sessions choose, or the last percent is held back', () => {
  expect(windowsOf({ kind: 'whole' }, 5)).toEqual([{ inSample: { from: 0, to: 5 }, outOfSample: undefined }])
  expect(windowsOf({ kind: 'held-back', percent: 30 }, 10)).toEqual([
    { inSample: { from: 0, to: 7 }, outOfSample: { from: 7, to: 10 } },
  ])
})

test('a walk goes on by what it tries, and its last window may be shorter', () => {
  expect(windowsOf({ kind: 'walk-forward', inSample: 4, outOfSample: 2 }, 9)).toEqual([
    { inSample: { from: 0, to: 4 }, outOfSample: { from: 4, to: 6 } },
    { inSample: { from: 2, to: 6 }, outOfSample: { from: 6, to: 8 } },
    { inSample: { from: 4, to: 8 }, outOfSample: { from: 8, to: 9 } },
  ])
})

test('a walk tries every session after its first window once, and chooses by none of those it tries', () => {
  const lengths = fc.integer({ min: 1, max: 30 })
  fc.assert(
    fc.property(lengths, lengths, lengths, (inSample, outOfSample, more) => {
      const sessions = inSample + more
      const windows = windowsOf({ kind: 'walk-forward', inSample, outOfSample }, sessions)
      const tried = windows.flatMap(({ outOfSample: range }) =>
        range ? Array.from({ length: range.to - range.from }, (_, index) => range.from + index) : [],
      )
      expect(tried).toEqual(Array.from({ length: more }, (_, index) => inSample + index))
      for (const { inSample: chosen, outOfSample: range } of windows) {
        expect(chosen.to - chosen.from).toBe(inSample)
        expect(range?.from).toBe(chosen.to)
      }
    }),
  )
})

test('too few sessions are told', () => {
  expect(() => windowsOf({ kind: 'walk-forward', inSample: 60, outOfSample: 20 }, 60)).toThrow(
    'A walk of 60/20 sessions needs 61 at least; there are 60.',
  )
  expect(() => windowsOf({ kind: 'held-back', percent: 10 }, 3)).toThrow('10 % of 3 sessions are 0')
  expect(() => windowsOf({ kind: 'held-back', percent: 99 }, 3)).toThrow('99 % of 3 sessions are 3')
})

test.each([
  ['60/20', { kind: 'walk-forward', inSample: 60, outOfSample: 20 }],
  ['0/20', undefined],
  ['60/0', undefined],
  ['60', undefined],
])('a walk is read from %s', (text, walk) => {
  expect(parseWalk(text)).toEqual(walk)
})
