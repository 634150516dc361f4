import { beforeEach, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { useReplay } from '../stores/replay.ts'
import { takePreviousCloses } from './previous-closes.ts'

const session = '2024-07-08' as SessionDate
const [start, end] = [1_720_445_400_000, 1_720_468_800_000] as EpochMs[] as [EpochMs, EpochMs]
const listed = { exchange: 'XNYS', arrival: 'assumed', adjustable: false } as const
const info: ReplayInfo = {
  session,
  exchange: 'XNYS',
  synthetic: false,
  hours: 'regular',
  adjustment: 'raw',
  view: 'as-repaired',
  start,
  end,
  exchanges: [],
  leftOut: [],
  symbols: [
    { symbol: 'AAA', ...listed, previousClose: 10 },
    { symbol: 'BBB', ...listed, previousClose: 20 },
    { symbol: 'CCC', ...listed },
  ],
}

beforeEach(() => useReplay.setState({ info }))

function closes(): readonly (number | undefined)[] | undefined {
  return useReplay.getState().info?.symbols.map(({ previousClose }) => previousClose)
}

test('closes that are others take the place of those told before, and no others', () => {
  const exchanges = useReplay.getState().info?.exchanges
  takePreviousCloses({
    session,
    closes: [
      { symbol: 'BBB', previousClose: 21 },
      { symbol: 'CCC', previousClose: 30 },
    ],
  })
  expect(closes()).toEqual([10, 21, 30])
  takePreviousCloses({ session, closes: [{ symbol: 'AAA' }, { symbol: 'ZZZ', previousClose: 1 }] })
  expect(closes()).toEqual([undefined, 21, 30])
  expect(useReplay.getState().info?.exchanges).toBe(exchanges)
})

test('those of a session that is not shown any more change nothing', () => {
  takePreviousCloses({ session: '2024-07-09' as SessionDate, closes: [{ symbol: 'AAA', previousClose: 11 }] })
  expect(closes()).toEqual([10, 20, undefined])
})
