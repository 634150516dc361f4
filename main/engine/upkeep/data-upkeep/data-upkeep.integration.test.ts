import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { type Channel, channelPair } from '#shared/protocol/channel.ts'
import { keysContract } from '#shared/protocol/keys-contract.ts'
import { serve } from '#shared/protocol/server.ts'
import { countColumns, type UpkeepQuality, type UpkeepStatus } from '#shared/protocol/upkeep-events.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { parseDefinition } from '../../sources/registry/source-definition.ts'
import { addSource } from '../../sources/registry/source-registry.ts'
import { openStore } from '../../store/open.ts'
import { startThread } from '../../store-writer/start-thread.ts'
import { everyMinute, fillStore, xnysSession } from '../../system/testing/fill-store.ts'
import { heardChannel } from '../../system/testing/heard-channel.ts'
import { fixedTime, startTestEngine, type TestEngine } from '../../system/testing/test-engine.ts'

const day = '2024-01-10' as SessionDate
const { open, close } = xnysSession(day)
const threadFile = new URL('./thread.ts', import.meta.url)

let engine: TestEngine
/** Requests that the thread asked a turn for. */
let turns: number
let path: string
let threads: Channel[]
let qualities: UpkeepQuality[]
let states: UpkeepStatus['state'][]
let troubles: string[]
let waiting: (() => void)[]

beforeEach(() => {
  turns = 0
  ;[threads, qualities, states, troubles, waiting] = [[], [], [], [], []]
  engine = startTestEngine({
    startUpkeep: () => {
      const channel = startThread(threadFile, (cause) => troubles.push(String(cause)))
      threads.push(channel)
      return heardChannel(channel, 'turnWanted', () => turns++)
    },
  })
  path = join(engine.folder, 'bars.tape')
  engine.client.on('upkeep.changed', ({ state }) => {
    if (states.at(-1) !== state) states.push(state)
    wake()
  })
  engine.client.on('upkeep.quality', (quality) => {
    qualities.push(quality)
    wake()
  })
  engine.client.on('trouble', ({ message }) => troubles.push(message))
})
afterEach(() => engine.close())

function wake(): void {
  for (const look of waiting.splice(0)) look()
}

/** Waits for something that was told. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise<void>((resolve) => waiting.push(resolve))
}

/** A store whose symbols lack minutes that its feed "two" has, as a source unless told, and "three" has not; opened, with a replay of the day. */
async function openReplay(missing: readonly number[], { hasSource = true } = {}): Promise<void> {
  const minutes = everyMinute.filter((minute) => !missing.includes(minute))
  fillStore(path, [{ symbol: 'SPY', session: day, minutes }])
  fillStore(path, [{ symbol: 'SPY', session: day, minutes: everyMinute }], 'two')
  fillStore(path, [{ symbol: 'QQQ', session: day, minutes: everyMinute }], 'three')
  const writer = openStore(path, { access: 'write', owner: 'the test', time: fixedTime })
  if (hasSource) addSource(writer, 'two', parseDefinition('feed:two', {}, {}))
  writer.close()
  await engine.client.call('store.open', { path })
  const of = { session: day, exchange: 'XNYS', symbols: ['SPY'], trailing: [] }
  await engine.client.call('replay.open', { ...of, hours: 'regular' })
}

function counts(): Record<(typeof countColumns)[number], number> | undefined {
  const told = qualities.at(-1)?.measured?.counts
  return told && (Object.fromEntries(countColumns.map((name, index) => [name, told[index]])) as never)
}

function isComplete(): boolean {
  const told = counts()
  return told !== undefined && told.missing + told.pending === 0
}

test('what is missing at the clock comes into the replay and into the store while the window is told', async () => {
  const changed: unknown[] = []
  engine.client.on('ledger.changed', (news) => changed.push(...news))
  await openReplay([1, 7, 8, 389])
  await engine.client.call('replay.seek', { at: close })
  await until(isComplete)
  expect(counts()).toMatchObject({ expected: 390, recorded: 386, filled: 4, late: 4 })
  expect(engine.system.replays.replay.data.getBarCount('SPY')).toBe(390)
  expect(engine.system.store.reader.fillsOf('SPY', oneMinute, day)).toHaveLength(4)
  expect(engine.system.upkeep.status()).toMatchObject({ state: 'running', filled: 4, asking: 0 })
  expect(changed).toContainEqual({ symbol: 'SPY', session: day })
  const ledger = await engine.client.call('ledger.session', { symbol: 'SPY' })
  expect(ledger.counts).toMatchObject({ recorded: 386, filled: 4, missing: 0, late: 4 })
  expect(engine.system.replays.replay.watch.report().state).toBe('ended')
  expect(troubles).toEqual([])
})

test('T6: at full speed each fill is known at the check that asked for it', async () => {
  await engine.client.call('settings.set', { changes: { dataUpkeepCheckIntervalSeconds: 300 } })
  engine.client.on('frame', ({ seq }) => engine.client.signal('frame.drawn', { seq }))
  await openReplay([1, 102, 103, 252])
  // A thread that takes over five seconds to start is not waited for.
  await until(() => counts() !== undefined)
  await engine.client.call('replay.speed', { speed: 'max' })
  await engine.client.call('replay.play', undefined)
  await until(isComplete)
  const { replay } = engine.system.replays
  const known = replay.data.symbolSession('SPY').getRevisions()
  expect(known.map(({ start, knownAt }) => [start, knownAt].map((time) => (time - open) / minuteMs))).toEqual(
    [
      [1, 5],
      [102, 105],
      [103, 105],
      [252, 255],
    ],
  )
})

