import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keysContract } from '#shared/protocol/keys-contract.ts'
import { serve } from '#shared/protocol/server.ts'
import { OverlayFile } from '../calendars/overlay-file.ts'
import { SettingsFile } from '../settings/settings-file.ts'
import {
  backtestsInProcess,
  fixedTime,
  prefetchInProcess,
  sweepInProcess,
  upkeepInProcess,
  writerInProcess,
} from '../system/testing/test-engine.ts'
import { createSystem, type SystemManager } from '../system-manager.ts'
import { processTicker } from '../time/ticker.ts'
import { messageBytes } from './message-bytes.ts'
import { enginePortChannel } from './port-channel.ts'
import { servePorts } from './serve-ports.ts'
import { electronPort, TestParent } from './testing/ports.ts'

let parent: TestParent
let system: SystemManager
let warnings: string[]
let stopped: Promise<void>
beforeEach(() => {
  parent = new TestParent()
  warnings = []
  system = createSystem({
    version: '1.2.3',
    time: fixedTime,
    ticker: processTicker,
    settings: new SettingsFile(join(tmpdir(), 'no-folder', 'settings.json'), fixedTime),
    overlays: new OverlayFile(join(tmpdir(), 'no-folder', 'calendar-overlay.json')),
    startWriter: writerInProcess,
    startUpkeep: upkeepInProcess,
    startPrefetch: prefetchInProcess,
    startBacktests: () => backtestsInProcess(),
    startSweep: () => sweepInProcess(),
    describeThread: new URL('../strategies/describe/thread.ts', import.meta.url),
    variables: {},
    random: () => 0,
  })
  stopped = new Promise((resolve) => {
    servePorts(parent, system, { warn: (line) => warnings.push(line), stopped: resolve })
  })
})
afterEach(() => system.close())

describe('ports of windows', () => {
  test('each is answered, and a new one takes the place of the one before', async () => {
    const first = parent.connect()
    expect(await first.call('engine.hello', undefined)).toMatchObject({ version: '1.2.3' })
    const second = parent.connect()
    expect(await second.call('store.state', undefined)).toBeNull()
    await expect(first.call('engine.hello', undefined)).rejects.toMatchObject({ code: 'engine-gone' })
    second.close()
    const third = parent.connect()
    expect(await third.call('engine.hello', undefined)).toMatchObject({ pid: process.pid })
    third.close()
  })

  test('what has no known form is told of and harms nothing', async () => {
    parent.send('hello')
    parent.send({ type: 'connect' })
    const client = parent.connect()
    client.signal('frame.drawn', { seq: 'one' } as never)
    await client.call('engine.hello', undefined)
    expect(warnings).toHaveLength(3)
    client.close()
  })

  test('a port of the keys is asked for them', async () => {
    const { port1, port2 } = new MessageChannel()
    parent.send({ type: 'keys' }, [electronPort(port2)])
    serve(keysContract, enginePortChannel(electronPort(port1)), {
      calls: { 'keys.read': ({ source }) => ({ key: `key of ${source}` }), 'keys.held': () => [] },
      signals: {},
    })
    const place = { source: 'vendor', server: 'https://data.example.com' }
    expect(await system.keys.read(place, 'MASSIVE_API_KEY')).toBe('key of vendor')
    port1.close()
    expect(await system.keys.read(place, 'MASSIVE_API_KEY')).toBeUndefined()
  })

  test('a request to stop closes everything first', async () => {
    const client = parent.connect()
    await client.call('engine.hello', undefined)
    parent.send({ type: 'stop' })
    await stopped
    client.close()
  })

  test('an answer too large for a port is refused', () => {
    const posted: unknown[] = []
    const channel = enginePortChannel({
      postMessage: (message) => posted.push(message),
      on: () => undefined,
      start: () => undefined,
      close: () => undefined,
    })
    channel.post({ text: 'x'.repeat(1000) })
    expect(() => channel.post({ text: 'x'.repeat(5_000_000) })).toThrow(RangeError)
    expect(posted).toHaveLength(1)
  })
})

test('the bytes of a message count text, numbers and the whole buffers under views', () => {
  const buffer = new ArrayBuffer(1000)
  expect(messageBytes({ view: new Float64Array(buffer, 0, 1) })).toBeGreaterThanOrEqual(1000)
  expect(messageBytes(['x'.repeat(1000), null, undefined, true, 5])).toBeGreaterThanOrEqual(2000)
  expect(messageBytes({ a: 1 })).toBeLessThan(100)
})
