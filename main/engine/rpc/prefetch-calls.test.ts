import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { planOf, runOf, utc } from '../prefetch/testing/plans.ts'
import { symbolsOfPlan } from '../prefetch/use/plan-symbols.ts'
import { openStore } from '../store/open.ts'
import { everyMinute, fillStore } from '../system/testing/fill-store.ts'
import { eventsOf, fixedTime, startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'

const session = '2024-01-10' as SessionDate
let engine: TestEngine
let path: string

beforeEach(() => {
  engine = startTestEngine()
  path = join(engine.folder, 'bars.tape')
  fillStore(
    path,
    ['SPY', 'AIG'].map((symbol) => ({ symbol, session, minutes: everyMinute })),
  )
})
afterEach(() => engine.close())

describe('plans', () => {
  test('are saved, listed with what came of them last, told of, and removed', async () => {
    const { client } = engine
    const writer = openStore(path, { access: 'write', owner: 'the test', time: fixedTime })
    const skipped = { ...runOf(), reason: 'The computer was asleep.' }
    writer.prefetch.skipRuns([skipped])
    writer.close()
    await client.call('store.open', { path })
    const changed = eventsOf(engine, 'prefetch.changed')
    const plan = planOf({ budget: { minutes: 30 } })
    const last = expect.objectContaining({ outcome: 'skipped', reason: skipped.reason })
    expect(await client.call('prefetch.savePlan', { plan })).toEqual([{ plan, last }])
    expect(await changed.next()).toEqual({ part: 'plans' })
    const renamed = planOf({ name: 'Dawn' })
    await client.call('prefetch.savePlan', { plan: renamed, was: 'Night' })
    expect(await client.call('prefetch.plans', undefined)).toEqual([{ plan: renamed, last }])
    expect(await client.call('prefetch.runs', { most: 1 })).toEqual({ runs: [last], more: false })
    expect(await client.call('prefetch.removePlan', { name: 'Dawn' })).toEqual([])
    expect((await client.call('prefetch.runs', { plan: 'Dawn' })).runs).toHaveLength(1)
  })

  test('that make no sense are refused with the field', async () => {
    const { client } = engine
    await client.call('store.open', { path })
    const refused = async (told: Parameters<typeof planOf>[0], field: string) =>
      expect(client.call('prefetch.savePlan', { plan: planOf(told) })).rejects.toMatchObject({
        code: 'usage',
        detail: { field },
      })
    await refused({ exchange: 'XXXX' }, 'exchange')
    await refused({ when: { kind: 'cron', line: '0 25 * * *' } }, 'when')
    await refused({ symbols: { kind: 'watchlist', name: 'Banks' } }, 'symbols')
    await client.call('prefetch.savePlan', { plan: planOf() })
    await refused({}, 'name')
    await expect(client.call('prefetch.removePlan', { name: 'None' })).rejects.toThrow('no plan "None"')
  })

  test('say which symbols they are for now, each once', async () => {
    const { client } = engine
    await client.call('store.open', { path })
    await client.call('watchlists.save', { name: 'Mine', symbols: ['SPY', 'AIG'] })
    const own = planOf({ name: 'Own', symbols: { kind: 'list', symbols: ['NEW', 'SPY', 'NEW'] } })
    await client.call('prefetch.savePlan', { plan: own })
    await client.call('prefetch.savePlan', { plan: planOf({ symbols: { kind: 'watchlist', name: 'Mine' } }) })
    expect(await client.call('prefetch.symbols', { plan: 'Own' })).toEqual(['NEW', 'SPY'])
    expect(await client.call('prefetch.symbols', { plan: 'Night' })).toEqual(['SPY', 'AIG'])
    await expect(client.call('prefetch.symbols', { plan: 'None' })).rejects.toMatchObject({
      code: 'usage',
      message: 'There is no plan "None" in the store.',
    })
  })

  test('that name what the store does not have are refused, unless they named it before it went', async () => {
    const { client } = engine
    await client.call('store.open', { path })
    const save = (told: Parameters<typeof planOf>[0], was?: string) =>
      client.call('prefetch.savePlan', { plan: planOf(told), ...(was !== undefined && { was }) })
    const told = { symbols: { kind: 'watchlist', name: 'Banks' } as const, sources: ['disk', 'web'] }
    await expect(save(told)).rejects.toThrow(/has no watchlist "Banks"; it has none/)
    const lists = await client.call('watchlists.save', { name: 'Banks', symbols: ['AIG'] })
    await expect(save(told)).rejects.toMatchObject({
      code: 'unknown-source',
      message: expect.stringMatching(/bars\.tape has no source disk, web; it has none/),
    })
    for (const name of told.sources)
      await client.call('sources.add', { name, kind: 'files', place: engine.folder, options: {} })
    await save(told)
    await client.call('watchlists.remove', { id: lists[0]?.id ?? 0 })
    await client.call('sources.remove', { name: 'web' })
    await save({ ...told, enabled: false }, 'Night')
    await expect(save({ ...told, sources: ['web', 'net'] }, 'Night')).rejects.toThrow(
      /no source net; it has disk/,
    )
    await expect(save({ ...told, name: 'Dawn' })).rejects.toThrow(/no watchlist "Banks"/)
  })

  test('show their next runs on the clock of the exchange; one that is off says so', async () => {
    const { client } = engine
    await client.call('store.open', { path })
    // The clock of the test engine stands at 2024-06-01T12:00:00Z, a Saturday.
    await client.call('prefetch.savePlan', { plan: planOf() })
    await client.call('prefetch.savePlan', {
      plan: planOf({ name: 'Tokyo', exchange: 'XTKS', when: { kind: 'at', time: '06:30' } }),
    })
    await client.call('prefetch.savePlan', { plan: planOf({ name: 'Off', enabled: false }) })
    expect(await client.call('prefetch.next', { most: 2 })).toEqual([
      {
        plan: 'Night',
        exchange: 'XNYS',
        zone: 'America/New_York',
        runs: ['03', '04'].map((day) => ({
          due: utc(`2024-06-${day}T12:30:00Z`),
          wall: `2024-06-${day} 08:30`,
          offset: '-04:00',
          session: `2024-06-${day}`,
          open: utc(`2024-06-${day}T13:30:00Z`),
        })),
      },
      {
        plan: 'Off',
        exchange: 'XNYS',
        zone: 'America/New_York',
        runs: [],
        problem: expect.stringContaining('off'),
      },
      expect.objectContaining({
        plan: 'Tokyo',
        runs: [
          expect.objectContaining({
            due: utc('2024-06-02T21:30:00Z'),
            wall: '2024-06-03 06:30',
            session: '2024-06-03',
          }),
          expect.objectContaining({ wall: '2024-06-04 06:30' }),
        ],
      }),
    ])
    const upcoming = await client.call('prefetch.upcoming', {})
    expect(upcoming.map(({ exchange, next }) => `${exchange} ${next?.session} ${next?.near}`)).toEqual([
      'XNYS 2024-06-03 false',
      'XTKS 2024-06-03 false',
    ])
  })
})

describe('the use of symbols', () => {
  async function openReplay(): Promise<void> {
    await engine.client.call('replay.open', {
      ...{ session, exchange: 'XNYS', symbols: ['SPY', 'NONE'], trailing: [], hours: 'regular' },
    })
  }

  test('is learned from replays, charts and watchlists, and can be corrected', async () => {
    const { client } = engine
    await client.call('store.open', { path })
    const changed = eventsOf(engine, 'prefetch.changed')
    await openReplay()
    expect(await changed.next()).toEqual({ part: 'used' })
    await client.call('watchlists.save', { name: 'Mine', symbols: ['AIG', 'BAC'] })
    await changed.next()
    const used = await client.call('prefetch.used', undefined)
    expect(used).toMatchObject({ learns: true, halfLifeDays: 14 })
    expect(used.symbols.map(({ symbol, lastUse, score }) => `${symbol} ${lastUse} ${score}`)).toEqual([
      'AIG watchlist 1',
      'BAC watchlist 1',
      'SPY replay 1',
    ])
    await client.call('prefetch.markUsed', { symbol: 'AIG', mark: 'never' })
    const marked = await client.call('prefetch.markUsed', { symbol: 'SPY', mark: 'pin' })
    expect(marked.symbols.map(({ symbol }) => symbol)).toEqual(['SPY', 'BAC', 'AIG'])
    const plan = planOf({ symbols: { kind: 'used', most: 9 } })
    expect(symbolsOfPlan(engine.system.store.reader, plan, fixedTime.now())).toEqual(['SPY', 'BAC'])
    expect((await client.call('prefetch.forgetUsed', { symbol: 'BAC' })).symbols).toHaveLength(2)
    expect((await client.call('prefetch.forgetUsed', {})).symbols).toEqual([])
  })

  test('is learned from a chart of its own', async () => {
    const { client } = engine
    await client.call('store.open', { path })
    const changed = eventsOf(engine, 'prefetch.changed')
    await openReplay()
    await changed.next()
    await client.call('prefetch.forgetUsed', {})
    await changed.next()
    await client.call('chart.open', { chart: 1, symbol: 'SPY', interval: '5m' as Interval, trailing: false })
    await changed.next()
    expect((await client.call('prefetch.used', undefined)).symbols).toMatchObject([
      { symbol: 'SPY', lastUse: 'chart' },
    ])
  })

  test('is not learned where the settings say so, and a store of another process stands in no way', async () => {
    const { client } = engine
    await client.call('settings.set', { changes: { prefetchLearnSymbols: false } })
    await client.call('store.open', { path })
    await openReplay()
    await client.call('watchlists.save', { name: 'Mine', symbols: ['AIG'] })
    expect(await client.call('prefetch.used', undefined)).toMatchObject({ learns: false, symbols: [] })
    await client.call('settings.set', { changes: { prefetchLearnSymbols: true } })
    await client.call('store.close', undefined)
    const other = openStore(path, { access: 'write', owner: 'another', time: fixedTime })
    await client.call('store.open', { path })
    const trouble = eventsOf(engine, 'trouble')
    await openReplay()
    await expect(client.call('prefetch.markUsed', { symbol: 'SPY', mark: 'pin' })).rejects.toMatchObject({
      code: 'read-only',
    })
    expect(trouble.seen.filter((said) => JSON.stringify(said).includes('use of'))).toEqual([])
    other.close()
  })
})

describe('the symbols of a plan', () => {
  test('are those named, those of a watchlist, or those used; none is an error in words', async () => {
    const { client } = engine
    await client.call('store.open', { path })
    await client.call('watchlists.save', { name: 'Empty', symbols: [] })
    await client.call('watchlists.save', { name: 'Mine', symbols: ['SPY', 'AIG', 'SPY'] })
    const { reader } = engine.system.store
    const of = (symbols: Parameters<typeof planOf>[0], at = fixedTime.now()) =>
      symbolsOfPlan(reader, planOf(symbols), at)
    expect(of({ symbols: { kind: 'list', symbols: ['B', 'A', 'B'] } })).toEqual(['B', 'A'])
    expect(of({ symbols: { kind: 'watchlist', name: 'Mine' } })).toEqual(['SPY', 'AIG'])
    expect(() => of({ symbols: { kind: 'watchlist', name: 'Empty' } })).toThrow('is empty')
    expect(() => of({ symbols: { kind: 'watchlist', name: 'None' } })).toThrow('does not have')
    const used = { symbols: { kind: 'used', most: 1 } } as const
    const changed = eventsOf(engine, 'prefetch.changed')
    await client.call('prefetch.forgetUsed', {})
    await changed.next()
    expect(() => of({ ...used, exchange: 'XTKS' })).toThrow('none of XTKS was used yet')
    await client.call('prefetch.markUsed', { symbol: 'SPY', mark: 'pin' })
    expect(of({ ...used, exchange: 'XNAS' })).toEqual(['SPY'])
    expect(() => of({ ...used, exchange: 'XTKS' })).toThrow('none of XTKS was used yet')
  })
})
