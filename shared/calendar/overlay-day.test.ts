import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarWith } from './calendars.ts'
import { type CalendarOverlay, noOverlay, parseOverlay } from './overlay.ts'
import { changesOf, type DayChange, withChange, withoutDay } from './overlay-day.ts'
import type { SessionDate } from './session-date.ts'

const friday = '2024-07-05' as SessionDate
const monday = '2024-07-08' as SessionDate

function after(...changes: readonly DayChange[]): CalendarOverlay {
  return changes.reduce((overlay, change) => withChange(overlay, friday, change), noOverlay)
}

const closed: DayChange = { kind: 'closed', reason: 'storm' }
const early: DayChange = { kind: 'early-close', reason: 'flood', at: '12:30' }
const late: DayChange = { kind: 'late-open', reason: 'fog', at: '10:00' }
const open: DayChange = { kind: 'open', reason: 'test' }
const full: DayChange = { kind: 'full-day', reason: 'not cut' }

test.each([
  [[closed], [closed]],
  [[early, closed], [closed]],
  [[closed, early], [early]],
  [
    [early, late],
    [late, early],
  ],
  [[early, { ...early, at: '13:30' }], [{ ...early, at: '13:30' }]],
  [
    [open, early],
    [open, early],
  ],
  [
    [early, open],
    [open, early],
  ],
  [[open, closed], [closed]],
  [
    [early, late, full],
    [late, full],
  ],
])('of the changes %j of a day these are left: %j', (changes, left) => {
  expect(changesOf(after(...changes), friday)).toEqual(left)
})

test('undone, the day is as it was, and other days stay', () => {
  const other = withChange(noOverlay, monday, closed)
  const both = withChange(other, friday, early)
  expect(changesOf(both, monday)).toEqual([closed])
  expect(withoutDay(both, friday)).toEqual(other)
  expect(withoutDay(after(closed), friday)).toEqual(noOverlay)
})

test('whatever is said of days in whatever order, the overlay is one that a calendar takes', () => {
  const days = fc.constantFrom<SessionDate>(friday, monday, '2024-07-03' as SessionDate)
  const changes = fc.array(fc.tuple(days, fc.constantFrom(closed, early, late, open, full)), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(changes, (told) => {
      const overlay = told.reduce((all, [day, change]) => withChange(all, day, change), noOverlay)
      expect(parseOverlay(overlay)).toEqual(overlay)
      expect(() => calendarWith('XNYS', overlay)).not.toThrow()
      const last = told.at(-1)
      if (last) expect(changesOf(overlay, last[0])).toContainEqual(last[1])
    }),
    { numRuns: 100, seed: 5 },
  )
})
