import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { channelPair } from '#shared/protocol/channel.ts'
import type { EventPayload } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import type { SweepRequest } from '#shared/sweep/sweep-file.ts'
import { cellFileName } from '../sweep/cell-file.ts'
import { ownCells } from '../sweep/cell-owner.ts'
import { afterDemo, demoEngines } from '../system/testing/demo-engine.ts'
import { eventsOf, sweepInProcess, type TestEngine } from '../system/testing/test-engine.ts'

type Ended = EventPayload<EngineContract, 'sweep.ended'>
type Progress = EventPayload<EngineContract, 'sweep.progress'>

const startEngine = demoEngines()
let engine: TestEngine
beforeEach(async () => {
  engine = await startEngine({ startSweep: () => sweepInProcess(afterDemo) })
})
afterEach(() => engine.close())

const request: SweepRequest = {
  strategy: { kind: 'built-in', name: 'two-averages' },
  axes: [
    { name: 'fast', values: [5, 8, 13] },
    { name: 'slow', values: [20, 40] },
  ],
  symbols: ['TDALL'],
  from: '2024-11-18' as SessionDate,
  to: '2024-11-22' as SessionDate,
  interval: oneMinute,
  view: 'as-repaired',
  broker: usualBroker,
  closeAtEnd: false,
  split: { kind: 'walk-forward', inSample: 2, outOfSample: 2 },
  by: 'sharpe',
}

const hanging = `export default { name: 'Hangs', params: { k: { default: 0, min: 0, max: 9 } },
  onBar(ctx) { if (ctx.params.k > 1) for (;;); } }`

/** Starts a sweep and waits for its end. */
async function swept(asked: SweepRequest): Promise<Ended> {
  const ended = eventsOf(engine, 'sweep.ended')
  const { sweep } = await engine.client.call('sweep.start', asked)
  const end = (await ended.next()) as Ended
  expect(end.sweep).toBe(sweep)
  return end
}

test('a sweep tells how far it is, and what came of it is seen by anything it can be compared by', async () => {
  expect(await engine.client.call('sweep.view', {})).toBeNull()
  const progress = eventsOf(engine, 'sweep.progress')
  expect(await swept(request)).toMatchObject({ outcome: 'done' })
  const told = progress.seen as Progress[]
  expect(told[0]).toMatchObject({ phase: 'reading', done: 0, total: 0 })
  expect(told.at(-1)).toMatchObject({ phase: 'running', done: 6, total: 6 })

  const view = await engine.client.call('sweep.view', {})
  expect(view).toMatchObject({ title: 'Two moving averages', by: 'sharpe', faults: [] })
  expect(view?.inSample).toHaveLength(6)
  expect(view?.outOfSample).toHaveLength(6)
  expect(view?.windows).toHaveLength(2)
  expect(view?.windows[1]).toMatchObject({
    inSample: { from: '2024-11-20', to: '2024-11-21' },
    outOfSample: { from: '2024-11-22', to: '2024-11-22' },
  })
  expect(view?.walk?.equity).toHaveLength(3)
  expect(view?.warnings[0]).toMatch(/^\* Sharpe ratio says little of fewer than 30 sessions/)
  expect(view?.walk?.stats).toMatchObject({
    returnPct: expect.any(Number),
    sharpe: { why: 'needs 30 sessions, has 3' },
  })
  expect(view?.small.inSample).toHaveLength(6)
  const drawdown = await engine.client.call('sweep.view', { by: 'drawdown' })
  const least = Math.min(...(drawdown?.inSample ?? []))
  expect(drawdown?.inSample[drawdown.best ?? -1]).toBe(least)
  expect(drawdown?.windows[0]?.best?.inSample.maxDrawdownPct).toBeGreaterThanOrEqual(0)
})

test('the same sweep again is there at once, and so are the cells of one that was cancelled', async () => {
  await swept({ ...request, split: { kind: 'whole' } })
  const before = await engine.client.call('sweep.view', {})
  const progress = eventsOf(engine, 'sweep.progress')
  await swept({ ...request, split: { kind: 'whole' }, by: 'return' })
  expect((progress.seen as Progress[]).map(({ phase }) => phase)).toEqual(['reading'])
  const again = await engine.client.call('sweep.view', { by: 'sharpe' })
  expect(again).toEqual({ ...before, sweep: 2 })
  expect(readdirSync(join(engine.folder, 'sweeps'))).toHaveLength(1)
})

test('a sweep is cancelled, and another one may begin then', async () => {
  const progress = eventsOf(engine, 'sweep.progress')
  const ended = eventsOf(engine, 'sweep.ended')
  const strategy = { kind: 'file', file: 'hangs.ts', text: hanging } as const
  const asked: SweepRequest = {
    ...request,
    strategy,
    axes: [{ name: 'k', values: [0, 1, 2, 3] }],
    split: { kind: 'whole' },
  }
  await engine.client.call('sweep.start', asked)
  await expect(engine.client.call('sweep.start', asked)).rejects.toMatchObject({
    code: 'usage',
    message: 'A sweep goes on already; let it end, or cancel it.',
  })
  for (
    let told = (await progress.next()) as Progress;
    told.done < 2;
    told = (await progress.next()) as Progress
  );
  await engine.client.call('sweep.cancel', undefined)
  expect(await ended.next()).toMatchObject({ outcome: 'cancelled' })
  await engine.client.call('sweep.cancel', undefined)
  expect(await engine.client.call('sweep.view', {})).toBeNull()
  expect(await swept(request)).toMatchObject({ sweep: 2, outcome: 'done' })
})

test.each<[string, Partial<SweepRequest>, RegExp]>([
  ['a param that it has not', { axes: [{ name: 'fats', values: [1] }] }, /did you mean fast/],
  ['a symbol that the store lacks', { symbols: ['NONE'] }, /no such symbol/],
  [
    'more cells than a window shows',
    {
      axes: [
        { name: 'fast', values: Array.from({ length: 99 }, (_, k) => k + 2) },
        { name: 'slow', values: Array.from({ length: 120 }, (_, k) => k + 3) },
      ],
      split: { kind: 'whole' },
    },
    /11,880 cells; a window shows 10,000 at most/,
  ],
  [
    'a file that is not there',
    { strategy: { kind: 'file', file: 'none.ts' } },
    /none\.ts: could not be read/,
  ],
])('%s is told', async (_, change, message) => {
  expect(await swept({ ...request, ...change })).toMatchObject({
    outcome: 'failed',
    message: expect.stringMatching(message),
  })
})

test('a sweep that goes on in another window is not begun here, and is told', async () => {
  await swept(request)
  const kept = join(engine.folder, 'sweeps')
  const folder = join(kept, readdirSync(kept)[0] ?? '')
  const other = ownCells(join(folder, cellFileName), afterDemo)
  expect(await swept(request)).toMatchObject({
    outcome: 'failed',
    message: expect.stringContaining(`${folder} belongs to process ${process.pid} of`),
  })
  other.release()
  expect(await swept(request)).toMatchObject({ outcome: 'done' })
})

test('a sweep without a store is refused', async () => {
  await engine.client.call('store.close', undefined)
  await expect(engine.client.call('sweep.start', request)).rejects.toMatchObject({ code: 'no-store' })
})

test('a thread that dies is told', async () => {
  await engine.close()
  engine = await startEngine({
    startSweep: () => {
      const [near, far] = channelPair()
      setImmediate(() => far.close())
      return near
    },
  })
  expect(await swept(request)).toMatchObject({
    outcome: 'failed',
    message: expect.stringMatching(/thread ended/),
  })
})
