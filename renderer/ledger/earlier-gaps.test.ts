import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { GapRow } from '#shared/protocol/ledger-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { EarlierGaps } from './earlier-gaps.ts'

const [first, second, other] = ['2024-01-08', '2024-01-09', '2024-01-11'] as SessionDate[] as [
  SessionDate,
  SessionDate,
  SessionDate,
]

function stage() {
  const asked: SessionDate[] = []
  const taken: (readonly GapRow[])[] = []
  const pauses: (() => void)[] = []
  const minutes = new Map([
    [first, 1],
    [second, 2],
  ])
  const earlier = new EarlierGaps([first, second], {
    ask: async (session) => {
      asked.push(session)
      const count = minutes.get(session)
      if (count === undefined) throw new Error('no such session')
      return count === 0 ? [] : [{ minutes: count, start: Date.parse(session) as EpochMs } as GapRow]
    },
    take: (gaps) => taken.push(gaps),
    pause: () => new Promise<void>((resolve) => pauses.push(resolve)),
  })
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  const counts = (): number[] | undefined => taken.at(-1)?.map((gap) => gap.minutes)
  return { asked, taken, pauses, minutes, earlier, settle, counts }
}

test('gaps of earlier sessions are asked for once, and a session that was filled again', async () => {
  const { asked, pauses, minutes, earlier, settle, counts } = stage()
  earlier.changed(first)
  earlier.begin()
  earlier.begin()
  await settle()
  expect(asked).toEqual([first, second])
  expect(counts()).toEqual([1, 2])
  minutes.set(second, 0)
  earlier.changed(second)
  earlier.changed(other)
  pauses.shift()?.()
  await settle()
  expect(asked).toEqual([first, second, second])
  expect(counts()).toEqual([1])
  pauses.shift()?.()
  await settle()
  minutes.delete(first)
  minutes.set(second, 3)
  for (const session of [first, second, first]) earlier.changed(session)
  await settle()
  pauses.shift()?.()
  await settle()
  expect(asked.slice(3)).toEqual([first, second, first])
  expect(counts()).toEqual([3])
})

test('what was stopped takes nothing any more', async () => {
  const { taken, earlier, settle } = stage()
  earlier.begin()
  earlier.stop()
  await settle()
  expect(taken).toEqual([])
})
