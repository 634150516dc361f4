import { expect, test } from 'vitest'
import { lagWords } from './lag-words.ts'

test('who is late or stalled says for how long, who is partial that something is missing (R24)', () => {
  expect(lagWords('late', 5, true)).toEqual({ short: 'late 5m', long: 'No bar for 5 expected minutes' })
  expect(lagWords('stalled', 1, true)).toEqual({ short: 'stalled 1m', long: 'No bar for 1 expected minute' })
  expect(lagWords('stalled', 119, true)?.short).toBe('stalled 1h')
  expect(lagWords('stalled', 119, false)).toEqual({
    short: 'no bars',
    long: 'No bar in the 119 expected minutes so far',
  })
  expect(lagWords('partial', 0, true)?.short).toBe('partial')
  for (const state of ['inactive', 'waiting', 'current', undefined] as const)
    expect(lagWords(state, 3, true)).toBeUndefined()
})
