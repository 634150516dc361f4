import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../store/open.ts'
import { everyMinute, fillStore } from './testing/fill-store.ts'
import { eventsOf, fixedTime, startTestEngine, type TestEngine } from './testing/test-engine.ts'

let engine: TestEngine
let path: string
beforeEach(() => {
  engine = startTestEngine()
  path = join(engine.folder, 'bars.tape')
})
afterEach(() => engine.close())

function ownElsewhere(at: string) {
  return openStore(at, { access: 'write', owner: 'tapedeck import (process 4711)', time: fixedTime })
}

describe('the open store', () => {
  test('there is none at first', async () => {
    const { client } = engine
    expect(await client.call('store.state', undefined)).toBeNull()
    expect(await client.call('store.close', undefined)).toBeNull()
    await expect(client.call('watchlists.list', undefined)).rejects.toMatchObject({ code: 'no-store' })
    await expect(client.call('watchlists.save', { name: 'A', symbols: [] })).rejects.toMatchObject({
      code: 'no-store',
    })
  })

  test('is made, told of, closed and opened again', async () => {
    const { client } = engine
    const changes = eventsOf(engine, 'store.changed')
    const made = await client.call('store.create', { path })
    expect(made).toMatchObject({
      path,
      access: 'owner',
      synthetic: false,
      symbols: 0,
      bars: 0,
      exchanges: [],
    })
    expect(await changes.next()).toEqual(made)
    expect(await client.call('store.state', undefined)).toEqual(made)
    await client.call('store.close', undefined)
    expect(await changes.next()).toBeNull()
    expect(await client.call('store.open', { path })).toMatchObject({ path, access: 'owner' })
  })

  test('says what it holds', async () => {
    fillStore(path, [
      { symbol: 'SPY', session: '2024-01-09', minutes: everyMinute },
      { symbol: 'SPY', session: '2024-01-10', minutes: [0, 1] },
    ])
    expect(await engine.client.call('store.open', { path })).toMatchObject({
      access: 'owner',
      symbols: 1,
      sessions: 2,
      bars: 392,
      exchanges: ['XNYS'],
      firstSession: '2024-01-09',
      lastSession: '2024-01-10',
    })
  })

  test('a new one is not made over an old one, which stays open', async () => {
    const { client } = engine
    fillStore(path, [{ symbol: 'SPY', session: '2024-01-09', minutes: [0] }])
    const other = join(engine.folder, 'other.tape')
    await client.call('store.create', { path: other })
    await expect(client.call('store.create', { path })).rejects.toMatchObject({ code: 'bad-file' })
    await expect(client.call('store.createDemo', { path })).rejects.toMatchObject({ code: 'bad-file' })
    expect(await client.call('store.state', undefined)).toMatchObject({ path: other, access: 'owner' })
    expect(await client.call('watchlists.save', { name: 'A', symbols: [] })).toHaveLength(1)
  })

  test('a file that is no store is refused, and the open one stays', async () => {
    const { client } = engine
    await client.call('store.create', { path })
    const text = join(engine.folder, 'notes.txt')
    writeFileSync(
      text,
      'no store at all, but some lines of text that are long enough to be read as one\n'.repeat(20),
    )
    await expect(client.call('store.open', { path: text })).rejects.toMatchObject({ code: 'not-a-store' })
    await expect(client.call('store.open', { path: join(engine.folder, 'none') })).rejects.toMatchObject({
      code: 'no-store',
    })
    expect(await client.call('store.state', undefined)).toMatchObject({ path, access: 'owner' })
  })

  test('another one takes its place and the first is free again', async () => {
    const { client } = engine
    const other = join(engine.folder, 'other.tape')
    await client.call('store.create', { path })
    await client.call('store.create', { path: other })
    ownElsewhere(path).close()
    expect(() => ownElsewhere(other)).toThrow(/test engine/)
    await client.call('store.close', undefined)
    ownElsewhere(other).close()
  })

  test('opening the open one again changes nothing', async () => {
    const { client } = engine
    const made = await client.call('store.create', { path })
    expect(await client.call('store.open', { path: join(engine.folder, '.', 'bars.tape') })).toEqual(made)
  })
})

describe('a store that another process owns', () => {
  test('is read, and writing to it is refused with the name of the owner', async () => {
    const { client } = engine
    fillStore(path, [{ symbol: 'SPY', session: '2024-01-09', minutes: [0, 1, 2] }])
    const owner = ownElsewhere(path)
    expect(await client.call('store.open', { path })).toMatchObject({
      access: 'read-only',
      owner: 'tapedeck import (process 4711)',
      bars: 3,
    })
    await expect(client.call('watchlists.save', { name: 'A', symbols: [] })).rejects.toMatchObject({
      code: 'read-only',
      message: expect.stringContaining('process 4711'),
    })
    await expect(client.call('import.start', { path: engine.folder })).rejects.toMatchObject({
      code: 'read-only',
      message: expect.stringContaining('process 4711'),
    })
    owner.close()
  })

  test('can be written to once the other let go', async () => {
    const { client } = engine
    fillStore(path, [{ symbol: 'SPY', session: '2024-01-09', minutes: [0] }])
    const owner = ownElsewhere(path)
    await client.call('store.open', { path })
    owner.close()
    expect(await client.call('watchlists.save', { name: 'A', symbols: ['SPY'] })).toHaveLength(1)
    const state = await client.call('store.state', undefined)
    expect(state).toMatchObject({ access: 'owner' })
    expect(state).not.toHaveProperty('owner')
  })

  test('is asked for again by opening it again, and is owned once the other let go', async () => {
    const { client } = engine
    fillStore(path, [{ symbol: 'SPY', session: '2024-01-09', minutes: [0] }])
    const owner = ownElsewhere(path)
    await client.call('store.open', { path })
    expect(await client.call('store.open', { path })).toMatchObject({ access: 'read-only' })
    owner.close()
    expect(await client.call('store.open', { path })).toMatchObject({ access: 'owner' })
    expect(() => ownElsewhere(path)).toThrow(/test engine/)
  })

  test('opened in place of an own one, frees that', async () => {
    const { client } = engine
    const other = join(engine.folder, 'other.tape')
    fillStore(other, [{ symbol: 'SPY', session: '2024-01-09', minutes: [0] }])
    const owner = ownElsewhere(other)
    await client.call('store.create', { path })
    await client.call('store.open', { path: other })
    ownElsewhere(path).close()
    owner.close()
  })
})

test('watchlists are kept, changed, ordered and removed, in the store', async () => {
  const { client } = engine
  const changes = eventsOf(engine, 'store.changed')
  await client.call('store.create', { path })
  const [first] = await client.call('watchlists.save', { name: 'Funds', symbols: ['SPY', 'QQQ'] })
  await client.call('watchlists.save', { name: 'Banks', symbols: ['BAC'] })
  const saved = await client.call('watchlists.save', { id: first?.id, name: 'Broad funds', symbols: ['SPY'] })
  expect(saved.map(({ name, symbols }) => [name, symbols])).toEqual([
    ['Broad funds', ['SPY']],
    ['Banks', ['BAC']],
  ])
  const ids = saved.map(({ id }) => id)
  const ordered = await client.call('watchlists.order', { ids: ids.toReversed() })
  expect(ordered.map(({ name }) => name)).toEqual(['Banks', 'Broad funds'])
  expect(await client.call('watchlists.list', undefined)).toEqual(ordered)
  const left = await client.call('watchlists.remove', { id: ordered[0]?.id ?? 0 })
  expect(left.map(({ name }) => name)).toEqual(['Broad funds'])
  expect(changes.seen).toHaveLength(6)
})
