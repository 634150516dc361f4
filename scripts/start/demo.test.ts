import { expect, test } from 'vitest'
import { latestDate } from './demo.ts'

test('the latest session is the date of the last daily bar', () => {
  const csv = [
    'start,open,high,low,close,volume,state',
    '2024-11-29T14:30:00Z,1,1,1,1,1,synthetic',
    '2024-12-02T14:30:00Z,1,1,1,1,1,synthetic',
    '',
  ].join('\n')
  expect(latestDate(csv)).toBe('2024-12-02')
})

test('a store without a session says what to do', () => {
  expect(() => latestDate('start,open,high,low,close,volume,state\n')).toThrow('remove it')
})
