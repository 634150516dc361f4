import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

test('the closest spelling comes first', () => {
  expect(nearest('--smybol', ['--store', '--symbol', '--session'], 1)).toEqual(['--symbol'])
  expect(nearest('spx', ['SPY', 'IBM', 'AIG'], 3)).toEqual(['SPY'])
})

test('a word that resembles none has no nearest', () => {
  expect(nearest('--quality', ['--json', '--at'], 1)).toEqual([])
})

test('equally close ones come in order of their names', () => {
  expect(nearest('B', ['BC', 'BA', 'BB'], 2)).toEqual(['BA', 'BB'])
})
