import { beforeEach, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { usePlayback } from '../stores/playback.ts'
import { useReplay } from '../stores/replay.ts'
import { goesOn, rangeFor, takeRoll, untilOf } from './range.ts'

const [first, second, third] = ['2024-11-27', '2024-11-29', '2024-12-02'] as [
  SessionDate,
  SessionDate,
  SessionDate,
]
const range = { first, last: second }
const info: ReplayInfo = {
  session: second,
  exchange: 'XNYS',
  synthetic: false,
  hours: 'regular',
  adjustment: 'split',
  view: 'as-repaired',
  start: 100 as EpochMs,
  end: 200 as EpochMs,
  until: second,
  exchanges: [],
  symbols: [{ symbol: 'SPY', exchange: 'XNYS', arrival: 'assumed', adjustable: false }],
  leftOut: [],
}
const rolled = { info, from: { session: first, end: 90 as EpochMs } }

beforeEach(() => {
  useReplay.setState({ session: first, info: undefined, rolledFrom: undefined, status: { state: 'open' } })
  usePlayback.setState({ clock: 90 as EpochMs, ended: true })
})

test('a range holds for its sessions and asks for no more behind its last one', () => {
  expect([first, second, third].map((session) => rangeFor(range, session))).toEqual([range, range, undefined])
  expect([first, second].map((session) => untilOf(range, session))).toEqual([second, undefined])
  expect(goesOn(info)).toBe(false)
  expect(goesOn({ session: first, until: second })).toBe(true)
  expect(goesOn({ session: first })).toBe(false)
})

test('a roll shows the next session at its start and remembers where it came from', () => {
  takeRoll(rolled)
  expect(useReplay.getState()).toMatchObject({ session: second, info, rolledFrom: rolled.from })
  expect(usePlayback.getState()).toMatchObject({ clock: 100, ended: false })
})

test('a roll of a session that the user has left tells nothing', () => {
  useReplay.setState({ session: third, status: { state: 'opening', shows: 'before', plays: false } })
  takeRoll(rolled)
  expect(useReplay.getState()).toMatchObject({ session: third, rolledFrom: undefined })
  useReplay.setState({ session: first, status: { state: 'opening', shows: 'before', plays: false } })
  takeRoll(rolled)
  expect(useReplay.getState().session).toBe(first)
})
