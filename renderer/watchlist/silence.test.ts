import { expect, test } from 'vitest'
import { silenceOf } from './silence.ts'

test('a symbol is late after the timeout and stalled after two (R24)', () => {
  const names = [0, 4, 5, 9, 10, 300].map((minutes) => silenceOf(minutes, 300))
  expect(names).toEqual([undefined, undefined, 'late', 'late', 'stalled', 'stalled'])
  expect(silenceOf(1, 90)).toBeUndefined()
  expect(silenceOf(2, 90)).toBe('late')
  expect(silenceOf(3, 90)).toBe('stalled')
  expect(silenceOf(0, 0)).toBeUndefined()
})
