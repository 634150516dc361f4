import { expect, test } from 'vitest'
import { changeNote, offersFor } from './change-words.ts'

test('the tip of a day says what was changed and why', () => {
  expect(changeNote([])).toBeUndefined()
  expect(changeNote([{ kind: 'closed', reason: 'storm' }])).toBe('changed by you: closed (storm)')
  expect(
    changeNote([
      { kind: 'late-open', reason: 'fog', at: '10:00' },
      { kind: 'early-close', reason: 'flood', at: '12:30' },
    ]),
  ).toBe('changed by you: late open at 10:00 (fog), early close at 12:30 (flood)')
})

test('a day is offered what can be said of it', () => {
  expect(offersFor({ isSession: false, isCut: false })).toEqual(['open'])
  expect(offersFor({ isSession: true, isCut: false })).toEqual(['closed', 'early-close', 'late-open'])
  expect(offersFor({ isSession: true, isCut: true })).toContain('full-day')
})
