import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sliceColumns } from '#shared/bars/columns.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Frame } from '#shared/protocol/replay-calls.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { ModelWindow } from '../replay/testing/model-window.ts'
import { damageBars, everyMinute, fillStore, madeBars, xnysSession } from '../system/testing/fill-store.ts'
import { eventsOf, startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'

const day = '2024-01-10' as SessionDate
const { open, close } = xnysSession(day)
const dates = ['2024-01-05', '2024-01-08', '2024-01-09', day]

let engine: TestEngine
let path: string
let window: ModelWindow
beforeEach(async () => {
  engine = startTestEngine()
  path = join(engine.folder, 'bars.tape')
  window = new ModelWindow()
  fillStore(path, [
    ...dates.map((session) => ({ symbol: 'SPY', session, minutes: everyMinute })),
    ...dates.map((session) => ({ symbol: 'IBM', session, minutes: [0, 5, 100], seed: 3 })),
    { symbol: 'QQQ', session: '2024-01-08', minutes: everyMinute, seed: 5 },
    ...['2023-12-28', '2024-01-09'].map((session) => ({ symbol: 'QQQ', session, seed: 6 })),
  ])
  await engine.client.call('store.open', { path })
  engine.client.on('frame', (frame) => window.take(frame))
})
afterEach(() => engine.close())

function openReplay(symbols: readonly string[], more: object = {}) {
  return engine.client.call('replay.open', {
    session: day,
    exchange: 'XNYS',
    symbols: [...symbols],
    trailing: [{ sessions: 2, interval: oneMinute }],
    hours: 'regular',
    ...more,
  })
}

/** Draws frames until one is as wanted. */
async function frameThat(isWanted: (frame: Frame) => boolean): Promise<Frame> {
  for (;;) {
    if (window.last && isWanted(window.last)) return window.last
    const seq = window.draw()
    if (seq !== undefined) engine.client.signal('frame.drawn', { seq })
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

describe('questions', () => {
  test('hello names the version and the process', async () => {
    expect(await engine.client.call('engine.hello', undefined)).toEqual({
      version: '1.2.3',
      pid: process.pid,
    })
  })

  test('symbols are found by what they contain, those that begin with it first', async () => {
    const search = async (query: string, limit = 10) =>
      (await engine.client.call('symbols.search', { query, limit })).map(({ symbol }) => symbol)
    expect(await search('')).toEqual(['IBM', 'QQQ', 'SPY'])
    expect(await search(' b')).toEqual(['IBM'])
    expect(await search('', 2)).toEqual(['IBM', 'QQQ'])
    expect(await search('y')).toEqual(['SPY'])
    expect(await search('zz')).toEqual([])
  })

  test('the calendar tells sessions with what the store has of them, and closures', async () => {
    const { client } = engine
    const answer = await client.call('calendar.sessions', {
      exchange: 'XNYS',
      from: '2023-12-29' as SessionDate,
      to: '2024-01-09' as SessionDate,
    })
    expect(answer.sessions.map(({ session, symbols }) => [session, symbols])).toEqual([
      ['2023-12-29', 0],
      ['2024-01-02', 0],
      ['2024-01-03', 0],
      ['2024-01-04', 0],
      ['2024-01-05', 2],
      ['2024-01-08', 3],
      ['2024-01-09', 2],
    ])
    expect(answer.closures.map(({ date }) => date)).toEqual(['2024-01-01'])
    expect(await client.call('calendar.latest', { exchange: 'XNYS' })).toBe(day)
    expect(await client.call('calendar.latest', { exchange: '24/7' })).toBeNull()
    expect(await client.call('calendar.range', { exchange: 'XNYS' })).toMatchObject({
      zone: 'America/New_York',
      first: '1990-01-01',
    })
    await expect(client.call('calendar.range', { exchange: 'XXXX' })).rejects.toMatchObject({
      code: 'unknown-exchange',
    })
  })
})

describe('a replay', () => {
  test('opens paused at its start and says what it has', async () => {
    const info = await openReplay(['SPY', 'QQQ'])
    expect(info).toMatchObject({
      session: day,
      exchange: 'XNYS',
      synthetic: false,
      start: open,
      end: close,
      exchanges: [
        {
          exchange: 'XNYS',
          zone: 'America/New_York',
          opens: open,
          closes: close,
          segments: [{ open, close }],
          expectedMinutes: 390,
          trailing: [{ session: '2024-01-08' }, { session: '2024-01-09' }],
        },
      ],
      leftOut: [],
    })
    const previous = madeBars({ symbol: 'SPY', session: '2024-01-09', minutes: everyMinute }).close.at(-1)
    const daily = madeBars({ symbol: 'QQQ', session: '2024-01-09', seed: 6 }).close[0]
    expect(info.symbols).toEqual([
      {
        symbol: 'SPY',
        arrival: 'assumed',
        exchange: 'XNYS',

        adjustable: false,
        previousClose: previous,
        feed: 'made',
      },
      { symbol: 'QQQ', arrival: 'assumed', exchange: 'XNYS', adjustable: false, previousClose: daily },
    ])
    const first = await frameThat(() => true)
    expect(first).toMatchObject({ clock: open, playing: false, ended: false, speed: 1, charts: [] })
    expect([...first.quotes.last]).toEqual([Number.NaN, Number.NaN])
  })

  test('the answer to its opening comes before its first frame', async () => {
    const order: string[] = []
    engine.client.on('frame', () => order.push('frame'))
    await openReplay(['SPY']).then(() => order.push('answer'))
    await frameThat(() => true)
    expect(order).toEqual(['answer', 'frame'])
  })

  test('opens at a time, with a speed, and all hours', async () => {
    const { preMarket, postMarket } = xnysSession(day)
    const info = await openReplay(['SPY'], { at: addMs(open, 90 * minuteMs), speed: 600, hours: 'all' })
    expect(info).toMatchObject({ hours: 'all', start: preMarket?.open, end: postMarket?.close })
    const frame = await frameThat(() => true)
    expect(frame).toMatchObject({ clock: addMs(open, 90 * minuteMs), speed: 600, playing: false })
    expect([...frame.quotes.recorded]).toEqual([90])
    expect([...frame.quotes.expected]).toEqual([90])
    await engine.client.call('replay.seek', { at: addMs(close, 30 * minuteMs) })
    const after = await frameThat(({ clock }) => clock > close)
    expect([...after.quotes.expected]).toEqual([390])
    expect(after.ended).toBe(false)
  })

  test('the first frame has the bars of charts that are opened with it; one of a symbol left out is told once', async () => {
    const { client } = engine
    const troubles: string[] = []
    client.on('trouble', ({ message }) => troubles.push(message))
    const shown = { interval: '5m' as Interval, trailing: true }
    const charts = [
      { chart: 4, symbol: 'SPY', ...shown },
      { chart: 5, symbol: 'NONE', ...shown },
      { chart: 6, symbol: 'SPY', interval: '1d' as Interval, trailing: true },
    ]
    const frames: Frame[] = []
    client.on('frame', (frame) => frames.push(frame))
    await openReplay(['SPY', 'NONE'], { charts })
    await frameThat(() => window.charts.has(6))
    expect(frames[0]?.charts.map(({ chart, columns }) => [chart, columns.start.length])).toEqual([[4, 156]])
    expect(window.charts.get(6)?.start.length).toBe(2)
    expect(troubles).toEqual([expect.stringContaining('NONE')])
    await client.call('replay.step', { minutes: 5 })
    await frameThat(() => window.charts.get(4)?.start.length === 157)
  })

  test('plays to its end and fills its charts', async () => {
    const { client } = engine
    await openReplay(['SPY', 'IBM'], { speed: 3600 })
    await client.call('chart.open', { chart: 7, symbol: 'IBM', interval: '1m' as Interval, trailing: true })
    await client.call('chart.open', { chart: 8, symbol: 'SPY', interval: '1d' as Interval, trailing: true })
    await client.call('replay.speed', { speed: 'max' })
    await client.call('replay.play', undefined)
    const last = await frameThat(({ ended }) => ended && window.charts.get(7)?.start.length === 9)
    expect(last).toMatchObject({ clock: close, playing: false })
    expect([...last.quotes.recorded]).toEqual([390, 3])
    const expected = ['2024-01-08', '2024-01-09', day].map((session) =>
      madeBars({ symbol: 'IBM', session, minutes: [0, 5, 100], seed: 3 }),
    )
    const chart = window.charts.get(7)
    for (const [index, bars] of expected.entries())
      expect(chart && sliceColumns(chart, 3 * index, 3 * index + 3)).toEqual(bars)
    expect(window.charts.get(8)?.start.length).toBe(3)
    expect(window.overlaps).toBe(0)
  })

  test.each(['regular', 'all'] as const)('is verified while it stands, %s hours', async (hours) => {
    await openReplay(['SPY', 'IBM'], { hours })
    const report = await engine.client.call('replay.verify', undefined)
    expect(report).toMatchObject({ session: day, symbols: 2, broken: 0, violations: [] })
    expect(report.checked).toBeGreaterThan(2 * 390)
    expect((await frameThat(() => true)).clock).toBeLessThanOrEqual(open)
  })

  test('steps, seeks, pauses and closes', async () => {
    const { client } = engine
    await openReplay(['SPY'])
    await client.call('replay.step', { minutes: 3 })
    await frameThat(({ clock }) => clock === addMs(open, 3 * minuteMs))
    await client.call('replay.seek', { at: addMs(open, 60 * minuteMs) })
    await frameThat(({ quotes }) => quotes.recorded[0] === 60)
    await client.call('replay.play', undefined)
    await frameThat(({ playing }) => playing)
    await client.call('replay.pause', undefined)
    const { epoch } = await frameThat(({ playing }) => !playing)
    await client.call('replay.close', undefined)
    for (const name of ['replay.play', 'replay.pause'] as const)
      await expect(client.call(name, undefined)).rejects.toMatchObject({ code: 'no-replay' })
    await client.call('chart.close', { chart: 1 })
    await openReplay(['SPY'])
    const again = await frameThat(({ clock }) => clock === open)
    expect(again.epoch).toBeGreaterThan(epoch)
  })

  test('the values of indicators come with the bars of their chart; params out of range are refused', async () => {
    const { client } = engine
    await openReplay(['SPY'])
    const chart = { chart: 1, symbol: 'SPY', interval: '5m' as Interval, trailing: false }
    const sma = (period: number) => [{ id: 3, name: 'sma' as const, params: { period } }]
    await expect(client.call('chart.open', { ...chart, indicators: sma(0) })).rejects.toMatchObject({
      code: 'usage',
      message: 'sma: period is 0; it must be a whole number from 1 to 1000.',
    })
    await client.call('chart.open', { ...chart, indicators: sma(1) })
    await client.call('replay.seek', { at: addMs(open, 17 * minuteMs) })
    await frameThat(() => window.charts.get(1)?.start.length === 4)
    const closes = [...(window.charts.get(1)?.close ?? [])]
    expect([...(window.lines.get(1)?.get(3)?.[0] ?? [])]).toEqual([...closes.slice(0, 3), Number.NaN])
  })

  test('a chart that was closed gets no bars any more', async () => {
    const { client } = engine
    await openReplay(['SPY'])
    await client.call('chart.open', { chart: 1, symbol: 'SPY', interval: '5m' as Interval, trailing: false })
    await frameThat(() => window.charts.has(1))
    await client.call('chart.close', { chart: 1 })
    await client.call('replay.step', { minutes: 5 })
    const frame = await frameThat(({ clock }) => clock === addMs(open, 5 * minuteMs))
    expect(frame.charts).toEqual([])
  })

  test('a chart of days holds the stored ones and, after them, days made of minutes', async () => {
    const { client } = engine
    await openReplay(['QQQ', 'SPY'])
    for (const [chart, symbol] of ['QQQ', 'SPY'].entries())
      await client.call('chart.open', { chart, symbol, interval: '1d' as Interval, trailing: true })
    await frameThat(() => window.charts.size === 2)
    const opens = (all: readonly string[]) => all.map((date) => xnysSession(date).open)
    expect([...(window.charts.get(0)?.start ?? [])]).toEqual(opens(['2023-12-28', '2024-01-09']))
    expect([...(window.charts.get(1)?.start ?? [])]).toEqual(opens(['2024-01-08', '2024-01-09']))
  })

  test('a day without a session and a chart of a stranger are refused', async () => {
    await expect(openReplay(['SPY'], { session: '2024-01-06' })).rejects.toMatchObject({ code: 'no-session' })
    const request = { chart: 1, symbol: 'SPY', interval: '1m' as Interval, trailing: true }
    await expect(engine.client.call('chart.open', request)).rejects.toMatchObject({ code: 'no-replay' })
    await openReplay(['IBM'])
    await expect(engine.client.call('chart.open', request)).rejects.toMatchObject({ code: 'unknown-symbol' })
  })

  test('of two openings at once the later one counts', async () => {
    const first = openReplay(['SPY', 'IBM', 'QQQ'])
    const second = openReplay(['SPY'])
    await expect(first).rejects.toMatchObject({ code: 'cancelled' })
    expect((await second).symbols).toHaveLength(1)
  })

  test('an opening that a closed store overtakes is given up', async () => {
    const opening = openReplay(['SPY', 'IBM', 'QQQ'])
    const closing = engine.client.call('store.close', undefined)
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' })
    await closing
  })

  test('another store closes the replay', async () => {
    await openReplay(['SPY'])
    await engine.client.call('store.create', { path: join(engine.folder, 'other.tape') })
    await expect(engine.client.call('replay.play', undefined)).rejects.toMatchObject({ code: 'no-replay' })
  })
})

describe('symbols of a replay that goes on', () => {
  test('are added where the clock stands, with the next frame, and taken out again', async () => {
    const { client } = engine
    await openReplay(['SPY'], { at: addMs(open, 60 * minuteMs) })
    await frameThat(() => true)
    const more = await client.call('replay.addSymbols', { symbols: ['IBM'] })
    expect(more.symbols.map(({ symbol }) => symbol)).toEqual(['SPY', 'IBM'])
    const frame = await frameThat(({ quotes }) => quotes.last.length === 2)
    expect([...frame.quotes.recorded]).toEqual([60, 2])
    await client.call('chart.open', { chart: 1, symbol: 'IBM', interval: '1m' as Interval, trailing: true })
    await frameThat(() => window.charts.get(1)?.start.length === 8)
    const fewer = await client.call('replay.removeSymbols', { symbols: ['SPY'] })
    expect(fewer.symbols.map(({ symbol }) => symbol)).toEqual(['IBM'])
    const last = await frameThat(({ quotes }) => quotes.last.length === 1)
    expect([...last.quotes.recorded]).toEqual([2])
    await expect(
      client.call('chart.open', { chart: 2, symbol: 'SPY', interval: '1m' as Interval, trailing: true }),
    ).rejects.toMatchObject({ code: 'unknown-symbol' })
  })

  test('a damaged one is named and leaves the others as they are', async () => {
    const { client } = engine
    const trouble = eventsOf(engine, 'trouble')
    await client.call('store.close', undefined)
    damageBars(path, 'IBM')
    await client.call('store.open', { path })
    await openReplay(['SPY'], { at: addMs(open, 60 * minuteMs) })
    const info = await client.call('replay.addSymbols', { symbols: ['IBM', 'QQQ'] })
    expect(info.symbols.map(({ symbol }) => symbol)).toEqual(['SPY', 'QQQ'])
    expect(info.leftOut).toMatchObject([{ symbol: 'IBM', reason: expect.stringContaining('damaged') }])
    expect(await trouble.next()).toMatchObject({ message: expect.stringMatching(/IBM is left out/) })
    expect((await frameThat(({ quotes }) => quotes.last.length === 2)).quotes.recorded[0]).toBe(60)
  })

  test('a replay that is closed meanwhile takes none in', async () => {
    const { client } = engine
    await openReplay(['SPY'])
    const adding = client.call('replay.addSymbols', { symbols: ['IBM'] })
    await client.call('replay.close', undefined)
    await expect(adding).rejects.toMatchObject({ code: 'cancelled' })
    await expect(client.call('replay.removeSymbols', { symbols: ['SPY'] })).rejects.toMatchObject({
      code: 'no-replay',
    })
  })
})

describe('symbols that cannot be replayed', () => {
  test('one that the store lacks is left out by name, and the others play', async () => {
    const trouble = eventsOf(engine, 'trouble')
    const info = await openReplay(['SPY', 'NONE', 'IBM'])
    expect(info.symbols.map(({ symbol }) => symbol)).toEqual(['SPY', 'IBM'])
    expect(await trouble.next()).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('NONE'),
    })
  })

  test('one whose bars are damaged is left out by name, and the others play', async () => {
    const { client } = engine
    const trouble = eventsOf(engine, 'trouble')
    await client.call('store.close', undefined)
    damageBars(path, 'IBM')
    await client.call('store.open', { path })
    const info = await openReplay(['SPY', 'IBM', 'QQQ'])
    expect(info.symbols.map(({ symbol }) => symbol)).toEqual(['SPY', 'QQQ'])
    expect(await trouble.next()).toMatchObject({
      message: expect.stringMatching(/IBM is left out: .*damaged/),
    })
    await client.call('replay.step', { minutes: 1 })
    expect((await frameThat(({ clock }) => clock > open)).quotes.recorded[0]).toBe(1)
  })

  test('when none can be, the opening is refused', async () => {
    await expect(openReplay(['NONE'])).rejects.toMatchObject({ code: 'unknown-symbol' })
  })
})
