import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { epochMs, formatUtc } from '#shared/time/epoch.ts'
import { openStore } from '../store/open.ts'
import type { StoreWriter } from '../store/store.ts'
import { type ImportOutcome, runImport } from './import.ts'
import { rowsOf, temporaryFolder, writeText } from './testing/kept-batches.ts'

const { TAPEDECK_ANSWERS: answers } = process.env
const lean = join(answers ?? '', 'data/lean')
const time = { now: () => epochMs(Date.UTC(2026, 0, 2)) }
const options = { format: 'auto', strict: false } as const

let folder: string
let store: StoreWriter

beforeEach(() => {
  folder = temporaryFolder()
  store = openStore(join(folder, 'test.tapedeck'), { access: 'write', create: true, owner: 'a test', time })
})
afterEach(() => store.close())

function importInto(
  path: string,
  more: Partial<Parameters<typeof runImport>[0]> = {},
): Promise<ImportOutcome> {
  return runImport({ ...options, ...more, path }, { writer: store, time })
}

function csv(name: string, ...rows: string[]): string {
  return writeText(name, ['time,open,high,low,close,volume', ...rows].join('\n'), folder)
}

describe.skipIf(!answers)('the sample folder of LEAN in a store', () => {
  test('holds every row of every zip, and the same again changes nothing', async () => {
    const zips = readdirSync(lean, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.zip'),
    )
    const rows = zips.map(
      (name) => Object.values(unzipSync(readFileSync(join(lean, name))))[0] ?? new Uint8Array(),
    )
    const bars = rows.reduce((sum, bytes) => sum + Buffer.from(bytes).toString().trim().split('\n').length, 0)
    expect(await importInto(lean)).toMatchObject({
      bars,
      files: zips.length + 4,
      rejectedRows: 0,
      refusedFiles: 0,
    })
    expect(
      store
        .symbols()
        .map(({ symbol, exchange }) => `${symbol} ${exchange}`)
        .sort(),
    ).toEqual(['AIG XNYS', 'BAC XNYS', 'BTCUSD 24/7', 'IBM XNYS', 'SPY XNYS'])
    expect(await importInto(lean)).toMatchObject({ bars: 0, files: zips.length + 4, rejectedRows: 0 })
    expect(store.adjustmentVersions('IBM')).toMatchObject([{ version: 1, knownAt: time.now(), feed: 'lean' }])

    const day = '2013-10-11' as SessionDate
    expect(store.readSession('SPY', oneMinute, day)).toMatchObject({
      bars: 776,
      regularBars: 390,
      feed: 'lean',
    })
    expect(store.readSession('IBM', oneMinute, day)).toMatchObject({ regularBars: 389 })
    expect(store.readSession('SPY', oneDay, day)).toMatchObject({ bars: 1 })
    expect(
      store.sessions('SPY', oneMinute, '2013-01-01' as SessionDate, '2013-12-31' as SessionDate),
    ).toHaveLength(6)
    const quotes = store.readQuotes('SPY', oneMinute, day)
    expect(rowsOf(quotes?.ask ?? missing())[0]).toBe('2013-10-11T08:00:00Z 168.99 169 168.95 169 100')
    const [hours] = store.sessions(
      'BTCUSD',
      oneMinute,
      '2018-04-04' as SessionDate,
      '2018-04-04' as SessionDate,
    )
    expect(hours).toMatchObject({ bars: 1007, regularBars: 1007 })
  })
})

test('a changed value becomes a revision, a new minute is added, the rest is unchanged', async () => {
  const day = '2024-03-11' as SessionDate
  await importInto(csv('SPY.csv', `${day} 09:30,1,1,1,1,1`, `${day} 09:31,1,1,1,1,1`))
  const again = await importInto(
    csv('SPY.csv', `${day} 09:30,1,1,1,1,1`, `${day} 09:31,2,2,2,2,2`, `${day} 09:32,3,3,3,3,3`),
  )
  expect(again).toMatchObject({ bars: 2, sessions: 1, symbols: 1, files: 1 })
  const session = store.readSession('SPY', oneMinute, day)
  expect(rowsOf(session?.columns ?? missing())).toEqual([
    '2024-03-11T13:30:00Z 1 1 1 1 1',
    '2024-03-11T13:31:00Z 2 2 2 2 2',
    '2024-03-11T13:32:00Z 3 3 3 3 3',
  ])
  expect(store.versions('SPY', oneMinute, day).map(({ start }) => formatUtc(start))).toEqual([
    '2024-03-11T13:31:00Z',
    '2024-03-11T13:31:00Z',
  ])
})

test('a refused file leaves nothing, and one that the store will not have does not stop the others', async () => {
  const row = (day: number) => `2024-03-${day} 09:30,1,1,1,1,1`
  csv('AAA.csv', row(11), row(12), row(13), 'x', 'x', 'x', 'x')
  csv('BBB.csv', row(11), row(12))
  csv('SPY.csv', row(11), row(12))
  await importInto(join(folder, 'SPY.csv'), { exchange: '24/7', interval: oneMinute })
  const report = await importInto(folder, { interval: oneMinute })
  expect(
    store
      .symbols()
      .map(({ symbol }) => symbol)
      .sort(),
  ).toEqual(['BBB', 'SPY'])
  expect(report).toMatchObject({ files: 1, bars: 2, refusedFiles: 2 })
  const reasons = report.skipped.map(({ reason }) => reason)
  expect(reasons).toContainEqual(expect.stringContaining('4 of its 7 rows are bad'))
  expect(reasons).toContainEqual(expect.stringContaining('SPY is a symbol of 24/7'))
})

test('a cancelled import leaves nothing of the file at hand', async () => {
  const start = Date.UTC(2024, 2, 11)
  const path = csv(
    'BTC.csv',
    ...Array.from({ length: 60_000 }, (_, index) => `${start + index * 60_000},1,1,1,1,1`),
  )
  let asked = 0
  const run = runImport(
    { ...options, path, exchange: '24/7' },
    { writer: store, time, isCancelled: () => ++asked > 8 },
  )
  await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  expect(asked).toBe(9)
  expect(store.summary()).toMatchObject({ symbols: 0, bars: 0 })
})

test('a file of synthetic bars gets a feed of its own', async () => {
  const text = 'start,open,high,low,close,volume,state\n2024-03-11T13:30:00Z,1,1,1,1,1,synthetic\n'
  await importInto(writeText('SPY.csv', text, folder))
  await importInto(csv('QQQ.csv', '2024-03-11 09:30,1,1,1,1,1'))
  expect(store.symbols()).toEqual([
    { symbol: 'QQQ', exchange: 'XNYS', synthetic: false },
    { symbol: 'SPY', exchange: 'XNYS', synthetic: true },
  ])
})

function missing(): never {
  throw new Error('nothing is stored')
}