test('L5: a thread that dies is started again; the replay plays on, and grading and filling with it', async () => {
  await openReplay([3, 301])
  await engine.client.call('replay.step', { minutes: 10 })
  await until(() => counts()?.filled === 1)
  threads[0]?.close()
  await until(() => states.includes('restarting'))
  expect(qualities.at(-1)?.measured).toBeUndefined()
  const { counts: beside } = await engine.client.call('ledger.session', { symbol: 'SPY' })
  expect(beside).toMatchObject({ filled: 1, missing: 0 })
  await engine.client.call('replay.step', { minutes: 10 })
  await until(() => counts()?.recorded === 19)
  expect(counts()).toMatchObject({ filled: 1, missing: 0 })
  await engine.client.call('replay.seek', { at: close })
  await until(isComplete)
  expect(threads).toHaveLength(2)
  expect(troubles).toEqual([expect.stringContaining('Data upkeep ended unexpectedly')])
})

test('G9, L2: off, nothing is measured and no minute is filled; on again, it goes on where the clock stands', async () => {
  await engine.client.call('settings.set', { changes: { dataUpkeepEnabled: false } })
  await openReplay([3])
  await engine.client.call('replay.seek', { at: close })
  expect(engine.system.upkeep.status()).toEqual({ state: 'off', asking: 0, filled: 0 })
  expect(qualities.filter(({ measured }) => measured)).toEqual([])
  expect(threads).toHaveLength(0)
  await engine.client.call('settings.set', { changes: { dataUpkeepEnabled: true } })
  await until(isComplete)
})

test('sources that are added during a replay count at once, and are let in with the keys of the window', async () => {
  const seen: (string | undefined)[] = []
  const server = createServer(({ headers }, response) => {
    seen.push(headers['apca-api-secret-key']?.toString())
    response.end(JSON.stringify({ bars: {}, next_page_token: null }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  await openReplay([3], { hasSource: false })
  await engine.client.call('replay.step', { minutes: 10 })
  await until(() => counts()?.missing === 1)
  const [held, asked] = channelPair()
  serve(keysContract, held, {
    calls: { 'keys.read': () => ({ key: 'let me in' }), 'keys.held': () => [] },
    signals: {},
  })
  engine.system.keys.connect(asked)
  const options = { url: `http://127.0.0.1:${port}` }
  await engine.client.call('sources.add', { name: 'vendor', kind: 'alpaca', place: '', options })
  await engine.client.call('sources.add', { name: 'two', kind: 'feed', place: 'two', options: {} })
  await until(() => counts()?.filled === 1)
  expect(engine.system.replays.replay.now()).toBe(open + 10 * minuteMs)
  expect(new Set(seen)).toEqual(new Set(['let me in']))
  expect(turns).toBeGreaterThanOrEqual(seen.length)
})

test('a person’s retry asks again whatever the tries say, of all sources or of one, and tells what came', async () => {
  await engine.client.call('settings.set', { changes: { dataUpkeepMaxRetries: 1 } })
  await openReplay([3], { hasSource: false })
  const start = (open + 3 * minuteMs) as EpochMs
  const retry = (source?: string) =>
    engine.client.call('ledger.retry', { symbol: 'SPY', start, ...(source !== undefined && { source }) })
  await engine.client.call('replay.step', { minutes: 10 })
  await until(() => counts()?.missing === 1)
  await expect(retry()).rejects.toThrow('There is no source to ask')
  await engine.client.call('sources.add', { name: 'none', kind: 'feed', place: 'three', options: {} })
  const nothing = { source: 'none', outcome: 'failed', added: 0 }
  expect(await retry()).toMatchObject({ asked: [nothing], left: 1 })
  expect(await retry('none')).toMatchObject({ asked: [nothing], left: 1 })
  await expect(retry('two')).rejects.toThrow('two is no source for this gap')
  await engine.client.call('settings.set', { changes: { dataUpkeepRetryMissingBars: false } })
  await engine.client.call('sources.add', { name: 'two', kind: 'feed', place: 'two', options: {} })
  const came = { source: 'two', outcome: 'bars', added: 1 }
  expect(await retry()).toMatchObject({ asked: [nothing, came], left: 0 })
  expect(engine.system.replays.replay.data.getBarCount('SPY')).toBe(10)
  await expect(retry()).rejects.toThrow('is not missing')
  await engine.client.call('settings.set', { changes: { dataUpkeepEnabled: false } })
})

test('the ledger tells when a gap is asked for next, and its how manyth try that is', async () => {
  await openReplay([3], { hasSource: false })
  await engine.client.call('replay.step', { minutes: 10 })
  await until(() => counts()?.missing === 1)
  const next = async () => (await engine.client.call('ledger.session', { symbol: 'SPY' })).gaps[0]?.next
  expect(await next()).toBeUndefined()
  await engine.client.call('settings.set', { changes: { dataUpkeepCheckIntervalSeconds: 300 } })
  await engine.client.call('sources.add', { name: 'none', kind: 'feed', place: 'three', options: {} })
  await engine.client.call('ledger.retry', { symbol: 'SPY', start: (open + 3 * minuteMs) as EpochMs })
  expect(await next()).toMatchObject({ at: open + 15 * minuteMs, of: 5 })
})
