import { beforeEach, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { useReplay } from '../stores/replay.ts'
import { doAsWanted, openingOf, whenOpen } from './when-open.ts'

const [one, other] = ['2024-11-27', '2024-11-29'] as [SessionDate, SessionDate]
let done: string[] = []

function ask(what: string, about?: Parameters<typeof whenOpen>[1]): void {
  void whenOpen(() => {
    done.push(what)
  }, about)
}

function open(session: SessionDate, because?: 'chosen' | 'stood'): void {
  const place = because && ({ at: 0 as EpochMs, playing: false, because } as const)
  useReplay.setState({ status: openingOf(session, place) })
}

async function opened(isLatest = (): boolean => true): Promise<void> {
  const { status } = useReplay.getState()
  if (status.state !== 'opening') throw new Error('No session is being opened')
  useReplay.setState({ status: { state: 'open' } })
  await doAsWanted(status, isLatest)
}

beforeEach(() => {
  done = []
  useReplay.setState({ status: { state: 'none' } })
  open(one, 'chosen')
})

test('what is asked for of an open session is done at once, without one nothing is', async () => {
  useReplay.setState({ status: { state: 'open' } })
  ask('verify', 'verify')
  expect(done).toEqual(['verify'])
  useReplay.setState({ status: { state: 'none' } })
  ask('seek')
  open(one)
  await opened()
  expect(done).toEqual(['verify'])
})

test('meanwhile it is kept, the last of each kind, and done with the clock first, then as it was said', async () => {
  ask('verify', 'verify')
  ask('versions', 'versions')
  ask('seek 10:00')
  ask('buy', 'ticket')
  ask('sell', 'ticket')
  ask('versions again', 'versions')
  ask('seek 11:00')
  expect(done).toEqual([])
  await opened()
  expect(done).toEqual(['seek 11:00', 'verify', 'sell', 'versions again'])
})

test('when another session is opened it is forgotten, when the same one is opened anew it is not', async () => {
  ask('verify', 'verify')
  open(one, 'stood')
  ask('versions', 'versions')
  await opened()
  expect(done).toEqual(['verify', 'versions'])
  open(one)
  ask('verify', 'verify')
  open(other)
  await opened()
  expect(done).toEqual(['verify', 'versions'])
})

test('what an overtaken opening did not come to is left to the one that goes on', async () => {
  ask('verify', 'verify')
  ask('versions', 'versions')
  const { status } = useReplay.getState()
  if (status.state !== 'opening') throw new Error('A session is being opened')
  await doAsWanted(status, () => done.length === 0)
  expect(done).toEqual(['verify'])
  open(one, 'stood')
  await opened()
  expect(done).toEqual(['verify', 'versions'])
})
