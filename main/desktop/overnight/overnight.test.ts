import { beforeEach, expect, test } from 'vitest'
import { channelPair } from '#shared/protocol/channel.ts'
import {
  type EndedRun,
  type OvernightContract,
  type OvernightState,
  overnightContract,
} from '#shared/protocol/overnight-contract.ts'
import { type Server, serve } from '#shared/protocol/server.ts'
import { settled } from '../testing/manual-clock.ts'
import { Overnight } from './overnight.ts'
import type { Notice } from './words.ts'

const running = { plan: 'Nightly', session: '2024-07-05' as EndedRun['session'], ready: 3, of: 10 }

let state: OvernightState
let woken: number
let awake: number
let notices: Notice[]
let night: Overnight
let engine: Server<OvernightContract>

beforeEach(async () => {
  state = { plans: 0 }
  woken = 0
  awake = 0
  notices = []
  night = new Overnight({
    keepAwake() {
      awake++
      return () => {
        awake--
      }
    },
    notify: (notice) => notices.push(notice),
    show: () => undefined,
    at: (epochMs) => `at ${epochMs}`,
  })
  engine = connected()
  await settled()
})

/** An engine to listen to. */
function connected(): Server<OvernightContract> {
  const [here, there] = channelPair()
  const engine = serve(overnightContract, there, {
    calls: { 'overnight.state': () => state },
    signals: {
      'overnight.woke': () => {
        woken++
      },
    },
  })
  night.connect(here)
  return engine
}

async function becomes(next: OvernightState): Promise<void> {
  state = next
  engine.emit('overnight.state', next)
  await settled()
}

test('the program goes on without a window only for plans that run by themselves', async () => {
  expect(night.staysOn).toBe(false)
  await becomes({ plans: 1 })
  expect(night.staysOn).toBe(true)
  await becomes({ plans: 0, running })
  expect(night.staysOn).toBe(true)
  await becomes({ plans: 0 })
  expect(night.staysOn).toBe(false)
})

test('what the engine does already when main begins to listen is known', async () => {
  state = { plans: 2, running }
  connected()
  await settled()
  expect(night.state).toEqual({ plans: 2, running })
})

test('the machine is held awake once while something runs, and let go when it ended or the engine died', async () => {
  await becomes({ plans: 1, running })
  await becomes({ plans: 1, running: { ...running, ready: 4 } })
  expect(awake).toBe(1)
  await becomes({ plans: 1 })
  expect(awake).toBe(0)
  await becomes({ plans: 1, running })
  engine.close()
  await settled()
  expect({ awake, staysOn: night.staysOn }).toEqual({ awake: 0, staysOn: false })
})

test('how far the run is changes nothing else of what is known', async () => {
  const next = { plan: 'Nightly', due: 7 as never }
  await becomes({ plans: 2, running, next })
  engine.emit('overnight.progress', { ...running, ready: 4 })
  await settled()
  expect(night.state).toEqual({ plans: 2, running: { ...running, ready: 4 }, next })
  expect(awake).toBe(1)
})

test('an engine that takes the place of a dead one is listened to, the dead one no more', async () => {
  const dead = engine
  engine = connected()
  await becomes({ plans: 3 })
  dead.close()
  await settled()
  expect(night.state).toEqual({ plans: 3 })
})

test('a wake-up is passed on', async () => {
  night.woke()
  await settled()
  expect(woken).toBe(1)
})

test.each<[EndedRun['outcome'], string | undefined]>([
  ['done', 'Nightly is ready'],
  ['partial', 'Nightly is partly ready'],
  ['failed', 'Nightly failed'],
  ['cancelled', undefined],
  ['skipped', undefined],
])('a run that is %s is told as %s', async (outcome, title) => {
  engine.emit('overnight.ended', { ...running, outcome, reason: 'The source answered 429.' })
  await settled()
  expect(notices.map((notice) => notice.title)).toEqual(title === undefined ? [] : [title])
})

test('why a run failed is in what is told', async () => {
  engine.emit('overnight.ended', { ...running, outcome: 'failed', reason: 'The source refused the key.' })
  await settled()
  expect(notices[0]?.body).toBe('Nothing is ready for 2024-07-05. The source refused the key.')
})

test('that the program goes on is told once, with what runs next', async () => {
  await becomes({ plans: 1, next: { plan: 'Nightly', due: 7 as never } })
  night.stayed()
  night.stayed()
  expect(notices).toHaveLength(1)
  expect(notices[0]?.body).toMatch(/^Nightly runs next, at 7\. Quit from the icon in the tray/)
})
