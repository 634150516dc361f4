import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { channelPair } from '#shared/protocol/channel.ts'
import { keysContract, type SecretName } from '#shared/protocol/keys-contract.ts'
import { type Server, serve } from '#shared/protocol/server.ts'
import type { ListedSource, SourceForm } from '#shared/protocol/source-calls.ts'
import { openStore } from '../../store/open.ts'
import { fillStore } from '../../system/testing/fill-store.ts'
import { eventsOf, fixedTime, startTestEngine, type TestEngine } from '../../system/testing/test-engine.ts'
import { ManualTicker } from '../../time/manual-ticker.ts'
import { sendJson, startServer } from '../testing/local-server.ts'

const lean: SourceForm = { kind: 'lean', place: '/bars/lean', options: { exchange: 'XNYS' } }
const feed: SourceForm = { kind: 'feed', place: 'backup', options: {} }

let engine: TestEngine
let path: string
beforeEach(() => takeEngine(startTestEngine()))
afterEach(() => engine.close())

function takeEngine(started: TestEngine): void {
  engine = started
  path = join(engine.folder, 'bars.tape')
}

/** Another engine in place of the one that each test begins with. */
async function startInstead(options: Parameters<typeof startTestEngine>[0]): Promise<void> {
  await engine.close()
  takeEngine(startTestEngine(options))
}

async function list(): Promise<readonly ListedSource[]> {
  return (await engine.client.call('sources.list', undefined)).sources
}

async function names(): Promise<readonly string[]> {
  return (await list()).map(({ name }) => name)
}

/** Serves keys to the engine as the desktop does: those of one source for one server. */
function holdKeys(source: string, server: string, keys: Partial<Record<SecretName, string>>) {
  const [near, far] = channelPair()
  const asked: string[] = []
  const isTheirs = (place: { source: string; server: string }): boolean =>
    place.source === source && place.server === server
  const served: Server<typeof keysContract> = serve(keysContract, near, {
    calls: {
      'keys.read': ({ secret, ...place }) => {
        asked.push(`${secret} of ${place.source} for ${place.server}`)
        const key = keys[secret]
        return isTheirs(place) && key !== undefined ? { key } : {}
      },
      'keys.held': (place) =>
        isTheirs(place)
          ? Object.keys(keys).map((secret) => ({ secret: secret as SecretName, until: 'forgotten' as const }))
          : [],
    },
    signals: {},
  })
  engine.system.keys.connect(far)
  return { asked, served }
}

