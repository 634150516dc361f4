import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { BacktestRequest } from '#shared/protocol/backtest-calls.ts'
import { channelPair } from '#shared/protocol/channel.ts'
import { createClient } from '#shared/protocol/client.ts'
import type { EventPayload } from '#shared/protocol/contract.ts'
import { type EngineContract, engineContract } from '#shared/protocol/engine-contract.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import { afterDemo, demoEngines } from '../system/testing/demo-engine.ts'
import { everyMinute, fillStore } from '../system/testing/fill-store.ts'
import { backtestsInProcess, eventsOf, type TestEngine } from '../system/testing/test-engine.ts'
import { serveEngine } from './engine-server.ts'

type Ended = EventPayload<EngineContract, 'backtest.ended'>
type Progress = EventPayload<EngineContract, 'backtest.progress'>

const startEngine = demoEngines()
let engine: TestEngine
beforeEach(async () => {
  engine = await startEngine({ startBacktests: () => backtestsInProcess(afterDemo) })
})
afterEach(() => engine.close())

const request: BacktestRequest = {
  strategy: { kind: 'built-in', name: 'two-averages' },
  params: { fast: 8, slow: 21 },
  symbols: ['TDALL', 'NORVA'],
  from: '2024-11-18' as SessionDate,
  to: '2024-11-20' as SessionDate,
  interval: oneMinute,
  view: 'as-repaired',
  broker: { ...usualBroker, commission: { kind: 'per-share', money: 0.005 } },
  closeAtEnd: true,
}

/** Starts a run and waits for its end. */
async function ran(order: Parameters<typeof start>[0]): Promise<Ended> {
  const ended = eventsOf(engine, 'backtest.ended')
  const { run } = await start(order)
  const end = (await ended.next()) as Ended
  expect(end.run).toBe(run)
  return end
}

function start(order: { request: BacktestRequest } | { again: number } | { runFile: string }) {
  return engine.client.call('backtest.start', order)
}

/** Of a run that came to its end. */
function keptOf(end: Ended) {
  if (end.outcome !== 'done') throw new Error(JSON.stringify(end))
  return end.kept
}

describe('a run of a window', () => {
  test('tells how far it is, is kept, and gives its results and orders', async () => {
    const progress = eventsOf(engine, 'backtest.progress')
    const kept = keptOf(await ran({ request }))
    const phases = (progress.seen as Progress[]).map(({ phase }) => phase)
    expect([...new Set(phases)]).toEqual(['waiting', 'reading', 'running', 'measuring'])
    const running = (progress.seen as Progress[]).filter(({ phase }) => phase === 'running')
    expect(running.at(-1)).toMatchObject({ run: kept.id, done: kept.bars, total: kept.bars })

    expect(kept).toMatchObject({
      strategy: 'Two moving averages',
      name: 'Two moving averages: TDALL, NORVA',
      exchange: 'XNYS',
      zone: 'America/New_York',
      ranAt: afterDemo.now(),
      sessions: 3,
      request: { ...request, params: { fast: 8, slow: 21, percent: 95 } },
    })
    expect(await engine.client.call('backtest.runs', undefined)).toEqual([kept])

    const { run, curve, trades, skipped, log, leftOut } = await engine.client.call('backtest.results', {
      run: kept.id,
    })
    expect(run).toEqual(kept)
    expect({ skipped, log, leftOut }).toEqual({
      skipped: [],
      log: [],
      leftOut: { trades: 0, skipped: 0, log: 0 },
    })
    expect(trades.pnl).toHaveLength(kept.trades)
    expect(kept.trades).toBeGreaterThan(10)
    expect(trades.pnl.reduce((sum, pnl) => sum + pnl, 0)).toBeCloseTo(kept.measures.profit as number, 6)
    expect(curve.equity.at(-1)).toBeCloseTo(100_000 + (kept.measures.profit as number), 6)
    expect(curve.drawdownPct.reduce((most, value) => Math.max(most, value), 0)).toBeCloseTo(
      kept.measures.maxDrawdownPct as number,
      9,
    )
    expect(curve.buyAndHold).toHaveLength(curve.time.length)
    // All bars of the demo are made by a generator.
    expect([...trades.marks].every((marks) => (marks & 16) !== 0)).toBe(true)

    const orders = await ordersOf(kept.id, 'TDALL', '2024-11-19')
    const fills = orders.flatMap((event) => (event.type === 'filled' ? [event.fill] : []))
    expect(fills.length).toBeGreaterThan(2)
    for (const { symbol, time } of fills)
      expect([symbol, new Date(time).toISOString().slice(0, 10)]).toEqual(['TDALL', '2024-11-19'])
    expect(await ordersOf(kept.id, 'MIRVA', '2024-11-19')).toEqual([])
  })

  test('is there when the engine starts again, of its own store only', async () => {
    const kept = keptOf(await ran({ request }))
    const other = join(engine.folder, 'other.tapedeck')
    await engine.client.call('store.create', { path: other })
    expect(await engine.client.call('backtest.runs', undefined)).toEqual([])
    await expect(engine.client.call('backtest.results', { run: kept.id })).rejects.toMatchObject({
      code: 'usage',
      message: `Run ${kept.id} is not kept of this store; it may have been removed.`,
    })
    await engine.client.call('store.open', { path: join(engine.folder, 'demo.tapedeck') })
    expect(await engine.client.call('backtest.runs', undefined)).toEqual([kept])
    await engine.client.call('store.close', undefined)
    await expect(engine.client.call('backtest.runs', undefined)).rejects.toMatchObject({ code: 'no-store' })
  })
})

