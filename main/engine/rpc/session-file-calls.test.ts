import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { parseSessionFile, type SessionFile } from '#shared/session-file/session-file.ts'
import { everyMinute, fillStore } from '../system/testing/fill-store.ts'
import { startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'
import { processTicker } from '../time/ticker.ts'

const day = '2024-01-10' as SessionDate
let engine: TestEngine
let path: string

beforeEach(() => {
  engine = startTestEngine()
  path = join(engine.folder, 'run.json')
})
afterEach(() => engine.close())

async function openStore(): Promise<void> {
  const store = join(engine.folder, 'bars.tape')
  fillStore(store, [
    { symbol: 'SPY', session: '2024-01-09', minutes: everyMinute },
    { symbol: 'SPY', session: day, minutes: everyMinute },
    { symbol: 'IBM', session: day, minutes: everyMinute, seed: 3 },
    { symbol: 'QQQ', session: '2024-01-05', minutes: everyMinute, seed: 4 },
  ])
  await engine.client.call('store.open', { path: store })
}

function read(content: unknown) {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return engine.client.call('sessionFile.read', { path })
}

describe('a session file is read', () => {
  test('with what it needs, why, what is there and what is missing', async () => {
    await openStore()
    const content = { session: day, symbols: ['SPY', 'IBM'], trailing: 2 }
    const { file, readiness } = await read(content)
    expect(file).toEqual(content)
    expect(readiness).toEqual({
      exchange: 'XNYS',
      sessions: 1,
      firstSession: day,
      lastSession: day,
      windows: [{ sessions: 2, interval: '1m' }],
      symbols: ['SPY', 'IBM'],
      needs: [
        {
          symbols: ['SPY', 'IBM'],
          interval: '1m',
          reasons: [{ purpose: 'session', text: 'the session of the run' }],
          ...{ from: day, to: day, sessions: 1, missing: 0, missingSessions: [] },
        },
        {
          symbols: ['SPY'],
          interval: '1m',
          reasons: [{ purpose: 'trailing', text: '2 trailing sessions of 1m' }],
          ...{ from: '2024-01-08', to: '2024-01-09', sessions: 2 },
          ...{ missing: 1, missingSessions: ['2024-01-08'] },
        },
        {
          symbols: ['IBM'],
          interval: '1m',
          reasons: [{ purpose: 'trailing', text: '2 trailing sessions of 1m' }],
          ...{ from: '2024-01-08', to: '2024-01-09', sessions: 2 },
          ...{ missing: 2, missingSessions: ['2024-01-08', '2024-01-09'] },
        },
      ],
      leftOut: [],
    })
  })

  test('and symbols that cannot take part are left out by name', async () => {
    await openStore()
    const { readiness } = await read({ session: day, symbols: ['QQQ', 'SPY', 'NONE'], trailing: 0 })
    expect(readiness).toMatchObject({
      symbols: ['SPY'],
      leftOut: [
        {
          symbol: 'QQQ',
          reason: `the store has no 1m bars of it on ${day}; import them or choose other sessions`,
        },
        { symbol: 'NONE', reason: 'the store has no bars of it; import some first' },
      ],
    })
    expect((await read({ session: day, symbols: ['NONE'] })).readiness).toEqual({
      sessions: 0,
      windows: [],
      symbols: [],
      needs: [],
      leftOut: [{ symbol: 'NONE', reason: expect.stringContaining('import some') }],
    })
  })

  test('each symbol on the calendar of its exchange', async () => {
    const store = join(engine.folder, 'two.tape')
    fillStore(store, [
      { symbol: 'SPY', session: '2024-01-16', minutes: everyMinute },
      { symbol: 'COIN', session: '2024-01-16', minutes: everyMinute, exchange: '24/7' },
    ])
    await engine.client.call('store.open', { path: store })
    const { readiness } = await read({ session: '2024-01-16', symbols: ['SPY', 'COIN'], trailing: 1 })
    const trailing = readiness?.needs.filter(({ reasons }) => reasons[0]?.purpose === 'trailing')
    // The Monday before is Martin Luther King day in New York.
    expect(trailing?.map(({ symbols, from }) => [symbols[0], from])).toEqual([
      ['SPY', '2024-01-12'],
      ['COIN', '2024-01-15'],
    ])
    const holiday = await read({ session: '2024-01-15', exchange: '24/7', symbols: ['SPY', 'COIN'] })
    expect(holiday.readiness?.leftOut).toMatchObject([
      { symbol: 'SPY', reason: 'XNYS has no session on the dates of the run' },
      { symbol: 'COIN' },
    ])
  })

  test('without a store there is nothing to compare it with', async () => {
    expect((await read({ session: day, symbols: ['SPY'] })).readiness).toBeNull()
  })

  test.each([
    [
      { session: day, symbols: ['SPY'], trialing: 5 },
      /run\.json: unknown key "trialing"; did you mean "trailing"\?$/,
    ],
    [{ session: day, symbols: ['SPY'], exchange: 'XNY' }, /run\.json: "exchange": .*XNYS/],
    [{ session: '1901-01-02', symbols: ['SPY'], exchange: 'XNYS' }, /run\.json: "session": .*XNYS/],
    [{ from: '1901-01-02', to: day, symbols: ['SPY'], exchange: 'XNYS' }, /run\.json: "from": .*XNYS/],
    ['{"session"', /run\.json: is no JSON/],
    [`"${'x'.repeat(1024 * 1024)}"`, /run\.json: is too large/],
  ])('%j is refused with its place', async (content, message) => {
    await openStore()
    await expect(read(content)).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringMatching(message),
    })
  })

  test('a path that is none is named', async () => {
    const { client, folder } = engine
    await expect(client.call('sessionFile.read', { path })).rejects.toThrow(/run\.json: does not exist/)
    await expect(client.call('sessionFile.read', { path: folder })).rejects.toThrow(
      /is no file|cannot be read/,
    )
  })
})

