import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { at } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { ImportOptions } from '#shared/protocol/import-calls.ts'
import { addMs, type EpochMs, epochMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { temporaryFolder } from '../../import/testing/kept-batches.ts'
import { processTicker } from '../../time/ticker.ts'
import { isProvenSilent } from '../answer/silence.ts'
import type { BarAnswer, BarRequest } from '../data-source.ts'
import { FolderSource } from './folder-source.ts'

const { TAPEDECK_ANSWERS: answers } = process.env
const lean = join(answers ?? '', 'data/lean')
const { signal } = new AbortController()
const open = epochMs(Date.parse('2024-07-08T13:30:00Z'))

function clock(start = Date.UTC(2026, 0, 2)) {
  let now = start
  return {
    now: () => epochMs(now),
    pass: (ms: number): void => {
      now += ms
    },
  }
}

function sourceOf(path: string, told: Partial<ImportOptions> = {}, time = clock()): FolderSource {
  return new FolderSource(
    'here',
    { path, format: 'auto', strict: false, ...told },
    { time, ticker: processTicker, calendars: new Calendars() },
  )
}

function ask(symbols: readonly string[], start: EpochMs, minutes: number, exchange = 'XNYS'): BarRequest {
  return { id: 'r', exchange, symbols, interval: oneMinute, start, end: addMs(start, minutes * minuteMs) }
}

async function answerOf(source: FolderSource, request: BarRequest): Promise<BarAnswer> {
  const answer = (await source.fetch(request, signal)).answers.get(request.symbols[0] ?? '')
  if (!answer) throw new Error('no answer')
  return answer
}

function closesOf(answer: BarAnswer): Record<string, number> {
  if (!('columns' in answer)) throw new Error(`no bars but ${answer.kind}`)
  const { start, close } = answer.columns
  return Object.fromEntries(
    [...start].map((time, index) => [formatUtc(time as EpochMs).slice(11, 16), at(close, index)]),
  )
}

/** Rows of SPY on 2024-07-08 in UTC, from minute to minute of the session. */
function csvRows(from: number, to: number, close = 2): string[] {
  return Array.from({ length: to - from }, (_, index) => {
    const time = formatUtc(addMs(open, (from + index) * minuteMs))
    return `${time},2,3,1,${close},${100 + from + index}`
  })
}

function write(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

function writeCsv(path: string, rows: readonly string[]): string {
  return write(path, ['time,open,high,low,close,volume', ...rows].join('\n'))
}

describe.skipIf(!answers)('the sample folder of LEAN', () => {
  const source = sourceOf(lean, { format: 'lean' })

  test('gives the bars of a window to the last digit', async () => {
    const start = epochMs(Date.parse('2013-10-11T13:30:00Z'))
    const answer = await answerOf(source, ask(['SPY'], start, 390))
    const zip = unzipSync(readFileSync(join(lean, 'equity/usa/minute/spy/20131011_trade.zip')))
    const rows = Buffer.from(Object.values(zip)[0] ?? [])
      .toString()
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(',').map(Number))
      .filter(([ms = 0]) => ms >= 9.5 * 3_600_000 && ms < 16 * 3_600_000)
    if (answer.kind !== 'bars') throw new Error(answer.kind)
    expect(answer.columns.start).toHaveLength(390)
    expect([...answer.columns.close]).toEqual(rows.map(([, , , , close = 0]) => close / 10_000))
    expect([...answer.columns.volume]).toEqual(rows.map((row) => row[5]))
  })

  test('proves the one missing minute of IBM on 2013-10-11', async () => {
    const start = epochMs(Date.parse('2013-10-11T13:30:00Z'))
    const request = ask(['IBM'], start, 390)
    const answer = await answerOf(source, request)
    const silent = Array.from({ length: 390 }, (_, minute) => addMs(start, minute * minuteMs)).filter(
      (time) => isProvenSilent(answer, oneMinute, time),
    )
    expect(silent).toHaveLength(1)
    const one = { ...request, start: silent[0] as EpochMs, end: addMs(silent[0] as EpochMs, minuteMs) }
    expect(await answerOf(source, one)).toEqual({ kind: 'empty' })
  })

  test('has crypto on the exchange that never closes', async () => {
    const start = epochMs(Date.parse('2018-04-05T00:00:00Z'))
    const answer = await answerOf(source, ask(['BTCUSD'], start, 60, '24/7'))
    expect('columns' in answer && answer.columns.start.length).toBeGreaterThan(30)
    expect(await answerOf(source, ask(['BTCUSD'], start, 60))).toMatchObject({ kind: 'failed' })
  })

  test('a test says how many files it holds', async () => {
    expect(await source.test(signal)).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/\d+ files of bars/),
    })
  })
})