/** A strategy of a file with this body of onBar. */
function fileStrategy(body: string, file = 'own.ts') {
  const text = `export default {\n  name: 'Own',\n  onBar(ctx, bar) {\n    ${body}\n  },\n}\n`
  return { kind: 'file' as const, file, text }
}
const endless = { ...request, params: {}, strategy: fileStrategy('for (;;);') }

describe('a run that cannot be', () => {
  test.each([
    [
      'a strategy that throws',
      {
        ...request,
        params: {},
        strategy: fileStrategy("if (ctx.bars(bar.symbol).length === 3) throw new Error('no')"),
      },
      {
        message: 'own.ts:4:50: onBar of TDALL at 2024-11-18T14:33:00Z: Error: no.',
        ...{ file: 'own.ts', line: 4, column: 50, symbol: 'TDALL', at: Date.parse('2024-11-18T14:33:00Z') },
      },
    ],
    [
      'a strategy that cannot be read',
      { ...request, strategy: fileStrategy(')') },
      { message: expect.stringMatching(/^own\.ts:4:5: /), file: 'own.ts', line: 4, column: 5 },
    ],
    [
      'a file that is not there',
      { ...request, strategy: { kind: 'file' as const, file: '/none/such.ts' } },
      { message: expect.stringMatching(/^\/none\/such\.ts: could not be read/) },
    ],
    [
      'params there are not',
      { ...request, params: { fats: 3 } },
      { message: /has no param fats; did you mean fast/ },
    ],
    ['symbols there are not', { ...request, symbols: ['NONE'] }, { message: /^NONE: .* no such symbol/ }],
    [
      'sessions without bars',
      { ...request, from: '2019-11-18' as SessionDate, to: '2019-11-20' as SessionDate },
      { message: /^TDALL: .* has no 1m bars/ },
    ],
  ])('fails with its cause and its place: %s', async (_, order, fault) => {
    const { message } = fault
    const told = message instanceof RegExp ? expect.stringMatching(message) : message
    expect(await ran({ request: order })).toMatchObject({
      outcome: 'failed',
      fault: { ...fault, message: told },
    })
    expect(await engine.client.call('backtest.runs', undefined)).toEqual([])
  })
})

describe('runs that wait', () => {
  test('take their turn, are bounded, and are cancelled before and while they go on', async () => {
    const ended = eventsOf(engine, 'backtest.ended')
    const progress = eventsOf(engine, 'backtest.progress')
    const { run: first } = await start({ request: endless })
    await expect
      .poll(() => progress.seen, { timeout: 60_000 })
      .toContainEqual(expect.objectContaining({ run: first, phase: 'running' }))
    const waiting: number[] = []
    for (let more = 0; more < 8; more += 1) waiting.push((await start({ request })).run)
    await expect(start({ request })).rejects.toMatchObject({ code: 'usage', message: /8 backtests wait/ })
    const [second = 0, ...others] = waiting
    for (const run of others.reverse()) {
      await engine.client.call('backtest.cancel', { run })
      expect(await ended.next()).toEqual({ run, outcome: 'cancelled' })
    }
    await engine.client.call('backtest.cancel', { run: first })
    expect(await ended.next()).toEqual({ run: first, outcome: 'cancelled' })
    expect(await ended.next()).toMatchObject({ run: second, outcome: 'done' })
    // Nothing happens when it has ended.
    await engine.client.call('backtest.cancel', { run: second })
  })

  test('are told anew to a window that comes back', async () => {
    const progress = eventsOf(engine, 'backtest.progress')
    const { run: first } = await start({ request: endless })
    const { run: second } = await start({ request })
    const isRunning = expect.objectContaining({ run: first, phase: 'running' })
    await expect.poll(() => progress.seen, { timeout: 60_000 }).toContainEqual(isRunning)
    const [near, far] = channelPair()
    const window = createClient(engineContract, near)
    const heard: unknown[] = []
    window.on('backtest.progress', (step) => heard.push(step))
    serveEngine(far, engine.system)
    await window.call('engine.hello', undefined)
    expect(heard).toEqual([isRunning, { run: second, phase: 'waiting', done: 0, total: 0 }])
    window.close()
  })

  test('end with their store, and so does what is worked out about one', async () => {
    const kept = keptOf(await ran({ request }))
    const ended = eventsOf(engine, 'backtest.ended')
    const { run: first } = await start({ request: endless })
    const { run: second } = await start({ request })
    const trust = engine.client.call('backtest.trust', { run: kept.id })
    const refused = expect(trust).rejects.toMatchObject({ code: 'cancelled' })
    await engine.client.call('store.close', undefined)
    await refused
    const ends = [await ended.next(), await ended.next()]
    expect(ends).toContainEqual({ run: first, outcome: 'cancelled' })
    expect(ends).toContainEqual({ run: second, outcome: 'cancelled' })
  })
})