describe('a session file is saved', () => {
  const file: SessionFile = { session: day, symbols: ['SPY'], trailing: 2, speed: 60 }

  test('as a whole, and reads back equal (L4)', async () => {
    writeFileSync(path, 'old')
    await engine.client.call('sessionFile.save', { path, file })
    expect(parseSessionFile(readFileSync(path, 'utf8'), path)).toEqual(file)
    expect(readdirSync(engine.folder).filter((name) => name.includes('run.json'))).toEqual(['run.json'])
  })

  test('a place that cannot be written is named, one that says nothing is refused', async () => {
    mkdirSync(path)
    const { client } = engine
    await expect(client.call('sessionFile.save', { path, file })).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringMatching(/run\.json: the session file could not be written/),
    })
    await expect(client.call('sessionFile.save', { path, file: { symbols: [] } })).rejects.toMatchObject({
      code: 'bad-message',
    })
  })
})

describe('a file in the making', () => {
  test('is compared without being written', async () => {
    await openStore()
    const file = { session: day, symbols: ['SPY', 'NONE'], trailing: 1 }
    const readiness = await engine.client.call('sessionFile.needs', { file, name: 'run.json' })
    expect(readiness).toMatchObject({ symbols: ['SPY'], leftOut: [{ symbol: 'NONE' }] })
  })

  test('of many symbols leaves the event loop its turns', async () => {
    let elapsed = 0
    let turns = 0
    await engine.close()
    engine = startTestEngine({
      ticker: {
        ...processTicker,
        // Every look at the clock takes a millisecond, whatever the machine.
        elapsed: () => elapsed++,
        soon: (run) => {
          turns++
          return processTicker.soon(run)
        },
      },
    })
    await openStore()
    turns = 0
    const symbols = Array.from({ length: 400 }, (_, index) => `S${index}`)
    await engine.client.call('sessionFile.needs', {
      file: { session: day, exchange: 'XNYS', symbols },
      name: 'run.json',
    })
    expect(turns).toBeGreaterThan(50)
  })
})