describe('the list of sources', () => {
  test('is changed, ordered and told of, in the order of the user', async () => {
    const { client } = engine
    fillStore(path, [{ symbol: 'SPY', session: '2024-01-09', minutes: [0] }], 'main')
    await client.call('store.open', { path })
    const changes = eventsOf(engine, 'sources.changed')
    expect(await client.call('sources.list', undefined)).toMatchObject({ sources: [], feeds: ['main'] })
    await client.call('sources.add', { name: 'folder', ...lean })
    await client.call('sources.add', { name: 'backup', ...feed })
    expect(await list()).toEqual([
      { name: 'folder', words: '/bars/lean · XNYS', form: { ...lean, limits: {} }, keys: [] },
      { name: 'backup', words: 'feed backup of this store', form: { ...feed, limits: {} }, keys: [] },
    ])
    await client.call('sources.order', { names: ['backup', 'folder'] })
    expect(await names()).toEqual(['backup', 'folder'])
    await client.call('sources.change', { name: 'backup', ...feed, place: 'main' })
    expect((await list())[0]).toMatchObject({ name: 'backup', words: 'feed main of this store' })
    await client.call('sources.remove', { name: 'backup' })
    expect(await names()).toEqual(['folder'])
    expect(changes.seen).toHaveLength(5)
  })

  test('keeps the limits of a source that is described anew', async () => {
    const { client } = engine
    const definition = JSON.stringify({ kind: 'feed', feed: 'a', limits: { tries: 3 } })
    const writer = openStore(path, { access: 'write', create: true, owner: 'the test', time: fixedTime })
    writer.saveSource({ name: 'backup', definition })
    writer.close()
    await client.call('store.open', { path })
    await client.call('sources.change', { name: 'backup', ...feed })
    const { reader } = engine.system.store
    expect(JSON.parse(reader.sources()[0]?.definition ?? '')).toMatchObject({
      feed: 'backup',
      limits: { tries: 3 },
    })
  })

  test('takes limits, shows them beside the usual ones, and takes them back', async () => {
    const { client } = engine
    await client.call('store.create', { path })
    const vendor = { name: 'vendor', kind: 'massive', place: '', options: {} } as const
    await client.call('sources.add', { ...vendor, limits: { rate: '100', timeout: '5' } })
    const stored = () => JSON.parse(engine.system.store.reader.sources()[0]?.definition ?? '').limits
    expect(stored()).toEqual({ requestsPerMinute: 100, timeoutMs: 5000 })
    const { sources, usualLimits } = await client.call('sources.list', undefined)
    expect(sources[0]?.form?.limits).toEqual({ rate: '100', timeout: '5' })
    expect(usualLimits.massive).toEqual({ rate: 5, parallel: 2, timeout: 30, tries: 5 })
    expect(Object.keys(usualLimits)).toEqual(['alpaca', 'massive', 'postgres'])
    await client.call('sources.change', { ...vendor, limits: { tries: '2' } })
    expect(stored()).toEqual({ tries: 2 })
  })

  test.each([
    ['rate', '0'],
    ['rate', '100001'],
    ['parallel', '65'],
    ['timeout', '1.5'],
    ['timeout', '601'],
    ['tries', 'often'],
    ['tries', '21'],
  ] as const)('refuses a limit %s of %s', async (field, text) => {
    const { client } = engine
    await client.call('store.create', { path })
    const vendor = {
      name: 'vendor',
      kind: 'massive',
      place: '',
      options: {},
      limits: { [field]: text },
    } as const
    await expect(client.call('sources.add', vendor)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(`"${text}" is not`),
      detail: { field },
    })
    expect(await names()).toEqual([])
  })

  test('shows a source that nobody understands, which can be removed', async () => {
    const { client } = engine
    const writer = openStore(path, { access: 'write', create: true, owner: 'the test', time: fixedTime })
    writer.saveSource({ name: 'odd', definition: '{"kind":"moon"}' })
    writer.close()
    await client.call('store.open', { path })
    expect(await list()).toEqual([
      { name: 'odd', words: expect.stringContaining('source odd is not understood'), keys: [] },
    ])
    await client.call('sources.remove', { name: 'odd' })
    expect(await names()).toEqual([])
  })

  test.each([
    ['A B', lean, 'name', 'usage'],
    ['taken', lean, 'name', 'usage'],
    ['x', { ...lean, place: 'bars' }, 'place', 'usage'],
    ['x', { ...lean, options: { exchange: 'MOON' } }, 'exchange', 'unknown-exchange'],
    ['x', { ...lean, kind: 'files', options: { zone: 'Mars/Crater' } }, 'zone', 'usage'],
    ['x', { kind: 'alpaca', place: '', options: { url: 'http://data.example.com' } }, 'url', 'usage'],
    ['x', { kind: 'alpaca', place: '', options: { feed: 'best' } }, 'feed', 'usage'],
    ['x', { kind: 'postgres', place: 'team', options: { port: 'many' } }, 'port', 'usage'],
  ] as const)('refuses %s, %j over its field %s', async (name, form, field, code) => {
    const { client } = engine
    await client.call('store.create', { path })
    await client.call('sources.add', { name: 'taken', ...feed })
    await expect(client.call('sources.add', { name, ...form })).rejects.toMatchObject({
      code,
      detail: { field },
    })
    expect(await names()).toEqual(['taken'])
  })

  test('of a store that another process owns is read, and not changed', async () => {
    const { client } = engine
    const owner = openStore(path, {
      access: 'write',
      create: true,
      owner: 'tapedeck import (process 4711)',
      time: fixedTime,
    })
    owner.saveSource({ name: 'backup', definition: JSON.stringify({ kind: 'feed', feed: 'a', limits: {} }) })
    await client.call('store.open', { path })
    expect(await names()).toEqual(['backup'])
    const refused = { code: 'read-only', message: expect.stringContaining('process 4711') }
    await expect(client.call('sources.add', { name: 'x', ...lean })).rejects.toMatchObject(refused)
    await expect(client.call('sources.change', { name: 'backup', ...lean })).rejects.toMatchObject(refused)
    await expect(client.call('sources.remove', { name: 'backup' })).rejects.toMatchObject(refused)
    await expect(client.call('sources.order', { names: ['backup'] })).rejects.toMatchObject(refused)
    expect(await client.call('sources.test', { name: 'backup' })).toMatchObject({ ok: false })
    owner.close()
  })

  test('is none without a store', async () => {
    await expect(engine.client.call('sources.list', undefined)).rejects.toMatchObject({ code: 'no-store' })
  })
})

