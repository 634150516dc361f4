import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { planOf } from '../prefetch/testing/plans.ts'
import { addVendor } from '../prefetch/testing/run-stage.ts'
import { startVendor, type VendorHabits, vendorKeys } from '../prefetch/testing/vendor.ts'
import { parseDefinition } from '../sources/registry/source-definition.ts'
import { addSource } from '../sources/registry/source-registry.ts'
import { keyServersVariable } from '../sources/secrets/key-account.ts'
import { endlessMs } from '../sources/testing/hasty-ticker.ts'
import { openStore } from '../store/open.ts'
import { heardChannel } from '../system/testing/heard-channel.ts'
import {
  eventsOf,
  fixedTime,
  prefetchInProcess,
  startTestEngine,
  type TestEngine,
} from '../system/testing/test-engine.ts'
import { processTicker, type Ticker } from '../time/ticker.ts'

/** What the engine's clock has next: it is Saturday 2024-06-01 there. */
const monday = '2024-06-03' as SessionDate
const plan = planOf({ name: 'Night', symbols: { kind: 'list', symbols: ['SPY', 'IBM'] } })

let engine: TestEngine
let variables: Record<string, string>
beforeEach(() => {
  variables = { ...vendorKeys }
  engine = startTestEngine({ variables })
})
afterEach(() => engine.close())

async function withVendor(habits: VendorHabits): Promise<void> {
  const vendor = await startVendor(habits)
  variables[keyServersVariable] = `alpaca=${vendor.url}`
  const path = join(engine.folder, 'bars.tapedeck')
  const writer = openStore(path, { access: 'write', create: true, owner: 'the test', time: fixedTime })
  addVendor(writer, 'vendor', vendor.url)
  writer.close()
  await engine.client.call('store.open', { path })
  await engine.client.call('prefetch.savePlan', { plan })
}

/** The record of a run that has ended. */
async function ended(id: number): Promise<RunRecord> {
  const isOver = async (): Promise<RunRecord | undefined> => {
    const { runs } = await engine.client.call('prefetch.runs', {})
    return runs.find((run) => run.id === id && run.outcome !== 'running')
  }
  await expect.poll(isOver, { timeout: 60_000 }).toBeDefined()
  return (await isOver()) as RunRecord
}

test('a run by hand is told while it goes on, has a board, and is put in place when its session is opened', async () => {
  await withVendor({ symbols: ['SPY', 'IBM'] })
  const progress = eventsOf(engine, 'prefetch.progress')
  const { client } = engine
  const begun = await client.call('prefetch.run', { plan: 'Night' })
  expect(begun).toMatchObject({ plan: 'Night', session: monday, trigger: 'hand', outcome: 'running' })
  await expect(client.call('prefetch.run', { plan: 'Night' })).rejects.toMatchObject({ code: 'usage' })
  const record = await ended(begun.id)
  expect(record).toMatchObject({ outcome: 'done', ready: 10, of: 10, bars: 3900 })
  expect(progress.seen.at(-1)).toMatchObject({ run: { id: begun.id, outcome: 'done', ready: 10 } })
  const board = await client.call('prefetch.board', { run: begun.id, from: 1, most: 1 })
  expect(board).toMatchObject({ run: record, symbols: ['SPY', 'IBM'] })
  expect(board.sessions).toHaveLength(5)
  expect(board.cells.map(({ symbol, state }) => [symbol, state])).toEqual(
    Array.from({ length: 5 }, () => ['IBM', 'filled']),
  )
  await expect(client.call('prefetch.board', { run: 99 })).rejects.toMatchObject({ code: 'usage' })
  const info = await client.call('replay.open', {
    exchange: 'XNYS',
    session: monday,
    symbols: ['SPY', 'IBM'],
    trailing: [
      { sessions: 5, interval: '1m' as never },
      { sessions: 5, interval: '5m' as never },
    ],
    hours: 'regular',
  })
  expect(info.opened).toMatchObject({ from: 'prefetched' })
})

test('a run is cancelled at once, in the midst of a request, and its record says so', async () => {
  let isAsked = (): void => {}
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve
  })
  await withVendor({
    symbols: ['SPY'],
    instead: () => {
      isAsked()
      return true
    },
  })
  const { id } = await engine.client.call('prefetch.run', { plan: 'Night' })
  await asked
  await engine.client.call('prefetch.cancel', { run: id })
  expect(await ended(id)).toMatchObject({ outcome: 'cancelled', ready: 0, bars: 0 })
})

