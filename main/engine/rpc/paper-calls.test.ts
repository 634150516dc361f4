import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { PaperNews } from '#shared/protocol/paper-calls.ts'
import { everyMinute, fillStore } from '../system/testing/fill-store.ts'
import { startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'

const day = '2024-01-10' as SessionDate
let engine: TestEngine
let news: PaperNews[]
beforeEach(async () => {
  engine = startTestEngine()
  news = []
  const path = join(engine.folder, 'bars.tape')
  fillStore(path, [{ symbol: 'SPY', session: day, minutes: everyMinute }])
  await engine.client.call('store.open', { path })
  engine.client.on('paper.changed', (one) => news.push(one))
  engine.client.on('frame', ({ seq }) => engine.client.signal('frame.drawn', { seq }))
})
afterEach(() => engine.close())

function open() {
  return engine.client.call('replay.open', {
    session: day,
    exchange: 'XNYS',
    symbols: ['SPY'],
    trailing: [{ sessions: 0, interval: oneMinute }],
    hours: 'regular',
  })
}

test('an order that is placed over the pipe is filled while the session plays, and is there after another opening', async () => {
  const { client } = engine
  const order = { symbol: 'SPY', side: 'buy', quantity: 100 } as const
  await expect(client.call('paper.place', { request: order })).rejects.toMatchObject({ code: 'no-replay' })
  await open()
  await client.call('replay.step', { minutes: 5 })
  expect(await client.call('paper.place', { request: order })).toEqual({ order: 1 })
  const limit = { ...order, kind: { type: 'limit', limit: 1 } } as const
  expect(await client.call('paper.place', { request: limit })).toEqual({ order: 2 })
  await client.call('paper.change', { order: 2, kind: { type: 'limit', limit: 2 } })
  await client.call('replay.step', { minutes: 1 })
  await client.call('paper.cancel', { order: 2 })
  await vi.waitFor(() => expect(news.at(-1)?.events.at(-1)).toMatchObject({ type: 'cancelled', order: 2 }))
  expect(news.flatMap(({ events }) => events.map(({ type }) => type))).toEqual([
    ...['placed', 'placed', 'changed', 'filled', 'cancelled'],
  ])
  await open()
  expect(await client.call('paper.state', undefined)).toEqual({
    session: day,
    broker: usualBroker,
    asked: 4,
    later: 4,
  })
  await client.call('paper.configure', { broker: { ...usualBroker, cash: 5 } })
  await client.call('replay.step', { minutes: 10 })
  await vi.waitFor(() => expect(news.at(-1)?.events.at(0)).toMatchObject({ type: 'rejected', order: 1 }))
  await client.call('paper.reset', undefined)
  expect(await client.call('paper.state', undefined)).toMatchObject({ asked: 0 })
})
