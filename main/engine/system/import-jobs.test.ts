import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { xnysSession } from './testing/fill-store.ts'
import { eventsOf, startTestEngine, type TestEngine } from './testing/test-engine.ts'

let engine: TestEngine
let folder: string
beforeEach(async () => {
  engine = startTestEngine()
  folder = join(engine.folder, 'files')
  mkdirSync(folder)
  await engine.client.call('store.create', { path: join(engine.folder, 'bars.tape') })
})
afterEach(() => engine.close())

/** A CSV file of whole sessions of a symbol. */
function writeBars(symbol: string, dates: readonly string[], extra: readonly string[] = []): void {
  const lines = dates.flatMap((date) => {
    const { open } = xnysSession(date)
    return Array.from({ length: 390 }, (_, minute) => {
      const start = new Date(open + minute * minuteMs).toISOString().replace('.000Z', 'Z')
      return `${start},10,11,9,10.5,${100 + minute}`
    })
  })
  const text = ['timestamp,open,high,low,close,volume', ...lines, ...extra].join('\n')
  writeFileSync(join(folder, `${symbol}.csv`), `${text}\n`)
}

const options = { exchange: 'XNYS', feed: 'files' }

test('an import says how far it is and what it did, and the store shows it', async () => {
  const { client } = engine
  const [progress, done, changed] = [
    eventsOf(engine, 'import.progress'),
    eventsOf(engine, 'import.done'),
    eventsOf(engine, 'store.changed'),
  ]
  writeBars('SPY', ['2024-01-09', '2024-01-10'])
  writeBars('QQQ', ['2024-01-10'], ['nonsense,1,2'])
  const { job } = await client.call('import.start', { path: folder, ...options })
  expect(await done.next()).toMatchObject({
    job,
    report: { files: 2, symbols: 2, sessions: 2, bars: 3 * 390, rejectedRows: 1 },
  })
  expect(progress.seen.at(-1)).toMatchObject({ job, filesDone: 2, files: 2, bars: 3 * 390 })
  expect(changed.seen.at(-1)).toMatchObject({ symbols: 2, sessions: 2, bars: 3 * 390 })
  expect(await client.call('symbols.search', { query: '', limit: 10 })).toMatchObject([
    { symbol: 'QQQ', sessions: 1, firstSession: '2024-01-10', lastSession: '2024-01-10' },
    { symbol: 'SPY', sessions: 2, firstSession: '2024-01-09', lastSession: '2024-01-10' },
  ])
})

test('an import that corrects the session before the replayed one tells where it closed', async () => {
  const { client } = engine
  const [done, closes] = [eventsOf(engine, 'import.done'), eventsOf(engine, 'replay.previousCloses')]
  writeBars('SPY', ['2024-01-09', '2024-01-10'])
  await client.call('import.start', { path: folder, ...options })
  await done.next()
  const of = { session: '2024-01-10' as SessionDate, exchange: 'XNYS', symbols: ['SPY'], trailing: [] }
  const { symbols } = await client.call('replay.open', { ...of, hours: 'regular' })
  expect(symbols).toMatchObject([{ symbol: 'SPY', previousClose: 10.5 }])
  const path = join(folder, 'later')
  mkdirSync(path)
  writeFileSync(
    join(path, 'SPY.csv'),
    'timestamp,open,high,low,close,volume\n2024-01-09T20:59:00Z,10,11,9,10.75,7\n',
  )
  await client.call('import.start', { path, ...options })
  const told = { session: '2024-01-10', closes: [{ symbol: 'SPY', previousClose: 10.75 }] }
  expect(await closes.next()).toEqual(told)
})

test('of many bad rows the first thousand are told one by one', async () => {
  const done = eventsOf(engine, 'import.done')
  const bad = Array.from({ length: 1100 }, (_, row) => `2024-01-10T${row},1,2,3,4,5`)
  writeBars('SPY', ['2024-01-08', '2024-01-09', '2024-01-10'], bad)
  await engine.client.call('import.start', { path: folder, ...options })
  const { report } = (await done.next()) as { report: { rejected: unknown[]; rejectedRows: number } }
  expect(report.rejectedRows).toBe(1100)
  expect(report.rejected).toHaveLength(1000)
})

test('a preview says what would be imported and changes nothing', async () => {
  const { client } = engine
  writeBars('SPY', ['2024-01-10'])
  const preview = await client.call('import.preview', { path: folder, ...options })
  expect(preview).toMatchObject({ format: 'csv', files: 1, symbols: ['SPY'] })
  expect(await client.call('store.state', undefined)).toMatchObject({ bars: 0 })
})

test('a second import is refused while the first one runs, and welcome after it', async () => {
  const { client } = engine
  const done = eventsOf(engine, 'import.done')
  writeBars('SPY', ['2024-01-09', '2024-01-10'])
  await client.call('import.start', { path: folder, ...options })
  await expect(client.call('import.start', { path: folder, ...options })).rejects.toMatchObject({
    code: 'store-busy',
  })
  await done.next()
  await client.call('import.start', { path: folder, ...options })
  expect(await done.next()).toMatchObject({ report: { bars: 0 } })
})

test('a cancelled import ends as cancelled, and the next one works', async () => {
  const { client } = engine
  const [failed, done] = [eventsOf(engine, 'import.failed'), eventsOf(engine, 'import.done')]
  for (let index = 0; index < 20; index++) writeBars(`S${index}`, ['2024-01-10'])
  const { job } = await client.call('import.start', { path: folder, ...options })
  await client.call('import.cancel', { job: job + 1 })
  await client.call('import.cancel', { job })
  expect(await failed.next()).toMatchObject({ job, code: 'cancelled' })
  await client.call('import.cancel', { job })
  await client.call('import.start', { path: folder, ...options })
  expect(await done.next()).toMatchObject({ report: { files: 20 } })
})

test('closing the store ends the import', async () => {
  const { client } = engine
  const failed = eventsOf(engine, 'import.failed')
  for (let index = 0; index < 20; index++) writeBars(`S${index}`, ['2024-01-10'])
  await client.call('import.start', { path: folder, ...options })
  await client.call('store.close', undefined)
  expect(await failed.next()).toMatchObject({ code: 'cancelled' })
})

test('what cannot be imported fails by name', async () => {
  const { client } = engine
  const failed = eventsOf(engine, 'import.failed')
  const path = join(engine.folder, 'none')
  await client.call('import.start', { path })
  expect(await failed.next()).toMatchObject({ code: 'bad-file', message: expect.stringContaining(path) })
})
