import { describe, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { readinessShape } from '#shared/prefetch/run.ts'
import { dayMs, minuteMs } from '#shared/time/epoch.ts'
import { parseDefinition } from '../../sources/registry/source-definition.ts'
import { addSource } from '../../sources/registry/source-registry.ts'
import { sendJson } from '../../sources/testing/local-server.ts'
import type { StoreWriter } from '../../store/store.ts'
import { file, openWriter } from '../../store/testing/temporary-store.ts'
import { ManualTicker } from '../../time/manual-ticker.ts'
import { bars, range } from '../../upkeep/testing/holed-store.ts'
import { barsBut, clockAt, qualityIn } from '../../upkeep/testing/made-store.ts'
import { addVendor, instant, orderOf, runOn, saturday, target, week } from '../testing/run-stage.ts'
import { startVendor } from '../testing/vendor.ts'

const [friday, thursday] = week as [SessionDate, SessionDate]
const sunday = instant('2024-07-14T12:00:00Z')

async function vendorStore(...habits: Parameters<typeof startVendor>) {
  const vendor = await startVendor(...habits)
  const store = openWriter()
  addVendor(store, 'vendor', vendor.url)
  return { store, vendor }
}

describe('a run', () => {
  test('fetches whole sessions of a symbol that the store does not know, the newest first', async () => {
    const { store, vendor } = await vendorStore({ symbols: ['NEW'] })
    const { end, cells, states } = await runOn(store, orderOf({ symbols: ['NEW'] }))
    expect(end).toMatchObject({
      outcome: 'done',
      symbols: 1,
      ready: 5,
      of: 5,
      requests: 5,
      bars: 5 * 390,
      gaps: 5 * 390,
      filled: 5 * 390,
      errors: [],
    })
    expect(end.bytes).toBeGreaterThan(5 * 390 * 50)
    expect([...cells.keys()]).toEqual(week.map((session) => `NEW ${session}`))
    for (const cell of cells.values()) {
      expect(readinessShape.parse(cell)).toEqual(cell)
      expect(cell).toMatchObject({ state: 'filled', missing: 0, filled: 390 })
    }
    expect(states.get(`NEW ${friday}`)?.at(0)).toBe('queued')
    const from = (index: number) =>
      new URL(vendor.requests[index]?.url ?? '', 'http://x').searchParams.get('start')?.slice(0, 10)
    // Four are on their way at once.
    expect([0, 1, 2, 3].map(from).sort().reverse()).toEqual(week.slice(0, 4))
    expect(from(4)).toBe(week[4])
    expect(qualityIn(store, 'NEW', friday)).toMatchObject({ filled: 390, missing: 0 })
    expect(store.symbol('NEW')).toEqual({ symbol: 'NEW', exchange: 'XNYS', synthetic: false })
  })

  test('H1: counts sessions, over a weekend and a holiday', async () => {
    const { store } = await vendorStore({ symbols: ['SPY'] })
    const order = orderOf({ session: '2024-07-09' as SessionDate, plan: { trailing: 4 } })
    const { cells } = await runOn(store, order, { now: instant('2024-07-09T12:00:00Z') })
    expect([...cells.keys()]).toEqual(
      ['2024-07-08', '2024-07-05', '2024-07-03', '2024-07-02'].map((date) => `SPY ${date}`),
    )
  })

  test('asks for nothing that the store has, and fills only what it lacks', async () => {
    const { store, vendor } = await vendorStore({ symbols: ['SPY'] })
    store.importFile(file(), [
      ...week.slice(1).map((session) => barsBut([], { session })),
      barsBut([100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111], { session: friday }),
    ])
    const { end, cells } = await runOn(store, orderOf())
    expect(end).toMatchObject({ outcome: 'done', requests: 1, bars: 12, gaps: 12, filled: 12 })
    expect(cells.get(`SPY ${friday}`)).toMatchObject({ state: 'filled', filled: 12 })
    expect(cells.get(`SPY ${thursday}`)).toMatchObject({ state: 'complete', filled: 0 })
    expect(vendor.requests).toHaveLength(1)
    const again = await runOn(store, orderOf())
    expect(again.end).toMatchObject({ outcome: 'done', requests: 0, bars: 0, gaps: 0 })
    expect(vendor.requests).toHaveLength(1)
  })

  test('asks the sources in the order of the plan, and the next one for what the first has not', async () => {
    const store = openWriter()
    const short = await startVendor({ symbols: ['SPY'], lacks: (_, start) => start >= clockAt(friday, 200) })
    const full = await startVendor({ symbols: ['SPY'] })
    addVendor(store, 'full', full.url)
    addVendor(store, 'short', short.url)
    const plan = { sources: ['short', 'full'], trailing: 1 }
    const { end, cells } = await runOn(store, orderOf({ plan }))
    expect(end).toMatchObject({ outcome: 'done', requests: 2, bars: 390 })
    expect(cells.get(`SPY ${friday}`)).toMatchObject({ state: 'filled', filled: 390 })
    const sources = store.fillsOf('SPY', '1m' as never, friday).map(({ source }) => source)
    expect(sources.filter((one) => one === 'short')).toHaveLength(200)
    expect(sources.slice(200)).toEqual(Array.from({ length: 190 }, () => 'full'))
  })

  test('takes a feed of the store, but not the one that a session came from', async () => {
    const store = openWriter()
    store.importFile(file({ feed: 'one' }), [bars(range(0, 300), friday)])
    store.importFile(file({ feed: 'two' }), [bars(range(0, 390), friday)])
    addSource(store, 'one', parseDefinition('feed:one', {}, {}))
    addSource(store, 'two', parseDefinition('feed:two', {}, {}))
    const { end } = await runOn(store, orderOf({ plan: { trailing: 1 } }))
    expect(end).toMatchObject({ outcome: 'done', bars: 90, requests: 1 })
  })

  test('B5: has the target itself, once it has opened, and says what is still to come of it', async () => {
    const { store } = await vendorStore({ symbols: ['SPY'] })
    const told = { now: clockAt(target, 60) }
    const { end, cells } = await runOn(store, orderOf({ plan: { trailing: 1 } }), told)
    expect([...cells.keys()]).toEqual([`SPY ${target}`, `SPY ${friday}`])
    expect(cells.get(`SPY ${target}`)).toMatchObject({ state: 'queued', missing: 0 })
    expect(cells.get(`SPY ${target}`)?.cause).toMatch(/has not ended; 3\d\d minutes/)
    expect(end).toMatchObject({ outcome: 'partial', ready: 1, of: 2 })
  })

  test('B5: nothing at all is no success', async () => {
    const { store } = await vendorStore({ symbols: [] })
    addVendor(store, 'second', (await startVendor({ symbols: [] })).url)
    const none = await runOn(store, orderOf({ symbols: [] }))
    expect(none.end).toMatchObject({ outcome: 'failed', reason: 'The plan has no symbols now.', of: 0 })
    const empty = await runOn(store, orderOf({ symbols: ['NOBODY'], plan: { trailing: 2 } }))
    // Two sources agree that nobody traded; a symbol without a bar is not ready all the same.
    expect(empty.end).toMatchObject({ outcome: 'failed', ready: 0, of: 2 })
    expect(empty.cells.get(`NOBODY ${friday}`)).toMatchObject({
      state: 'failed',
      cause: `No source has a bar of NOBODY in session ${friday}.`,
    })
    expect(empty.end.errors).toEqual([{ symbol: 'NOBODY', cause: expect.any(String) }])
    const alone = await runOn(store, orderOf({ plan: { trailing: 0 } }))
    expect(alone.end).toMatchObject({ outcome: 'failed', of: 0 })
  })

  test('says so where there is no source, or the plan names one that is gone', async () => {
    const store = openWriter()
    const { end, cells } = await runOn(store, orderOf({ plan: { trailing: 1, sources: ['gone'] } }))
    expect(end.outcome).toBe('failed')
    expect(end.reason).toMatch(/the store has no source gone\.$/)
    expect(cells.get(`SPY ${friday}`)?.cause).toMatch(/There is no source to ask for SPY/)
  })
})

describe('a source that lies about being complete', () => {
  const lies = (_: string, start: number): boolean =>
    (start >= clockAt(friday, 120) && start < clockAt(friday, 180)) || start >= clockAt(friday, 300)

  test('is seen: the board says what is missing, and the next night asks again', async () => {
    let isHonest = false
    const { store, vendor } = await vendorStore({
      symbols: ['SPY'],
      lacks: (symbol, start) => !isHonest && lies(symbol, start),
    })
    const plan = { trailing: 1 }
    const first = await runOn(store, orderOf({ plan }))
    expect(first.end).toMatchObject({ outcome: 'partial', ready: 0, of: 1, gaps: 390, filled: 240 })
    expect(first.cells.get(`SPY ${friday}`)).toMatchObject({ state: 'gaps', missing: 150, filled: 240 })
    expect(first.cells.get(`SPY ${friday}`)?.cause).toBeTruthy()
    const asked = vendor.requests.length
    // The same night knows what it was told; the next one does not believe it any more.
    await runOn(store, orderOf({ plan }))
    expect(vendor.requests).toHaveLength(asked)
    isHonest = true
    const next = await runOn(store, orderOf({ plan, since: sunday }), { now: sunday })
    expect(next.end).toMatchObject({ outcome: 'done', bars: 150, gaps: 150, filled: 150 })
    expect(next.cells.get(`SPY ${friday}`)).toMatchObject({ state: 'filled', missing: 0 })
  })

  test('is asked once a night, not more, however often it lies', async () => {
    const { store, vendor } = await vendorStore({ symbols: ['SPY'], lacks: lies })
    for (const night of [0, 1, 2]) {
      const now = (saturday + night * dayMs) as typeof saturday
      const before = vendor.requests.length
      const { end } = await runOn(store, orderOf({ plan: { trailing: 1 }, since: now }), { now })
      expect(end.outcome).toBe('partial')
      expect(vendor.requests.length - before).toBeLessThanOrEqual(2)
    }
  })
})

describe('a source in trouble', () => {
  test('429: is waited for as long as it wants, and asked again', async () => {
    const { store, vendor } = await vendorStore({
      symbols: ['SPY'],
      instead: ({ before }, response) => {
        if (before >= 2) return false
        sendJson(response, { message: 'too many requests.' }, 429, { 'retry-after': '2' })
        return true
      },
    })
    const { end } = await runOn(store, orderOf({ plan: { trailing: 2 } }))
    expect(end).toMatchObject({ outcome: 'done', bars: 780 })
    expect(vendor.requests).toHaveLength(4)
  })

  test('that stays so is given up for this run, the other serves, and the next night mends the rest', async () => {
    let isDown = true
    const store = openWriter()
    const down = await startVendor({
      symbols: ['SPY', 'IBM'],
      instead: (_, response) => {
        if (isDown) sendJson(response, { message: 'maintenance' }, 503)
        return isDown
      },
    })
    const other = await startVendor({ symbols: ['SPY'] })
    addVendor(store, 'down', down.url)
    addVendor(store, 'other', other.url)
    const symbols = ['SPY', 'IBM']
    const first = await runOn(store, orderOf({ symbols }))
    expect(first.end).toMatchObject({ outcome: 'partial', ready: 5, of: 10 })
    expect(down.requests.length).toBeLessThan(20)
    expect(first.cells.get(`SPY ${friday}`)).toMatchObject({ state: 'filled' })
    expect(first.cells.get(`IBM ${friday}`)?.state).toBe('failed')
    expect(first.end.errors.map(({ symbol }) => symbol)).toEqual(['IBM'])
    isDown = false
    const next = await runOn(store, orderOf({ symbols, since: sunday }), { now: sunday })
    expect(next.end).toMatchObject({ outcome: 'done', ready: 10, bars: 5 * 390 })
  })

  test('that never answers is given up by its own time limit', async () => {
    const { store } = await vendorStore({ symbols: ['SPY'], instead: () => true })
    store.removeSource('vendor')
    const silent = await startVendor({ symbols: ['SPY'], instead: () => true })
    addSource(
      store,
      'silent',
      parseDefinition('alpaca', { url: silent.url }, { timeoutMs: 100, tries: 1, parallel: 8 }),
    )
    const { end, cells } = await runOn(store, orderOf({ plan: { trailing: 1 } }))
    expect(end.outcome).toBe('failed')
    expect(cells.get(`SPY ${friday}`)?.cause).toMatch(/did not answer within 0.1 s/)
  })

  test('that refuses the key is asked once, and the cause stands on the board', async () => {
    const { store, vendor } = await vendorStore({
      symbols: ['SPY'],
      instead: (_, response) => {
        sendJson(response, { message: 'forbidden.' }, 403)
        return true
      },
    })
    const { end, cells } = await runOn(store, orderOf())
    expect(end.outcome).toBe('failed')
    expect(vendor.requests.length).toBeLessThanOrEqual(4)
    for (const cell of cells.values()) expect(cell).toMatchObject({ state: 'failed' })
    expect(cells.get(`SPY ${week[4]}`)?.cause).toMatch(/refused the key/)
  })
})

describe('a bound of a run', () => {
  test('of requests is kept, and what is left waits for the next run', async () => {
    const { store, vendor } = await vendorStore({ symbols: ['SPY'] })
    const { end, cells } = await runOn(store, orderOf({ plan: { budget: { requests: 2 } } }))
    expect(vendor.requests).toHaveLength(2)
    expect(end).toMatchObject({ outcome: 'partial', ready: 2, of: 5, requests: 2 })
    expect(end.reason).toMatch(/its 2 requests are used up/)
    expect(cells.get(`SPY ${week[4]}`)).toMatchObject({
      state: 'queued',
      cause: 'Not asked for any more: its 2 requests are used up.',
    })
    const next = await runOn(store, orderOf())
    expect(next.end).toMatchObject({ outcome: 'done', requests: 3 })
  })

  test('of time ends it in the midst of an answer', async () => {
    let isAsked = (): void => {}
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve
    })
    const { store } = await vendorStore({
      symbols: ['SPY'],
      instead: () => {
        isAsked()
        return true
      },
    })
    const ticker = new ManualTicker()
    const running = runOn(store, orderOf({ plan: { trailing: 1, budget: { minutes: 5 } } }), { ticker })
    const through = drive(ticker, running)
    await asked
    ticker.pass(5 * minuteMs)
    const { end } = await through
    expect(end).toMatchObject({ outcome: 'failed', ready: 0 })
    expect(end.reason).toMatch(/its 5 minutes are over/)
  })
})