describe('a kept run', () => {
  test('is run again to the same bytes, is written into files, and says what is not as it was', async () => {
    const path = join(engine.folder, 'made.tapedeck')
    const made = (seed: number) =>
      fillStore(path, [
        { symbol: 'ONE', session: '2024-05-28', minutes: everyMinute, seed: 1 },
        { symbol: 'TWO', session: '2024-05-28', minutes: everyMinute, seed },
      ])
    made(2)
    await engine.client.call('store.open', { path })
    const session = '2024-05-28' as SessionDate
    const strategy = fileStrategy(
      'ctx.target({ symbol: bar.symbol, quantity: bar.close > bar.open ? 10 : 0 })',
    )
    const kept = keptOf(
      await ran({
        request: { ...request, strategy, params: {}, symbols: ['ONE', 'TWO'], from: session, to: session },
      }),
    )
    const again = await ran({ again: kept.id })
    expect(again).toMatchObject({ outcome: 'done', changed: [], kept: { measures: kept.measures } })
    const [one, other] = await Promise.all(
      [kept.id, keptOf(again).id].map((run) => engine.client.call('backtest.results', { run })),
    )
    expect(other?.trades).toEqual(one?.trades)
    expect(other?.curve).toEqual(one?.curve)
    expect(one?.trades.pnl.length).toBeGreaterThan(5)

    const folder = join(engine.folder, 'written')
    const { files } = await engine.client.call('backtest.export', { run: kept.id, folder })
    expect(files.map((file) => basename(file))).toEqual([
      ...['trades.csv', 'equity.csv', 'trades.parquet', 'equity.parquet', 'report.html', 'run.json'],
    ])
    const linesOf = (name: string) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')
    expect(linesOf('trades.csv')).toHaveLength(1 + kept.trades)
    expect(linesOf('equity.csv')).toHaveLength(1 + kept.bars / 2)
    expect(await ran({ runFile: join(folder, 'run.json') })).toMatchObject({ outcome: 'done', changed: [] })

    await engine.client.call('store.close', undefined)
    made(3)
    await engine.client.call('store.open', { path })
    const changed = ['the bars of TWO', 'the trades']
    expect(await ran({ again: kept.id })).toMatchObject({ outcome: 'done', changed })
    expect(await ran({ runFile: join(folder, 'run.json') })).toMatchObject({ outcome: 'done', changed })
    expect(await ran({ runFile: join(folder, 'trades.csv') })).toMatchObject({
      outcome: 'failed',
      fault: { message: expect.stringMatching(/trades\.csv: it is not JSON/) },
    })
    expect(await ran({ again: 999 })).toMatchObject({ outcome: 'failed' })
  })

  test('has the name it is given, until it is removed', async () => {
    const kept = keptOf(await ran({ request }))
    const named = await engine.client.call('backtest.rename', { run: kept.id, name: ' The first ' })
    expect(named).toEqual({ ...kept, name: 'The first' })
    expect(await engine.client.call('backtest.runs', undefined)).toEqual([named])
    await engine.client.call('backtest.remove', { run: kept.id })
    expect(await engine.client.call('backtest.runs', undefined)).toEqual([])
    for (const call of ['backtest.remove', 'backtest.results', 'backtest.trust'] as const)
      await expect(engine.client.call(call, { run: kept.id })).rejects.toMatchObject({ code: 'usage' })
  })

  test('is compared with itself on other data, told as it goes, and cancelled', async () => {
    const kept = keptOf(await ran({ request: { ...request, symbols: ['MIRVA'] } }))
    const progress = eventsOf(engine, 'backtest.progress')
    const { variants, lookAhead } = await engine.client.call('backtest.trust', { run: kept.id })
    expect(lookAhead).toBeUndefined()
    expect(variants.map(({ name }) => name)).toEqual([
      'as traded, gaps left',
      'as repaired, gaps left',
      'as repaired, filled forward',
      'as repaired, without sessions that have gaps',
    ])
    expect(variants[1]).toMatchObject({ trades: kept.measures.trades, returnPct: kept.measures.returnPct })
    const last = (progress.seen as Progress[]).at(-1)
    expect(last).toEqual({ run: kept.id, phase: 'comparing', done: 13, total: 13 })

    const trust = engine.client.call('backtest.trust', { run: kept.id })
    const refused = expect(trust).rejects.toMatchObject({ code: 'cancelled' })
    await expect(engine.client.call('backtest.trust', { run: kept.id })).rejects.toMatchObject({
      code: 'usage',
      message: `Run ${kept.id} is being compared already.`,
    })
    await engine.client.call('backtest.cancel', { run: kept.id })
    await refused
  })
})

async function ordersOf(run: number, symbol: string, session: string): Promise<readonly OrderEvent[]> {
  const query = { run, symbol, session: session as SessionDate }
  return (await engine.client.call('backtest.orders', query)) as OrderEvent[]
}
