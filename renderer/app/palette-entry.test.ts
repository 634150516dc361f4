import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateOfDay } from '#shared/calendar/session-date.ts'
import { parseEntry } from './palette-entry.ts'

test('times of day', () => {
  expect(parseEntry('10:30')).toEqual({ kind: 'time', hour: 10, minute: 30 })
  expect(parseEntry(' @ 9.05 ')).toEqual({ kind: 'time', hour: 9, minute: 5 })
  expect(parseEntry('@1030')).toEqual({ kind: 'time', hour: 10, minute: 30 })
  expect(parseEntry('@930')).toEqual({ kind: 'time', hour: 9, minute: 30 })
  for (const nonsense of ['24:00', '9:60', '1030', '10:3', '']) expect(parseEntry(nonsense)).toBeUndefined()
})

test('dates, however they are written', () => {
  const day = { kind: 'session', session: '2013-10-11' }
  for (const text of ['2013-10-11', '20131011', '11 Oct 2013', '11 october 2013', 'Oct 11, 2013']) {
    expect(parseEntry(text)).toEqual(day)
  }
  for (const nonsense of ['2013-02-30', '31 Foo 2013', 'SPY', '11 Oct', '2013']) {
    expect(parseEntry(nonsense)).toBeUndefined()
  }
})

test('every date that is written is read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30_000 }), (day) => {
      const session = dateOfDay(day)
      expect(parseEntry(session)).toEqual({ kind: 'session', session })
    }),
  )
})