test('a cancelled run ends at once, and what it was asking for is as if it had not been asked', async () => {
  const stop = new AbortController()
  const { store } = await vendorStore({
    symbols: ['SPY'],
    instead: ({ before }) => {
      if (before === 4) stop.abort()
      return before >= 1
    },
  })
  const { end, cells } = await runOn(store, orderOf(), { signal: stop.signal })
  expect(end).toMatchObject({ outcome: 'cancelled', ready: 1 })
  const states = [...cells.values()].map(({ state }) => state)
  expect(states.filter((state) => state === 'filled')).toHaveLength(1)
  expect(states.filter((state) => state === 'queued')).toHaveLength(4)
  expect(requestsIn(store)).toBe(1)
})

test('an answer that cannot be stored is a failure of its session, and the others go on', async () => {
  const { store } = await vendorStore({ symbols: ['SPY'] })
  const { end, cells } = await runOn(store, orderOf({ plan: { trailing: 2 } }), {
    storeFill: (fill) => {
      if (fill.session === friday) throw new RangeError('the disk is full')
      return store.storeFill(fill)
    },
  })
  expect(end).toMatchObject({ outcome: 'partial', ready: 1 })
  expect(cells.get(`SPY ${friday}`)).toMatchObject({ state: 'failed', cause: 'the disk is full' })
  expect(cells.get(`SPY ${thursday}`)).toMatchObject({ state: 'filled' })
})

/** Lets every turn come while a promise is under way. */
async function drive<T>(ticker: ManualTicker, running: Promise<T>): Promise<T> {
  let isThrough = false
  void running.finally(() => {
    isThrough = true
  })
  while (!isThrough) {
    ticker.pass(0)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return running
}

function requestsIn(store: StoreWriter): number {
  const [from, to] = [clockAt('2024-07-01', 0), clockAt('2024-07-31', 0)]
  return store.ledger.recorded('SPY', from, to).length
}
