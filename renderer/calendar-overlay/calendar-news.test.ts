import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { isOutdated } from './calendar-news.ts'

const open = epochMs(0)
const replay = {
  session: '2024-07-08' as SessionDate,
  exchanges: [
    { exchange: 'XNYS', trailing: [{ session: '2024-07-03' as SessionDate, open, close: open }] },
    { exchange: '24/7', trailing: [] },
  ],
}

test('a change of a later session is one of a replay that plays through it', () => {
  const until = '2024-07-10' as SessionDate
  const changed = { exchange: 'XNYS', sessions: ['2024-07-10' as SessionDate] }
  expect(isOutdated(replay, changed)).toBe(false)
  expect(isOutdated({ ...replay, until }, changed)).toBe(true)
})

test.each([
  ['XNYS', ['2024-07-08'], true],
  // A session that comes to lie among the trailing ones was none before.
  ['XNYS', ['2024-07-04'], true],
  ['XNYS', ['2024-07-02', '2024-07-09'], false],
  ['XLON', ['2024-07-08'], false],
  ['24/7', ['2024-07-08'], true],
  ['24/7', ['2024-07-07'], false],
  ['XNYS', [], false],
])('a change of %s on %j makes the open replay outdated: %s', (exchange, sessions, outdated) => {
  expect(isOutdated(replay, { exchange, sessions: sessions as SessionDate[] })).toBe(outdated)
})