describe('a test of a source', () => {
  test('says in a sentence what was found, which the list keeps until the source is another', async () => {
    const { client } = engine
    fillStore(path, [{ symbol: 'SPY', session: '2024-01-09', minutes: [0] }], 'main')
    await client.call('store.open', { path })
    await client.call('sources.add', { name: 'backup', ...feed })
    const found = await client.call('sources.test', { name: 'backup' })
    expect(found).toEqual({
      ok: false,
      detail: expect.stringContaining('has no feed backup: it has main'),
      at: fixedTime.now(),
    })
    expect((await list())[0]?.test).toEqual(found)
    await client.call('sources.change', { name: 'backup', ...feed, place: 'main' })
    expect((await list())[0]?.test).toBeUndefined()
    expect(await client.call('sources.test', { name: 'backup' })).toMatchObject({ ok: true })
    await expect(client.call('sources.test', { name: 'other' })).rejects.toMatchObject({
      code: 'unknown-source',
    })
  })

  test('of folders says how many files there are, or why none', async () => {
    const { client, folder } = engine
    writeFileSync(join(folder, 'SPY.csv'), 'time,open,high,low,close\n2024-01-09T15:00:00Z,1,1,1,1\n')
    await client.call('store.create', { path })
    await client.call('sources.add', { name: 'files', kind: 'files', place: folder, options: {} })
    await client.call('sources.add', { name: 'gone', ...lean, place: join(folder, 'none') })
    expect(await client.call('sources.test', { name: 'files' })).toMatchObject({
      ok: true,
      detail: `${folder} holds 1 file of bars.`,
    })
    expect(await client.call('sources.test', { name: 'gone' })).toMatchObject({
      ok: false,
      detail: expect.stringContaining(join(folder, 'none')),
    })
  })

  test('ends when it is stopped, and another of the same source takes its place', async () => {
    const { client } = engine
    const { url, requests } = await startServer(() => {})
    await client.call('store.create', { path })
    await client.call('sources.add', { name: 'vendor', kind: 'massive', place: '', options: { url } })
    holdKeys('vendor', url, { MASSIVE_API_KEY: 'k' })
    const first = client.call('sources.test', { name: 'vendor' })
    const second = client.call('sources.test', { name: 'vendor' })
    await expect(first).rejects.toMatchObject({ code: 'cancelled' })
    await client.call('sources.stopTest', { name: 'vendor' })
    await expect(second).rejects.toMatchObject({ code: 'cancelled' })
    expect((await list())[0]?.test).toBeUndefined()
    expect(requests.length).toBeLessThanOrEqual(2)
  })

  test('that gets no answer ends within half a minute and says so', async () => {
    const ticker = new ManualTicker()
    await startInstead({ ticker })
    const { client } = engine
    let ask: () => void = () => undefined
    const asked = new Promise<void>((resolve) => {
      ask = resolve
    })
    const { url } = await startServer(() => ask())
    const writer = openStore(path, { access: 'write', create: true, owner: 'the test', time: fixedTime })
    const definition = { kind: 'massive', url, limits: { timeoutMs: 600_000 } }
    writer.saveSource({ name: 'vendor', definition: JSON.stringify(definition) })
    writer.close()
    await client.call('store.open', { path })
    holdKeys('vendor', url, { MASSIVE_API_KEY: 'k' })
    const tested = client.call('sources.test', { name: 'vendor' })
    await asked
    ticker.pass(30_000)
    expect(await tested).toMatchObject({ ok: false, detail: 'vendor did not answer within 30 s.' })
  })
})

