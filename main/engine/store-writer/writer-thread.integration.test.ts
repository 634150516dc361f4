import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Channel } from '#shared/protocol/channel.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../calendars/calendars.ts'
import { loadSession } from '../replay/load-session.ts'
import { reportReplay } from '../replay/report.ts'
import { openStore } from '../store/open.ts'
import { eventsOf, startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'
import { processTicker } from '../time/ticker.ts'
import { startWriterThread } from './start-thread.ts'

const threadFile = new URL('./thread.ts', import.meta.url)
const answers = process.env.TAPEDECK_ANSWERS

let engine: TestEngine
let path: string
let threads: Channel[]
let died: unknown[]
beforeEach(() => {
  threads = []
  died = []
  engine = startTestEngine({
    startWriter: () => {
      const channel = startWriterThread(threadFile, (cause) => died.push(cause))
      threads.push(channel)
      return channel
    },
  })
  path = join(engine.folder, 'bars.tape')
})
afterEach(() => engine.close())

/** A CSV file of a year of one symbol. */
function writeYear(file: string): number {
  const { sessions } = {
    sessions: calendarOf('XNYS').sessions('2023-01-01' as SessionDate, '2023-12-31' as SessionDate),
  }
  const lines = sessions.flatMap(({ open, expectedMinutes }) =>
    Array.from(
      { length: expectedMinutes },
      (_, minute) =>
        `${new Date(open + minute * minuteMs).toISOString().slice(0, 19)}Z,10,11,9,10.5,${minute}`,
    ),
  )
  writeFileSync(file, `timestamp,open,high,low,close,volume\n${lines.join('\n')}\n`)
  return lines.length
}

const options = { exchange: 'XNYS', symbol: 'SPY', feed: 'files' }

describe('the thread that writes', () => {
  test('imports while the engine goes on, with the store open for reading', async () => {
    const { client } = engine
    const file = join(engine.folder, 'SPY.csv')
    const bars = writeYear(file)
    const [done, progress] = [eventsOf(engine, 'import.done'), eventsOf(engine, 'import.progress')]
    await client.call('store.create', { path })
    let turns = 0
    const heart = setInterval(() => turns++, 1)
    await client.call('import.start', { path: file, ...options })
    expect(await done.next()).toMatchObject({ report: { bars } })
    clearInterval(heart)
    expect(turns).toBeGreaterThan(3)
    expect(progress.seen.length).toBeGreaterThan(0)
    expect(await client.call('store.state', undefined)).toMatchObject({ bars })
    expect(threads).toHaveLength(1)
  })

  test('hears that an import is cancelled although it is busy with it', async () => {
    const { client } = engine
    const file = join(engine.folder, 'SPY.csv')
    writeYear(file)
    const failed = eventsOf(engine, 'import.failed')
    await client.call('store.create', { path })
    const { job } = await client.call('import.start', { path: file, ...options })
    await client.call('import.cancel', { job })
    expect(await failed.next()).toMatchObject({ job, code: 'cancelled' })
    expect(await client.call('store.state', undefined)).toMatchObject({ bars: 0 })
  })

  test('one that died fails what it was asked, and the next one goes on with the store', async () => {
    const { client } = engine
    const file = join(engine.folder, 'SPY.csv')
    writeYear(file)
    const [failed, done] = [eventsOf(engine, 'import.failed'), eventsOf(engine, 'import.done')]
    await client.call('store.create', { path })
    await client.call('import.start', { path: file, ...options })
    threads[0]?.close()
    expect(await failed.next()).toMatchObject({
      code: 'internal',
      message: expect.stringContaining('writer'),
    })
    expect(await client.call('watchlists.save', { name: 'A', symbols: [] })).toHaveLength(1)
    expect(threads).toHaveLength(2)
    expect(await client.call('store.state', undefined)).toMatchObject({ access: 'owner', bars: 0 })
    await client.call('import.start', { path: file, ...options })
    await done.next()
  })

  test('makes the demo store, which then plays', async () => {
    const { client } = engine
    const state = await client.call('store.createDemo', { path })
    expect(state).toMatchObject({ access: 'owner', synthetic: true, exchanges: ['XNYS'] })
    const session = await client.call('calendar.latest', { exchange: 'XNYS' })
    const [first] = await client.call('watchlists.list', undefined)
    const info = await client.call('replay.open', {
      session: session as SessionDate,
      exchange: 'XNYS',
      symbols: first?.symbols ?? [],
      trailing: [{ sessions: 5, interval: oneMinute }],
      hours: 'regular',
    })
    expect(info.synthetic).toBe(true)
    expect(info.symbols.length).toBe(first?.symbols.length)
    expect(info.exchanges[0]?.trailing.length).toBe(5)
  })

  test('that cannot start says what it died of', async () => {
    const broken = startTestEngine({
      startWriter: () =>
        startWriterThread(new URL('./none.ts', import.meta.url), (cause) => died.push(cause)),
    })
    await expect(
      broken.client.call('store.create', { path: join(broken.folder, 'a.tape') }),
    ).rejects.toMatchObject({ code: 'internal' })
    expect(died).toHaveLength(1)
    await broken.close()
  })
})

describe.skipIf(!answers)('real bars', () => {
  test('of four symbols on 2013-10-11 come whole, with the one hole of IBM', async () => {
    const { client } = engine
    const done = eventsOf(engine, 'import.done')
    await client.call('store.create', { path })
    await client.call('import.start', { path: join(answers ?? '', 'data', 'lean') })
    await done.next()
    const session = '2013-10-11' as SessionDate
    const symbols = ['SPY', 'AIG', 'BAC', 'IBM']
    const recorded = new Promise<number[]>((resolve) => {
      client.on('frame', (frame) => {
        if (frame.ended) resolve([...frame.quotes.recorded])
        client.signal('frame.drawn', { seq: frame.seq })
      })
    })
    await client.call('replay.open', {
      session,
      exchange: 'XNYS',
      symbols,
      trailing: [{ sessions: 3, interval: oneMinute }],
      hours: 'all',
      speed: 'max',
    })
    await client.call('chart.open', { chart: 1, symbol: 'IBM', interval: '5m' as Interval, trailing: true })
    await client.call('replay.play', undefined)
    expect(await recorded).toEqual([390, 390, 390, 389])

    const reader = openStore(path, { access: 'read' })
    const windows = [{ sessions: 5, interval: oneMinute }]
    const request = {
      session,
      symbols,
      windows,
      adjustment: 'raw',
      view: 'as-repaired',
      hours: 'regular',
    } as const
    const { loaded } = await loadSession(reader, new Calendars(), calendarOf('XNYS'), request, processTicker)
    const report = reportReplay(loaded, () => processTicker.elapsed())
    expect(report).toMatchObject({ bars: 390 + 390 + 390 + 389, derived: 4 * (78 + 26), symbols: 4 })
    reader.close()
  })
})
