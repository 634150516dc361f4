import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { BacktestRequest } from '#shared/protocol/backtest-calls.ts'
import type { Channel } from '#shared/protocol/channel.ts'
import type { EventPayload } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { startThread } from '../../store-writer/start-thread.ts'
import { everyMinute, fillStore } from '../../system/testing/fill-store.ts'
import { eventsOf, startTestEngine, type TestEngine } from '../../system/testing/test-engine.ts'

type Ended = EventPayload<EngineContract, 'backtest.ended'>

/** Asked of the engine while a strategy does its worst. */
const pings = 300
const session = '2024-05-28' as SessionDate
const threadFile = new URL('./thread.ts', import.meta.url)

let engine: TestEngine
/** Threads of the desk in the order they were started: the first one reads what is kept. */
let threads: Channel[]
beforeEach(async () => {
  threads = []
  engine = startTestEngine({
    startBacktests: () => {
      const thread = startThread(threadFile, () => {})
      threads.push(thread)
      return thread
    },
  })
  const path = join(engine.folder, 'made.tapedeck')
  fillStore(path, [{ symbol: 'ONE', session, minutes: everyMinute }])
  await engine.client.call('store.open', { path })
})
afterEach(() => engine.close())

function requestOf(body: string): BacktestRequest {
  return {
    strategy: {
      kind: 'file',
      file: 'hostile.ts',
      text: `const all = []; export default { name: 'Hostile', onBar(ctx, bar) { ${body} } }`,
    },
    params: {},
    symbols: ['ONE'],
    ...{ from: session, to: session, interval: oneMinute, view: 'as-repaired' },
    broker: usualBroker,
    closeAtEnd: true,
  }
}

/** Starts a run and waits until its strategy is about to begin. */
async function running(body: string): Promise<number> {
  const { run } = await engine.client.call('backtest.start', { request: requestOf(body) })
  const phases = eventsOf(engine, 'backtest.progress').seen
  await expect
    .poll(() => phases, { timeout: 60_000 })
    .toContainEqual(expect.objectContaining({ run, phase: 'running' }))
  return run
}

test('while a strategy never ends the engine answers, and the run is cancelled', async () => {
  const ended = eventsOf(engine, 'backtest.ended')
  const run = await running('for (;;);')
  for (let count = 0; count < pings; count += 1) await engine.client.call('engine.hello', undefined)
  expect(ended.seen).toEqual([])
  await engine.client.call('backtest.cancel', { run })
  expect(await ended.next()).toEqual({ run, outcome: 'cancelled' })
})

test('while a strategy takes all memory the engine answers, the run fails, and the next one works', async () => {
  const ended = eventsOf(engine, 'backtest.ended')
  const run = await running('for (;;) all.push(new Float64Array(1e6).fill(1), new Array(1e5).fill(1.5))')
  let answered = 0
  while (ended.seen.length === 0) {
    await engine.client.call('engine.hello', undefined)
    // A turn in which what threads tell is heard.
    await new Promise((resolve) => setImmediate(resolve))
    answered += 1
  }
  expect(answered).toBeGreaterThan(pings)
  expect(await ended.next()).toMatchObject({
    run,
    outcome: 'failed',
    fault: { file: 'hostile.ts', message: expect.stringMatching(/took more than 1,024 MiB of memory/) },
  })
  const { run: next } = await engine.client.call('backtest.start', { request: requestOf('all.length') })
  expect(await ended.next()).toMatchObject({ run: next, outcome: 'done', kept: { bars: 390 } })
})

test('a thread that dies in the midst of a run fails the run, and the next one has another', async () => {
  const ended = eventsOf(engine, 'backtest.ended')
  const run = await running('for (;;);')
  threads.at(-1)?.close()
  expect((await ended.next()) as Ended).toEqual({
    run,
    outcome: 'failed',
    fault: { message: 'Its thread ended before it was through; run it again.' },
  })
  // So does the one that reads.
  threads[0]?.close()
  const runs = (): Promise<unknown> => engine.client.call('backtest.runs', undefined).catch(() => undefined)
  await expect.poll(runs, { timeout: 60_000 }).toEqual([])
  const { run: next } = await engine.client.call('backtest.start', { request: requestOf('all.length') })
  expect(await ended.next()).toMatchObject({ run: next, outcome: 'done' })
})