test('two runs together ask a source no more at once than its limits say', async () => {
  const log: string[] = []
  let wanted = 0
  const startPrefetch = () => heardChannel(prefetchInProcess(), 'turnWanted', () => wanted++)
  await engine.close()
  engine = startTestEngine({ variables, startPrefetch })
  const vendor = await startVendor({
    symbols: ['SPY', 'IBM'],
    instead: ({ symbol }) => {
      log.push(symbol)
      return true
    },
  })
  variables[keyServersVariable] = `alpaca=${vendor.url}`
  const path = join(engine.folder, 'bars.tapedeck')
  const writer = openStore(path, { access: 'write', create: true, owner: 'the test', time: fixedTime })
  const limits = { requestsPerMinute: 1000, parallel: 1, timeoutMs: endlessMs, tries: 1 }
  addSource(writer, 'vendor', parseDefinition('alpaca', { url: vendor.url }, limits))
  writer.close()
  const { client } = engine
  await client.call('store.open', { path })
  for (const symbol of ['SPY', 'IBM'])
    await client.call('prefetch.savePlan', {
      plan: planOf({ name: symbol, symbols: { kind: 'list', symbols: [symbol] } }),
    })
  const { id } = await client.call('prefetch.run', { plan: 'SPY' })
  await expect.poll(() => log, { timeout: 60_000 }).toEqual(['SPY'])
  const before = wanted
  await client.call('prefetch.run', { plan: 'IBM' })
  await expect.poll(() => wanted, { timeout: 60_000 }).toBeGreaterThan(before)
  log.push('cancelled')
  await client.call('prefetch.cancel', { run: id })
  await expect.poll(() => log, { timeout: 60_000 }).toEqual(['SPY', 'cancelled', 'IBM'])
})

test('a plan that is saved is waited for from then on', async () => {
  const waits: number[] = []
  const ticker: Ticker = {
    ...processTicker,
    after: (ms, run) => {
      waits.push(ms)
      return processTicker.after(ms, run)
    },
  }
  const other = startTestEngine({ ticker })
  await other.client.call('store.create', { path: join(other.folder, 'bars.tapedeck') })
  // The clock of the exchange shows 08:00.
  const soon = planOf({ when: { kind: 'cron', line: '3 8 * * *' } })
  await other.client.call('prefetch.savePlan', { plan: soon })
  await expect.poll(() => waits, { timeout: 60_000 }).toContain(3 * minuteMs)
  await other.close()
})

test('a run goes on when its store is opened again, and is cancelled when another one takes its place', async () => {
  const { client, folder } = engine
  const path = join(folder, 'bars.tapedeck')
  await withVendor({ symbols: ['SPY'], instead: () => true })
  const { id } = await client.call('prefetch.run', { plan: 'Night' })
  await client.call('store.open', { path })
  const [run] = (await client.call('prefetch.runs', {})).runs
  expect(run).toMatchObject({ id, outcome: 'running' })
  await client.call('store.create', { path: join(folder, 'another.tapedeck') })
  await client.call('store.open', { path })
  expect(await ended(id)).toMatchObject({ outcome: 'cancelled' })
})

test('a run that begins while another store is opened is cancelled on record where it began, and nowhere else', async () => {
  const { client, folder } = engine
  const [path, other] = [join(folder, 'bars.tapedeck'), join(folder, 'another.tapedeck')]
  openStore(other, { access: 'write', create: true, owner: 'the test', time: fixedTime }).close()
  await withVendor({ symbols: ['SPY'], instead: () => true })
  const begins = client.call('prefetch.run', { plan: 'Night' })
  const opens = client.call('store.open', { path: other })
  const { id } = await begins
  await opens
  expect((await client.call('prefetch.runs', {})).runs).toEqual([])
  expect(engine.system.prefetch.runs.runner.running).toEqual([])
  await client.call('store.open', { path })
  expect(await ended(id)).toMatchObject({
    outcome: 'cancelled',
    reason: 'The store was closed, or another one opened, while it ran.',
  })
})
