import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { SessionFetchState } from '#shared/protocol/calendar-calls.ts'
import { channelPair } from '#shared/protocol/channel.ts'
import { serve } from '#shared/protocol/server.ts'
import { countColumns } from '#shared/protocol/upkeep-events.ts'
import { Calendars } from '../calendars/calendars.ts'
import type { RunEnd } from '../prefetch/plan-run.ts'
import { prefetchContract } from '../prefetch/run/contract.ts'
import { addVendor } from '../prefetch/testing/run-stage.ts'
import { startVendor, vendorKeys, vendorSecrets } from '../prefetch/testing/vendor.ts'
import { SharedGates } from '../sources/limits/shared-gates.ts'
import { keyServersVariable } from '../sources/secrets/key-account.ts'
import { openStore } from '../store/open.ts'
import { everyMinute, fillStore } from '../system/testing/fill-store.ts'
import { eventsOf, fixedTime, startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'
import { nextTurn, processTicker } from '../time/ticker.ts'
import { SessionFetch } from './session-fetch.ts'

const exchange = 'XNYS'
const noCounts = {
  ...{ symbols: 1, ready: 0, of: 2, requests: 0, bars: 0, bytes: 0, gaps: 0, filled: 0 },
  errors: [],
}
const first = '2024-05-29' as SessionDate
const second = '2024-05-30' as SessionDate

let engine: TestEngine
let variables: Record<string, string>
beforeEach(() => {
  variables = { ...vendorKeys }
  engine = startTestEngine({ variables })
})
afterEach(() => engine.close())

/** A store that lacks minutes of one session and the whole of the next, and a vendor that has them all. */
async function openStoreWith(habits: Partial<Parameters<typeof startVendor>[0]> = {}): Promise<void> {
  const vendor = await startVendor({ symbols: ['SPY'], ...habits })
  const path = join(engine.folder, 'bars.tapedeck')
  const minutes = everyMinute.filter((minute) => minute < 100 || minute >= 112)
  fillStore(path, [
    { symbol: 'SPY', session: '2024-05-28', minutes: everyMinute },
    { symbol: 'SPY', session: first, minutes },
  ])
  const writer = openStore(path, { access: 'write', owner: 'the test', time: fixedTime })
  addVendor(writer, 'vendor', vendor.url)
  variables[keyServersVariable] = `alpaca=${vendor.url}`
  writer.close()
  await engine.client.call('store.open', { path })
}

async function fetchEnd(from: SessionDate, to: SessionDate): Promise<SessionFetchState> {
  const news = eventsOf(engine, 'calendar.fetching')
  await engine.client.call('calendar.fetch', { exchange, from, to })
  for (;;) {
    const state = (await news.next()) as SessionFetchState
    if (state.state !== 'running') return state
  }
}

async function missing(from: SessionDate, to: SessionDate): Promise<number> {
  const { counts } = await engine.client.call('calendar.quality', { exchange, from, to })
  return counts
    .filter((_, index) => index % countColumns.length === countColumns.indexOf('missing'))
    .reduce((sum, minutes) => sum + minutes, 0)
}

test('what the sessions of a range lack is asked for and stored, and nothing beside it', async () => {
  const askedFor: string[] = []
  await openStoreWith({
    instead: ({ from }) => {
      askedFor.push(new Date(from).toISOString().slice(0, 10))
      return false
    },
  })
  const changes = eventsOf(engine, 'ledger.changed')
  expect(await missing(first, second)).toBe(12 + 390)
  const end = await fetchEnd(first, second)
  expect(end).toMatchObject({ state: 'done', ready: 2, of: 2, gaps: 402, filled: 402, errors: [] })
  expect(await missing(first, second)).toBe(0)
  expect(new Set(askedFor)).toEqual(new Set([first, second]))
  expect(changes.seen.flat()).toContainEqual({ symbol: 'SPY', session: second })
  expect(await engine.client.call('calendar.fetchState', undefined)).toEqual(end)
})

test('a single session is fetched alone', async () => {
  await openStoreWith()
  expect(await fetchEnd(first, first)).toMatchObject({ state: 'done', of: 1, filled: 12 })
  expect(await missing(second, second)).toBe(390)
})

test('a fetch that is stopped keeps what came, and only one runs at a time', async () => {
  let release: (() => void) | undefined
  await openStoreWith({
    instead: (_, response) => {
      release = () => response.destroy()
      return true
    },
  })
  const news = eventsOf(engine, 'calendar.fetching')
  const asked = { exchange, from: first, to: second }
  await engine.client.call('calendar.fetch', asked)
  await expect(engine.client.call('calendar.fetch', asked)).rejects.toMatchObject({ code: 'usage' })
  await expect.poll(() => release, { timeout: 20_000 }).toBeDefined()
  await engine.client.call('calendar.stopFetch', undefined)
  release?.()
  let state: SessionFetchState
  do state = (await news.next()) as SessionFetchState
  while (state.state === 'running')
  expect(state.state).toBe('cancelled')
})

test('without a source it says what to do', async () => {
  const path = join(engine.folder, 'bars.tapedeck')
  fillStore(path, [{ symbol: 'SPY', session: first, minutes: everyMinute.slice(5) }])
  await engine.client.call('store.open', { path })
  const end = await fetchEnd(first, first)
  expect(end.state).not.toBe('done')
  expect(end.errors[0]?.cause).toContain('There is no source to ask for SPY')
})

test('nothing to fetch is refused', async () => {
  await openStoreWith()
  const weekend = { exchange, from: '2024-05-25' as SessionDate, to: '2024-05-26' as SessionDate }
  await expect(engine.client.call('calendar.fetch', weekend)).rejects.toMatchObject({ code: 'usage' })
  const elsewhere = { exchange: 'XLON', from: first, to: second }
  await expect(engine.client.call('calendar.fetch', elsewhere)).rejects.toThrow(/None of these symbols/)
})

test('another store is not opened before the fetch in this one has ended', async () => {
  const order: string[] = []
  let end = (): void => {}
  let cancelled = (): void => {}
  const isCancelled = new Promise<void>((resolve) => {
    cancelled = resolve
  })
  const [near, far] = channelPair()
  serve(prefetchContract, far, {
    calls: {
      run: () =>
        new Promise<RunEnd>((resolve) => {
          end = () => resolve({ ...noCounts, outcome: 'cancelled' })
        }),
    },
    signals: { cancel: cancelled, secret: () => undefined, kept: () => undefined, turn: () => undefined },
  })
  const fetch = new SessionFetch({
    start: () => near,
    storePath: () => 'bars.tapedeck',
    overlays: () => new Map(),
    keep: () => Promise.reject(new Error('nothing is found')),
    secrets: vendorSecrets,
    ticker: processTicker,
    gates: new SharedGates(processTicker),
    calendars: new Calendars(),
    time: fixedTime,
    maxTries: () => 1,
    told: ({ state }) => order.push(state),
  })
  fetch.start({ exchange, from: first, to: second, symbols: ['SPY'] })
  const stops = fetch.startAnew().then(() => order.push('may open'))
  await isCancelled
  await nextTurn(processTicker)
  order.push('ends')
  end()
  await stops
  expect(order).toEqual(['ends', 'may open'])
  expect(fetch.state).toBeUndefined()
})