function vendorAt(server: string) {
  return { source: 'vendor', server }
}

describe('keys', () => {
  const wanted = { APCA_API_KEY_ID: 'id of the test', APCA_API_SECRET_KEY: 'secret of the test' }

  async function addVendor(server: string): Promise<void> {
    await engine.client.call('store.create', { path })
    await engine.client.call('sources.add', {
      name: 'vendor',
      kind: 'alpaca',
      place: '',
      options: { url: server },
    })
  }

  test('of the desktop let a source in, and the window learns no more than that they are set', async () => {
    const { client } = engine
    const { url } = await startServer((_, response, __, { headers }) => {
      const isRight = headers['apca-api-secret-key'] === wanted.APCA_API_SECRET_KEY
      // A server that repeats the key gets it into no message.
      if (isRight) sendJson(response, { bars: {} })
      else sendJson(response, { message: `no ${headers['apca-api-secret-key']}` }, 403)
    })
    await addVendor(url)
    expect(await client.call('sources.test', { name: 'vendor' })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('needs a key that is not there; put it into its keys'),
    })
    expect((await list())[0]?.keys.map(({ from }) => from)).toEqual(['nowhere', 'nowhere'])

    holdKeys('vendor', url, { ...wanted, APCA_API_SECRET_KEY: 'wrong secret' })
    const refused = await client.call('sources.test', { name: 'vendor' })
    expect(refused.detail).toContain('refused the key (403)')
    expect(refused.detail).not.toContain('wrong secret')

    const { served } = holdKeys('vendor', url, wanted)
    const changes = eventsOf(engine, 'sources.changed')
    served.emit('keys.changed', { source: 'vendor' })
    await changes.next()
    expect((await list())[0]?.test).toBeUndefined()
    expect(await client.call('sources.test', { name: 'vendor' })).toMatchObject({ ok: true })
    const state = await list()
    expect(state[0]?.keys.map(({ from }) => from)).toEqual(['keychain', 'keychain'])
    expect(JSON.stringify(state)).not.toContain('of the test')
  })

  test('of one server are not handed to another, whoever wrote the store', async () => {
    await addVendor('https://collector.example.com')
    holdKeys('vendor', 'https://data.alpaca.markets', wanted)
    expect(
      await engine.system.secrets.read(vendorAt('https://collector.example.com'), 'APCA_API_SECRET_KEY'),
    ).toBeUndefined()
  })

  test('of the environment serve the vendor and whom the user names there, and nobody else', async () => {
    await startInstead({ variables: wanted })
    await addVendor('https://data.alpaca.markets')
    const { client, system } = engine
    const own = vendorAt('https://data.alpaca.markets')
    const other = vendorAt('https://collector.example.com')
    expect(await system.secrets.read(own, 'APCA_API_KEY_ID')).toBe('id of the test')
    // What was described before is still asked for what it was asked for.
    expect(await system.secrets.read(other, 'APCA_API_KEY_ID')).toBeUndefined()
    expect((await list())[0]?.keys.map(({ from }) => from)).toEqual(['environment', 'environment'])
    await client.call('sources.change', {
      name: 'vendor',
      kind: 'alpaca',
      place: '',
      options: { url: 'https://collector.example.com' },
    })
    expect(await system.secrets.read(other, 'APCA_API_KEY_ID')).toBeUndefined()
    expect(await system.secrets.read(own, 'APCA_API_KEY_ID')).toBeUndefined()
    expect((await list())[0]?.keys.map(({ from }) => from)).toEqual(['nowhere', 'nowhere'])
  })

  test('of the environment go to a server of this machine that the environment names', async () => {
    const url = 'http://127.0.0.1:8080'
    await startInstead({ variables: wanted })
    await addVendor(url)
    expect(await engine.system.secrets.read(vendorAt(url), 'APCA_API_KEY_ID')).toBeUndefined()
    await startInstead({ variables: { ...wanted, TAPEDECK_KEY_SERVERS: `alpaca=${url}` } })
    await addVendor(url)
    expect(await engine.system.secrets.read(vendorAt(url), 'APCA_API_KEY_ID')).toBe('id of the test')
  })
})
