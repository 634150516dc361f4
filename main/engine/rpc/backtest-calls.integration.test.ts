import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { BacktestRequest } from '#shared/protocol/backtest-calls.ts'
import type { EventPayload } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { createDemoStore } from '../demo/create-demo-store.ts'
import {
  backtestsInProcess,
  eventsOf,
  fixedTime,
  startTestEngine,
  type TestEngine,
} from '../system/testing/test-engine.ts'

type Ended = EventPayload<EngineContract, 'backtest.ended'>
type Progress = EventPayload<EngineContract, 'backtest.progress'>

/** After the last bar of the demo. */
const later = { now: () => epochMs(Date.parse('2025-01-01T00:00:00Z')) }
const demoFolder = mkdtempSync(join(tmpdir(), 'tapedeck-backtests-'))
const demoPath = join(demoFolder, 'demo.tapedeck')
beforeAll(async () => {
  await createDemoStore(demoPath, { time: fixedTime })
})
afterAll(() => rmSync(demoFolder, { recursive: true }))

let engine: TestEngine
beforeEach(async () => {
  engine = startTestEngine({ startBacktests: () => backtestsInProcess(later) })
  const path = join(engine.folder, 'demo.tapedeck')
  copyFileSync(demoPath, path)
  await engine.client.call('store.open', { path })
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
      ranAt: later.now(),
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

async function ordersOf(run: number, symbol: string, session: string): Promise<readonly OrderEvent[]> {
  const query = { run, symbol, session: session as SessionDate }
  return (await engine.client.call('backtest.orders', query)) as OrderEvent[]
}
