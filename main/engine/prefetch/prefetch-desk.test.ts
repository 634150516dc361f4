import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { SessionStart } from '#shared/prefetch/session-start.ts'
import { addMs } from '#shared/time/epoch.ts'
import { keyServersVariable } from '../sources/secrets/key-account.ts'
import { openStore } from '../store/open.ts'
import type { StoreWriter } from '../store/store.ts'
import { everyMinute, fillStore } from '../system/testing/fill-store.ts'
import { eventsOf, fixedTime, startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'
import { asked } from '../upkeep/testing/made-store.ts'
import type { RunEnd } from './plan-run.ts'
import { addVendor } from './testing/run-stage.ts'
import { startVendor, vendorKeys } from './testing/vendor.ts'

/** Monday; on the engine's clock it is the Saturday before, and the Monday before that was Memorial Day. */
const monday = '2024-06-03' as SessionDate
const friday = '2024-05-31' as SessionDate
const week = ['2024-05-24', '2024-05-28', '2024-05-29', '2024-05-30', friday]

const plan: Plan = {
  name: 'night',
  symbols: { kind: 'list', symbols: ['SPY', 'NEW'] },
  exchange: 'XNYS',
  intervals: [oneMinute, '5m' as Interval],
  trailing: 5,
  sources: [],
  when: { kind: 'before-open', minutes: 60 },
  missed: 'run',
  budget: {},
  enabled: true,
}
const request = {
  exchange: 'XNYS',
  session: monday,
  symbols: ['SPY', 'NEW'],
  trailing: [
    { sessions: 5, interval: oneMinute },
    { sessions: 5, interval: '5m' as Interval },
  ],
  hours: 'regular' as const,
}

let engine: TestEngine
let path: string
let variables: Record<string, string>
beforeEach(() => {
  variables = { ...vendorKeys }
  engine = startTestEngine({ variables })
  path = join(engine.folder, 'bars.tapedeck')
})
afterEach(() => engine.close())

/** A store with some of SPY's sessions and a vendor that has SPY and, unless told, NEW. */
async function withVendor(habits: Partial<Parameters<typeof startVendor>[0]> = {}): Promise<void> {
  const vendor = await startVendor({ symbols: ['SPY', 'NEW'], ...habits })
  fillStore(
    path,
    week.slice(0, 4).map((session) => ({ symbol: 'SPY', session, minutes: everyMinute })),
  )
  const writer = openStore(path, { access: 'write', owner: 'the test', time: fixedTime })
  addVendor(writer, 'vendor', vendor.url)
  variables[keyServersVariable] = `alpaca=${vendor.url}`
  writer.close()
  await engine.client.call('store.open', { path })
}

function night(told: Partial<Plan> = {}, signal = new AbortController().signal): Promise<RunEnd> {
  const now = fixedTime.now()
  const run = { id: 1, plan: { ...plan, ...told }, session: monday, due: now, startedAt: now }
  return engine.system.prefetch.desk.run(run, () => {}, signal)
}

describe('a session that a run made ready', () => {
  test('B5: is put in place at once, with symbols that the store did not know, and told so', async () => {
    await withVendor()
    expect(await night()).toMatchObject({ outcome: 'done', ready: 10, of: 10 })
    const started = eventsOf(engine, 'prefetch.started')
    const info = await engine.client.call('replay.open', request)
    expect(info.opened).toMatchObject({ from: 'prefetched', ms: expect.any(Number) })
    expect(info.opened?.miss).toBeUndefined()
    expect(info.symbols.map(({ symbol }) => symbol)).toEqual(['SPY', 'NEW'])
    expect(info.leftOut).toEqual([])
    const start = (await started.next()) as SessionStart
    expect(start).toMatchObject({ exchange: 'XNYS', session: monday, symbols: 2, from: 'prefetched' })
    const { ms, waited } = start
    expect(waited.bars + waited.session + waited.clock).toBeCloseTo(ms)
    expect(await engine.client.call('prefetch.starts', undefined)).toMatchObject({
      starts: [start],
      summary: { hits: 1, of: 1, prefetched: { starts: 1, median: ms, last: ms } },
      hits: 1,
      of: 1,
    })
  })

  test('is the same as one by normal load, and so is the session before it', async () => {
    await withVendor()
    await night()
    for (const session of [monday, friday]) {
      const { opened: first, ...prefetched } = await engine.client.call('replay.open', {
        ...request,
        session,
      })
      const { opened: second, ...normal } = await engine.client.call('replay.open', { ...request, session })
      expect([first?.from, second?.from]).toEqual(['prefetched', 'store'])
      expect(prefetched).toEqual(normal)
    }
    const { replay } = engine.system.replays
    expect(replay.loadedSymbol('NEW').columns.start).toHaveLength(390)
    expect(replay.history('NEW').trailingSessions('NEW', oneMinute)).toHaveLength(4)
  })

  test('takes the place of another replay that is open, all of it', async () => {
    await withVendor()
    await night()
    const other = { ...request, session: '2024-05-30' as SessionDate, symbols: ['SPY'] }
    expect((await engine.client.call('replay.open', other)).opened?.from).toBe('store')
    const info = await engine.client.call('replay.open', request)
    expect(info).toMatchObject({ session: monday, opened: { from: 'prefetched' } })
    expect(engine.system.replays.replay.data.getActiveSymbols()).toEqual(['SPY', 'NEW'])
  })

  test('is prepared as the window asked last, hours and windows', async () => {
    await withVendor()
    const all = { ...request, hours: 'all' as const, trailing: [], symbols: ['SPY'] }
    await engine.client.call('replay.open', all)
    await night({ symbols: { kind: 'list', symbols: ['SPY'] } })
    expect((await engine.client.call('replay.open', all)).opened?.from).toBe('prefetched')
  })
})

test('where the settings load no sessions before it, it is prepared without them and opened so', async () => {
  await withVendor()
  await engine.client.call('settings.set', { changes: { historicalBarsAutoLoad: false } })
  await night()
  const info = await engine.client.call('replay.open', { ...request, loadsTrailing: false })
  expect(info).toMatchObject({ opened: { from: 'prefetched' } })
  expect(info.exchanges[0]?.trailing).toEqual([])
  expect(engine.system.replays.replay.history('SPY').intervals('SPY')).toEqual([])
})

test('what a run of another process made ready is prepared when the store is opened', async () => {
  fillStore(
    path,
    [...week, monday].flatMap((session) => [
      { symbol: 'SPY', session, minutes: everyMinute },
      { symbol: 'NEW', session, minutes: everyMinute },
    ]),
  )
  const now = fixedTime.now()
  const writer = openStore(path, { access: 'write', owner: 'the test', time: fixedTime })
  writer.prefetch.savePlan(plan, undefined, now)
  const { name, exchange } = plan
  const run = { plan: name, exchange, session: monday, trigger: 'command', due: now, startedAt: now } as const
  const { id } = writer.prefetch.beginRun(run, { owner: 'other', pid: 1, beatAt: now }, () => true)
  const counts = { symbols: 2, ready: 12, of: 12, requests: 0, bars: 0, bytes: 0, gaps: 0, filled: 0 }
  writer.prefetch.endRun(id, { outcome: 'done', endedAt: now, counts, errors: [] })
  writer.close()
  await engine.client.call('store.open', { path })
  await expect.poll(() => engine.system.prefetch.desk.starts().bytes, { timeout: 60_000 }).toBeGreaterThan(0)
  await expect
    .poll(async () => (await engine.client.call('replay.open', request)).opened?.from)
    .toBe('prefetched')
})

describe('a run that ended before the store was opened', () => {
  type Outcome = Parameters<StoreWriter['prefetch']['endRun']>[1]['outcome']

  /** A store with all sessions but some, of which a run is on record; minute 7 of the Friday is missing. */
  async function openAfterRun(
    outcome: Outcome,
    told: { lacks?: string; isAsked?: boolean },
  ): Promise<number> {
    const minutes = everyMinute.filter((minute) => minute !== 7)
    fillStore(
      path,
      [...week, monday].flatMap((session) => [
        { symbol: 'SPY', session, minutes: session === friday ? minutes : everyMinute },
        ...(session === told.lacks ? [] : [{ symbol: 'NEW', session, minutes: everyMinute }]),
      ]),
    )
    const now = fixedTime.now()
    const writer = openStore(path, { access: 'write', owner: 'the test', time: fixedTime })
    addVendor(writer, 'vendor', 'http://localhost:1')
    writer.prefetch.savePlan({ ...plan, enabled: false }, undefined, now)
    const of = { plan: plan.name, exchange: plan.exchange, session: monday, trigger: 'command' } as const
    const lease = { owner: 'other', pid: 1, beatAt: now }
    const { id } = writer.prefetch.beginRun({ ...of, due: now, startedAt: now }, lease, () => true)
    if (told.isAsked) writer.ledger.record('SPY', [asked('vendor', friday, [7, 8], { askedAt: now })])
    const errors = [{ symbol: 'NEW', cause: 'The vendor does not have it.' }]
    writer.prefetch.endRun(id, { outcome, reason: 'Something is left.', endedAt: now, errors })
    writer.close()
    await engine.client.call('store.open', { path })
    return id
  }

  async function statesOf(run: number): Promise<Record<string, string>> {
    const { cells } = await engine.client.call('prefetch.board', { run })
    return Object.fromEntries(cells.map(({ symbol, session, state }) => [`${symbol} ${session}`, state]))
  }

  const from = async () => (await engine.client.call('replay.open', request)).opened

  test('in part is as ready as the store says: gaps that were asked for keep nothing from being prepared', async () => {
    const run = await openAfterRun('partial', { isAsked: true })
    const states = await statesOf(run)
    expect(Object.values(states)).toHaveLength(10)
    expect(states).toMatchObject({ [`SPY ${friday}`]: 'gaps', [`NEW ${friday}`]: 'complete' })
    await expect
      .poll(() => engine.system.prefetch.desk.starts().bytes, { timeout: 60_000 })
      .toBeGreaterThan(0)
    await expect.poll(async () => (await from())?.from).toBe('prefetched')
  })

  test('before it came to a session tells which one, and so does its board', async () => {
    const run = await openAfterRun('interrupted', {})
    expect(await statesOf(run)).toMatchObject({ [`SPY ${friday}`]: 'queued', [`NEW ${friday}`]: 'complete' })
    await expect
      .poll(async () => (await from())?.miss)
      .toEqual({ code: 'half-done', reason: 'The run of the plan night could not have SPY of 2024-05-31.' })
  })

  test('without a bar of a session tells why, by symbol and page', async () => {
    const run = await openAfterRun('partial', { lacks: week[1] as string, isAsked: true })
    const board = await engine.client.call('prefetch.board', { run, from: 1, most: 1 })
    expect(board).toMatchObject({ run: { outcome: 'partial' }, symbols: ['SPY', 'NEW'], sessions: week })
    expect(board.cells.map(({ symbol, state }) => `${symbol} ${state}`)).toEqual([
      ...['NEW complete', 'NEW failed', 'NEW complete', 'NEW complete', 'NEW complete'],
    ])
    expect(board.cells[1]).toMatchObject({ cause: 'The vendor does not have it.' })
  })

  test('has a board as long as it is the last one of a plan that is there', async () => {
    const run = await openAfterRun('partial', { isAsked: true })
    await engine.client.call('prefetch.removePlan', { name: plan.name })
    await expect(engine.client.call('prefetch.board', { run })).rejects.toMatchObject({ code: 'usage' })
  })
})

describe('a start without it says why, and is a normal load', () => {
  async function openedNow(told: Partial<typeof request> = {}) {
    const info = await engine.client.call('replay.open', { ...request, ...told })
    expect(info.symbols.length).toBeGreaterThan(0)
    expect(info.opened?.from).toBe('store')
    return info.opened?.miss
  }

  test('the store changed since, by another process too', async () => {
    await withVendor()
    await night()
    await engine.client.call('store.close', undefined)
    fillStore(path, [{ symbol: 'SPY', session: friday, minutes: [0], seed: 9 }])
    await engine.client.call('store.open', { path })
    expect(await openedNow()).toMatchObject({ code: 'none' })
    await night()
    const at = fixedTime.now()
    await engine.system.store.keep((writer) =>
      writer.call('markGap', {
        symbol: 'SPY',
        mark: { kind: 'mark', from: at, to: addMs(at, 60_000), class: 'no-trade', reason: 'quiet', at },
      }),
    )
    expect(await openedNow()).toMatchObject({ code: 'store-changed', reason: expect.stringMatching(/SPY/) })
  })

  test('another symbol set, other windows', async () => {
    await withVendor()
    await night()
    expect(await openedNow({ symbols: ['SPY'] })).toMatchObject({ code: 'other-symbols' })
    expect(await openedNow({ trailing: [] })).toMatchObject({ code: 'other-settings' })
    const { hits, of } = engine.system.prefetch.desk.starts()
    expect({ hits, of }).toEqual({ hits: 0, of: 2 })
  })

  test('half done: what could not be had, a run that is not through, or was cancelled', async () => {
    await withVendor({ symbols: ['SPY'] })
    expect(await night()).toMatchObject({ outcome: 'partial', ready: 5, of: 10 })
    expect(await openedNow({ symbols: ['SPY', 'NEW'] })).toMatchObject({
      code: 'half-done',
      reason: expect.stringMatching(/The run of the plan night could not have NEW of 2024-05-31 and 4 more/),
    })
    const stop = new AbortController()
    stop.abort()
    await night({}, stop.signal)
    expect(await openedNow()).toMatchObject({ reason: expect.stringMatching(/was cancelled/) })
    const running = night()
    expect(await openedNow()).toMatchObject({ reason: expect.stringMatching(/is not through/) })
    await running
  })

  test('B5: a run that has no symbols prepares nothing', async () => {
    await withVendor()
    const end = await night({ symbols: { kind: 'list', symbols: [] } })
    expect(end.outcome).toBe('failed')
    expect(await openedNow({ symbols: ['SPY'] })).toMatchObject({
      code: expect.stringMatching(/none|half|other/),
    })
  })

  test('it is off in the settings', async () => {
    await withVendor()
    await night()
    await engine.client.call('settings.set', { changes: { prefetchAutoActivate: false } })
    expect(await openedNow()).toEqual({
      code: 'off',
      reason: 'Putting prepared sessions in place is off in the settings.',
    })
    const { hits, of } = engine.system.prefetch.desk.starts()
    expect({ hits, of }).toEqual({ hits: 0, of: 0 })
  })
})