describe('a folder of CSV files', () => {
  test('bars of several files, by symbol, sorted, each minute once', async () => {
    const folder = temporaryFolder()
    writeCsv(join(folder, 'b/SPY.csv'), csvRows(0, 5))
    writeCsv(join(folder, 'a/SPY.csv'), csvRows(3, 390))
    writeCsv(join(folder, 'IBM.csv'), csvRows(0, 390, 1))
    const { answers: both } = await sourceOf(folder).fetch(
      ask(['SPY', 'IBM'], addMs(open, minuteMs), 4),
      signal,
    )
    for (const [symbol, close] of [
      ['SPY', 2],
      ['IBM', 1],
    ] as const) {
      const answer = both.get(symbol)
      expect(answer && closesOf(answer)).toEqual({
        '13:31': close,
        '13:32': close,
        '13:33': close,
        '13:34': close,
      })
    }
  })

  test('a file that ends too soon is not a quiet market', async () => {
    const folder = temporaryFolder()
    writeCsv(join(folder, 'SPY.csv'), csvRows(0, 100))
    const answer = await answerOf(sourceOf(folder), ask(['SPY'], addMs(open, 98 * minuteMs), 10))
    expect(answer).toMatchObject({
      kind: 'truncated',
      until: open + 100 * minuteMs,
      fault: { code: 'no-data' },
    })
    expect(Object.keys(closesOf(answer))).toEqual(['15:08', '15:09'])
  })

  test('a file that begins too late is not a quiet market either', async () => {
    const folder = temporaryFolder()
    writeCsv(join(folder, 'SPY.csv'), csvRows(45, 390))
    const answer = await answerOf(sourceOf(folder), ask(['SPY'], addMs(open, 40 * minuteMs), 10))
    expect(answer).toMatchObject({
      kind: 'truncated',
      since: open + 45 * minuteMs,
      fault: { code: 'no-data' },
    })
    expect(Object.keys(closesOf(answer))).toHaveLength(5)
    expect(await answerOf(sourceOf(folder), ask(['SPY'], open, 10))).toMatchObject({ kind: 'failed' })
  })

  test('JSON of Alpaca lies beside the others', async () => {
    const folder = temporaryFolder()
    const bars = csvRows(0, 390).map((row) => {
      const [t, o, h, l, c, v] = row.split(',')
      return { t, o: Number(o), h: Number(h), l: Number(l), c: Number(c), v: Number(v) }
    })
    write(join(folder, 'page.json'), JSON.stringify({ bars: { SPY: bars }, next_page_token: null }))
    write(join(folder, 'settings.json'), '{}')
    expect(closesOf(await answerOf(sourceOf(folder), ask(['SPY'], open, 2)))).toEqual({
      '13:30': 2,
      '13:31': 2,
    })
  })

  test('is what it is by its folder and how it is read, not by its name', () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()]
    const { identity } = sourceOf(one)
    expect(sourceOf(`${one}/`, { format: 'lean' }).identity).toBe(identity)
    expect(sourceOf(other).identity).not.toBe(identity)
    expect(sourceOf(one, { zone: 'UTC' }).identity).not.toBe(identity)
  })

  test('several files of a session are one, wherever each begins and ends', async () => {
    const folder = temporaryFolder()
    writeCsv(join(folder, 'b/SPY.csv'), csvRows(0, 200))
    writeCsv(join(folder, 'a/SPY.csv'), csvRows(201, 390))
    expect(await answerOf(sourceOf(folder), ask(['SPY'], addMs(open, 200 * minuteMs), 1))).toEqual({
      kind: 'empty',
    })
  })

  test('rows that cannot be right are left out, named, and prove nothing', async () => {
    const folder = temporaryFolder()
    const rows = csvRows(0, 390)
    rows[2] = '2024-07-08T13:32:00Z,2,0,1,2,5'
    const path = writeCsv(join(folder, 'SPY.csv'), rows)
    const answer = await answerOf(sourceOf(folder), ask(['SPY'], open, 4))
    expect(Object.keys(closesOf(answer))).toEqual(['13:30', '13:31', '13:33'])
    expect(answer).toMatchObject({
      kind: 'bars',
      rejected: [{ start: undefined, reason: `${path} line 4 high 0 is not above zero` }],
    })
    expect(isProvenSilent(answer, oneMinute, addMs(open, 2 * minuteMs))).toBe(false)
  })

  test('T5: a file whose times are of another zone fills nothing, and is named', async () => {
    const folder = temporaryFolder()
    const local = csvRows(0, 390).map((row) =>
      row.replace(/T(\d\d)/, (_, hour) => `T${String(Number(hour) - 4).padStart(2, '0')}`),
    )
    const path = writeCsv(join(folder, 'SPY.csv'), local)
    const answer = await answerOf(sourceOf(folder), ask(['SPY'], open, 4))
    expect(answer).toMatchObject({ kind: 'failed', fault: { code: 'no-data' } })
    expect(answer.kind === 'failed' && answer.fault.cause).toContain(`Not read: ${path} the bars lie outside`)
  })

  test('a file that changes is read anew, one that comes is seen within a minute', async () => {
    const folder = temporaryFolder()
    const time = clock()
    writeCsv(join(folder, 'IBM.csv'), csvRows(0, 390))
    const source = sourceOf(folder, {}, time)
    expect((await answerOf(source, ask(['SPY'], open, 2))).kind).toBe('failed')
    const path = writeCsv(join(folder, 'SPY.csv'), csvRows(0, 390, 2))
    time.pass(minuteMs)
    expect(closesOf(await answerOf(source, ask(['SPY'], open, 1)))).toEqual({ '13:30': 2 })
    writeCsv(path, csvRows(0, 391, 2.5))
    expect(closesOf(await answerOf(source, ask(['SPY'], open, 1)))).toEqual({ '13:30': 2.5 })
    rmSync(path)
    time.pass(minuteMs)
    expect((await answerOf(source, ask(['SPY'], open, 1))).kind).toBe('failed')
  })

  test('a damaged file is named, and the others are read', async () => {
    const folder = temporaryFolder()
    const path = write(join(folder, 'IBM.csv.gz'), Buffer.from('no gzip'))
    writeCsv(join(folder, 'SPY.csv'), csvRows(0, 390))
    const source = sourceOf(folder)
    expect((await answerOf(source, ask(['SPY'], open, 2))).kind).toBe('bars')
    const answer = await answerOf(source, ask(['IBM'], open, 2))
    expect(answer.kind === 'failed' && answer.fault.cause).toContain(`Not read: ${path}`)
  })

  test('is cancelled at once', async () => {
    const folder = temporaryFolder()
    writeCsv(join(folder, 'SPY.csv'), csvRows(0, 10))
    const cancelled = sourceOf(folder).fetch(ask(['SPY'], open, 2), AbortSignal.abort())
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
  })

  test.each([
    [
      'a folder that is not there',
      (folder: string) => join(folder, 'gone'),
      /gone: there is no such file or folder/,
    ],
    ['an empty folder', (folder: string) => folder, /holds no files of bars\.$/],
    [
      'a folder without bars',
      (folder: string) => dirname(write(join(folder, 'in/notes.md'), 'x')),
      /holds no files of bars, e\.g\. .*notes\.md: is no \.csv/,
    ],
  ])('a test of %s says what is wrong', async (_, place, message) => {
    const source = sourceOf(place(temporaryFolder()))
    const { ok, detail } = await source.test(signal)
    expect({ ok, detail }).toEqual({ ok: false, detail: expect.stringMatching(message) })
  })

  test('of a folder that is not there a request says so too', async () => {
    const answer = await answerOf(sourceOf(join(temporaryFolder(), 'gone')), ask(['SPY'], open, 2))
    expect(answer).toMatchObject({ kind: 'failed', fault: { code: 'missing' } })
  })
})

