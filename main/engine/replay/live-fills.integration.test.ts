import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { BarView } from '#shared/bars/bar-view.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { filled } from '#shared/bars/state.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { channelPair } from '#shared/protocol/channel.ts'
import { keysContract } from '#shared/protocol/keys-contract.ts'
import { serve } from '#shared/protocol/server.ts'
import { countColumns, type UpkeepQuality } from '#shared/protocol/upkeep-events.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { parseDefinition } from '../sources/registry/source-definition.ts'
import { addSource } from '../sources/registry/source-registry.ts'
import { openStore } from '../store/open.ts'
import { startThread } from '../store-writer/start-thread.ts'
import { everyMinute, fillStore, xnysSession } from '../system/testing/fill-store.ts'
import { fixedTime, startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'
import { ModelWindow } from './testing/model-window.ts'

const [day, before] = ['2024-01-10', '2024-01-09'] as [SessionDate, SessionDate]
const { open, close } = xnysSession(day)
const threadFile = new URL('../upkeep/data-upkeep/thread.ts', import.meta.url)
const missing = [100, 101, 102]

let engine: TestEngine
let path: string
let window: ModelWindow
let qualities: UpkeepQuality[]
let troubles: string[]
let waiting: (() => void)[]

beforeEach(() => {
  ;[qualities, troubles, waiting] = [[], [], []]
  window = new ModelWindow()
  engine = startTestEngine({
    startUpkeep: () => startThread(threadFile, (cause) => troubles.push(String(cause))),
  })
  path = join(engine.folder, 'bars.tape')
  engine.client.on('upkeep.quality', (quality) => {
    qualities.push(quality)
    wake()
  })
  engine.client.on('ledger.changed', wake)
  engine.client.on('trouble', ({ message }) => troubles.push(message))
  engine.client.on('frame', (frame) => {
    window.take(frame)
    wake()
    const seq = window.draw()
    if (seq !== undefined) engine.client.signal('frame.drawn', { seq })
  })
})
afterEach(() => engine.close())

function wake(): void {
  for (const look of waiting.splice(0)) look()
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise<void>((resolve) => waiting.push(resolve))
}

function at(minute: number): EpochMs {
  return (open + minute * minuteMs) as EpochMs
}

/** A store whose symbol lacks minutes of some sessions that its feed "two" has. */
function makeStore(lacking: readonly SessionDate[]): void {
  for (const session of [before, day]) {
    const minutes = everyMinute.filter((minute) => !lacking.includes(session) || !missing.includes(minute))
    fillStore(path, [{ symbol: 'SPY', session, minutes }])
  }
  for (const session of [before, day])
    fillStore(path, [{ symbol: 'SPY', session, minutes: everyMinute }], 'two')
}

function addFeedTwo(): void {
  const writer = openStore(path, { access: 'write', owner: 'the test', time: fixedTime })
  addSource(writer, 'two', parseDefinition('feed:two', {}, {}))
  writer.close()
}

async function openReplay(view: BarView = 'as-repaired'): Promise<void> {
  const of = { session: day, exchange: 'XNYS', symbols: ['SPY'], view }
  const trailing = [{ interval: oneMinute, sessions: 1 }]
  await engine.client.call('replay.open', { ...of, hours: 'regular', trailing })
}

async function openChart(chart: number, interval: Interval): Promise<void> {
  const indicators = [{ id: 1, name: 'sma', params: { period: 500 } } as const]
  await engine.client.call('chart.open', { chart, symbol: 'SPY', interval, trailing: true, indicators })
}

function counts(): Record<(typeof countColumns)[number], number> | undefined {
  const told = qualities.at(-1)?.measured?.counts
  return told && (Object.fromEntries(countColumns.map((name, index) => [name, told[index]])) as never)
}

function barCount(): number {
  return engine.system.replays.replay.data.getBarCount('SPY')
}

/** The window's keys, which let sources in. */
function connectKeys(): void {
  const [held, asked] = channelPair()
  serve(keysContract, held, {
    calls: { 'keys.read': () => ({ key: 'let me in' }), 'keys.held': () => [] },
    signals: {},
  })
  engine.system.keys.connect(asked)
}

/** A vendor that answers what it is asked for when it is let. */
async function heldVendor(): Promise<{ readonly asked: () => number; readonly release: () => void }> {
  connectKeys()
  const held: ServerResponse[] = []
  let isReleased = false
  const answer = (response: ServerResponse): void => {
    const bars = missing.map((minute) => ({
      t: new Date(at(minute)).toISOString(),
      ...{ o: 60, h: 61, l: 59, c: 60.5, v: 700, n: 9, vw: 60 },
    }))
    response.end(JSON.stringify({ bars: { SPY: bars }, next_page_token: null }))
  }
  const server = createServer((_, response) => {
    if (isReleased) answer(response)
    else held.push(response)
    wake()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const writer = openStore(path, { access: 'write', owner: 'the test', time: fixedTime })
  addSource(writer, 'vendor', parseDefinition('alpaca', { url: `http://127.0.0.1:${port}` }, {}))
  writer.close()
  return {
    asked: () => held.length,
    release: () => {
      isReleased = true
      for (const response of held.splice(0)) answer(response)
    },
  }
}

describe('as repaired', () => {
  test('a trailing session that upkeep fills is on the charts of the running replay', async () => {
    makeStore([before])
    addFeedTwo()
    await engine.client.call('store.open', { path })
    await openReplay()
    for (const [chart, interval] of [oneMinute, '5m' as Interval].entries()) await openChart(chart, interval)
    await until(() => window.charts.get(0)?.start.length === 387)
    await engine.client.call('replay.step', { minutes: 2 })
    await until(() => window.charts.get(0)?.start.length === 392)
    const states = window.charts.get(0)?.state ?? []
    expect([...states].flatMap((state, index) => (state === filled ? [index] : []))).toEqual(missing)
    const [live, lines] = [new Map(window.charts), new Map(window.lines)]
    await openReplay()
    await engine.client.call('replay.step', { minutes: 2 })
    for (const chart of [10, 11]) await openChart(chart, chart === 10 ? oneMinute : ('5m' as Interval))
    await until(() => window.charts.get(11)?.start.length === 79)
    expect(live.get(0)).toEqual(window.charts.get(10))
    expect(live.get(1)).toEqual(window.charts.get(11))
    expect(lines.get(0)).toEqual(window.lines.get(10))
    expect(troubles).toEqual([])
  })

  test('a fill that comes when the clock was set back before it is there when the clock comes to it', async () => {
    makeStore([day])
    const vendor = await heldVendor()
    await engine.client.call('store.open', { path })
    await openReplay()
    await openChart(0, oneMinute)
    await engine.client.call('replay.seek', { at: at(200) })
    await until(() => vendor.asked() > 0)
    await engine.client.call('replay.seek', { at: at(102) })
    vendor.release()
    await until(() => engine.system.store.reader.fillsOf('SPY', oneMinute, day).length === 3)
    await until(() => counts()?.filled === 2)
    expect(barCount()).toBe(102)
    await engine.client.call('replay.seek', { at: at(103) })
    expect(barCount()).toBe(103)
    await until(() => counts()?.filled === 3)
    const ledger = await engine.client.call('ledger.session', { symbol: 'SPY' })
    expect(ledger.counts).toMatchObject({ filled: 3, missing: 0 })
    await engine.client.call('replay.seek', { at: at(101) })
    expect(barCount()).toBe(100)
    await engine.client.call('replay.seek', { at: close })
    expect(barCount()).toBe(390)
    await until(() => counts()?.recorded === 387)
    expect(counts()).toMatchObject({ filled: 3, missing: 0 })
  })

  test('a fill that comes when the session was opened anew meanwhile is in the replay that is open', async () => {
    makeStore([day])
    const vendor = await heldVendor()
    await engine.client.call('store.open', { path })
    await openReplay()
    await engine.client.call('replay.seek', { at: at(200) })
    await until(() => vendor.asked() > 0)
    const { upkeep, replays } = engine.system
    const stale = replays.replay
    const opened = openReplay()
    vendor.release()
    await opened
    await engine.client.call('replay.seek', { at: at(200) })
    expect(replays.replay).not.toBe(stale)
    await until(() => counts()?.filled === 3)
    expect(barCount()).toBe(200)
    expect(upkeep.status().state).toBe('running')
  })
})

test('a source that is added during a replay is asked for the sessions before too, though nothing was left to ask', async () => {
  makeStore([before])
  await engine.client.call('settings.set', { changes: { dataUpkeepMaxRetries: 1 } })
  fillStore(path, [{ symbol: 'QQQ', session: day, minutes: everyMinute }], 'three')
  await engine.client.call('store.open', { path })
  await engine.client.call('sources.add', { name: 'none', kind: 'feed', place: 'three', options: {} })
  await openReplay()
  const { reader } = engine.system.store
  const { open: from, close: to } = xnysSession(before)
  const isAsked = () => reader.ledger.recorded('SPY', from, to).length > 0
  await until(isAsked)
  for (let minute = 1; minute <= 3; minute++) {
    await engine.client.call('replay.step', { minutes: 1 })
    await until(() => counts()?.recorded === minute)
  }
  await engine.client.call('sources.add', { name: 'two', kind: 'feed', place: 'two', options: {} })
  await until(() => reader.fillsOf('SPY', oneMinute, before).length === 3)
})

test('R7: a session that is opened anew after its calendar changed is graded by the other, filling included', async () => {
  makeStore([day])
  await engine.client.call('store.open', { path })
  await openReplay()
  await engine.client.call('replay.seek', { at: close })
  await until(() => counts()?.missing === 3)
  expect(counts()).toMatchObject({ expected: 390, recorded: 387 })
  const overlay = { earlyCloses: [{ date: day, close: '11:11', reason: 'flood' }] }
  await engine.client.call('calendar.setOverlay', { exchange: 'XNYS', overlay })
  await openReplay()
  await engine.client.call('replay.seek', { at: close })
  await until(() => counts()?.expected === 101 && counts()?.pending === 0)
  expect(counts()).toMatchObject({ recorded: 100, missing: 1 })
  await engine.client.call('sources.add', { name: 'two', kind: 'feed', place: 'two', options: {} })
  await until(() => counts()?.filled === 1)
  const { counts: told, gaps } = await engine.client.call('ledger.session', { symbol: 'SPY' })
  expect(told).toMatchObject({ expected: 101, filled: 1, missing: 0 })
  expect(gaps).toEqual([])
  expect(engine.system.store.reader.fillsOf('SPY', oneMinute, day)).toHaveLength(1)
})

test('R17, R18: as traded a fill changes nothing that was known, is stored, and the ledger says when it came', async () => {
  makeStore([before, day])
  addFeedTwo()
  await engine.client.call('store.open', { path })
  await openReplay('as-traded')
  await openChart(0, oneMinute)
  await engine.client.call('replay.seek', { at: at(200) })
  const { reader } = engine.system.store
  await until(() => reader.fillsOf('SPY', oneMinute, day).length === 3)
  await engine.client.call('replay.step', { minutes: 1 })
  await until(() => reader.fillsOf('SPY', oneMinute, before).length === 3)
  for (const minute of [201, 150, 390]) {
    await engine.client.call('replay.seek', { at: at(minute) })
    await until(() => window.last?.clock === at(minute) && counts()?.pending === 390 - minute)
    expect(barCount()).toBe(minute - 3)
    expect(window.charts.get(0)?.start.length).toBe(387 + minute - 3)
    expect(counts()).toMatchObject({ recorded: minute - 3, filled: 0, missing: 3 })
  }
  const ledger = await engine.client.call('ledger.session', { symbol: 'SPY' })
  expect(ledger.counts).toMatchObject({ filled: 0, missing: 3 })
  expect(ledger.gaps).toMatchObject([{ start: at(100), end: at(103) }])
  expect(ledger.fills).toMatchObject([{ start: at(100), end: at(103), source: 'two' }])
  expect(ledger.fills[0]?.cameAt).toBeGreaterThan(close)
  const asTraded = window.charts.get(0)
  await openReplay('as-traded')
  await engine.client.call('replay.seek', { at: close })
  await openChart(1, oneMinute)
  await until(() => window.charts.get(1)?.start.length === 387 + 387)
  expect(window.charts.get(1)).toEqual(asTraded)
  await openReplay('as-repaired')
  await engine.client.call('replay.seek', { at: close })
  expect(barCount()).toBe(390)
  expect(troubles).toEqual([])
})
