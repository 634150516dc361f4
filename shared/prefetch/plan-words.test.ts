import { expect, test } from 'vitest'
import { symbolWords, whenWords } from './plan-words.ts'

test('when a plan runs and what for, in words', () => {
  expect(whenWords({ kind: 'before-open', minutes: 60 })).toBe('60 minutes before each open')
  expect(whenWords({ kind: 'before-open', minutes: 1 })).toBe('1 minute before each open')
  expect(whenWords({ kind: 'at', time: '18:00' })).toBe('at 18:00 on session days')
  expect(whenWords({ kind: 'cron', line: '0 6 * * 1-5' })).toBe('by cron 0 6 * * 1-5')
  expect(symbolWords({ kind: 'list', symbols: ['SPY', 'AIG'] })).toBe('SPY, AIG')
  expect(symbolWords({ kind: 'list', symbols: ['A', 'B', 'C', 'D'] })).toBe('4 symbols')
  expect(symbolWords({ kind: 'watchlist', name: 'Banks' })).toBe('watchlist Banks')
  expect(symbolWords({ kind: 'used', most: 20 })).toBe('the 20 symbols used most')
})