test('LEAN files are chosen by name: one that is not needed may be damaged', async () => {
  const folder = temporaryFolder()
  const minutes = join(folder, 'equity/usa/minute/spy')
  const rows = Array.from(
    { length: 390 },
    (_, minute) => `${34_200_000 + minute * minuteMs},20000,30000,10000,20000,5`,
  )
  write(join(minutes, '20240708_trade.zip'), zipSync({ 'x.csv': Buffer.from(rows.join('\n')) }))
  write(join(minutes, '20240709_trade.zip'), Buffer.from('damaged'))
  write(join(minutes, '20240708_quote.zip'), Buffer.from('damaged'))
  const source = sourceOf(folder, { format: 'lean' })
  expect(closesOf(await answerOf(source, ask(['SPY'], open, 1)))).toEqual({ '13:30': 2 })
})

test('Parquet files lie beside the others', async () => {
  const folder = temporaryFolder()
  writeCsv(join(folder, 'bars.csv'), csvRows(0, 390))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `COPY (SELECT * FROM '${folder}/bars.csv') TO '${folder}/SPY.parquet' (FORMAT parquet)`,
  )
  connection.closeSync()
  instance.closeSync()
  rmSync(join(folder, 'bars.csv'))
  expect(closesOf(await answerOf(sourceOf(folder), ask(['SPY'], open, 2)))).toEqual({
    '13:30': 2,
    '13:31': 2,
  })
})
