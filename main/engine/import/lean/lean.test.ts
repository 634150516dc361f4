import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { oneDay, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import { importKept, temporaryFolder, writeText } from '../testing/kept-batches.ts'
import { leanPlaceOfInnerName, leanPlaceOfPath } from './layout.ts'

const { TAPEDECK_ANSWERS: answers } = process.env
const lean = join(answers ?? '', 'data/lean')

/** Lines of a zip's only file, read without the import. */
function linesOf(path: string): string[] {
  const [bytes = new Uint8Array()] = Object.values(unzipSync(readFileSync(path)))
  return Buffer.from(bytes)
    .toString()
    .split(/\r?\n/)
    .filter((line) => line !== '')
}

describe.skipIf(!answers)('the sample folder of LEAN', () => {
  test('every row of every zip is taken, and every factor file', async () => {
    const zips = readdirSync(lean, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.zip'),
    )
    const rows = zips.reduce((sum, name) => sum + linesOf(join(lean, name)).length, 0)
    const { kept, report } = await importKept(lean)
    expect(report).toMatchObject({
      files: zips.length + 4,
      symbols: 5,
      bars: rows,
      rejectedRows: 0,
      refusedFiles: 0,
    })
    expect(report.skipped).toEqual([])
    expect([...kept.factors.keys()]).toEqual(['AIG', 'BAC', 'IBM', 'SPY'])
  })

  test.each([
    ['spy', 776, 390],
    ['ibm', undefined, 389],
  ])('%s on 2013-10-11', async (symbol, rows, regular) => {
    const path = join(lean, `equity/usa/minute/${symbol}/20131011_trade.zip`)
    const { kept } = await importKept(path)
    const lines = linesOf(path)
    if (rows) expect(lines).toHaveLength(rows)
    const midnight = Date.parse('2013-10-11T04:00:00Z')
    expect(kept.bars).toEqual(
      lines.map((line) => {
        const [ms = 0, open = 0, high = 0, low = 0, close = 0, volume] = line.split(',').map(Number)
        const prices = [open, high, low, close].map((price) => price / 10_000).join(' ')
        return `${symbol.toUpperCase()} 2013-10-11 ${formatUtc((midnight + ms) as never)} ${prices} ${volume}`
      }),
    )
    const inHours = kept.starts.filter(
      (start) => start >= '2013-10-11T13:30:00Z' && start < '2013-10-11T20:00:00Z',
    )
    expect(inHours).toHaveLength(regular)
    expect(kept.batches).toMatchObject([{ exchange: 'XNYS', interval: oneMinute, kind: 'trade' }])
  })

  test('quotes have a bid and an ask side', async () => {
    const path = join(lean, 'equity/usa/minute/spy/20131011_quote.zip')
    const { kept } = await importKept(path)
    const [batch] = kept.batches
    if (batch?.kind !== 'quote') throw new Error('no quotes')
    const { bid, ask } = batch.columns
    const values = linesOf(path).map((line) => line.split(',').map(Number))
    const column = (index: number, scale: number) => values.map((row) => (row[index] ?? 0) / scale)
    expect([...bid.open]).toEqual(column(1, 10_000))
    expect([...bid.close]).toEqual(column(4, 10_000))
    expect([...bid.volume]).toEqual(column(5, 1))
    expect([...ask.open]).toEqual(column(6, 10_000))
    expect([...ask.low]).toEqual(column(8, 10_000))
    expect([...ask.volume]).toEqual(column(10, 1))
    expect(ask.start).toEqual(bid.start)
  })

  test('daily bars start at the open of their session', async () => {
    const path = join(lean, 'equity/usa/daily/ibm.zip')
    const { kept, report } = await importKept(path)
    const calendar = calendarOf('XNYS')
    expect(kept.starts).toEqual(
      linesOf(path).map((line) => {
        const date = line.slice(0, 8).replace(/(....)(..)(..)/, '$1-$2-$3')
        return formatUtc(calendar.session(date as never)?.open as never)
      }),
    )
    expect(kept.batches[0]).toMatchObject({ session: '1998-01-02', interval: oneDay })
    expect(report.sessions).toBe(report.bars)
  })

  test('crypto is unscaled, in UTC, on the exchange that never closes', async () => {
    const path = join(lean, 'crypto/coinbase/minute/btcusd/20180405_trade.zip')
    const { kept } = await importKept(path)
    expect(kept.batches).toMatchObject([{ exchange: '24/7', session: '2018-04-05', symbol: 'BTCUSD' }])
    expect(kept.bars).toEqual(
      linesOf(path).map((line) => {
        const [ms = 0, ...values] = line.split(',').map(Number)
        return `BTCUSD 2018-04-05 ${formatUtc((Date.UTC(2018, 3, 5) + ms) as never)} ${values.join(' ')}`
      }),
    )
  })

  test('a folder of one symbol, and only the symbol asked for', async () => {
    const { report } = await importKept(join(lean, 'equity/usa/minute/aig'))
    expect(report).toMatchObject({ symbols: 1, files: 12, sessions: 6 })
    const only = await importKept(join(lean, 'equity/usa/daily'), { symbol: 'BAC' })
    expect(only.report).toMatchObject({ symbols: 1, files: 1, refusedFiles: 0 })
    expect(only.report.skipped).toHaveLength(3)
  })
})

describe('places in the layout', () => {
  test.each([
    ['/d/equity/usa/minute/spy/20131011_trade.zip', 'equity', 'usa', 'minute', 'spy', 'trade', '20131011'],
    [
      'D:\\d\\Crypto\\coinbase\\minute\\BTCUSD\\20180405_quote.zip',
      'crypto',
      'coinbase',
      'minute',
      'btcusd',
      'quote',
      '20180405',
    ],
    ['/d/equity/usa/daily/spy.zip', 'equity', 'usa', 'daily', 'spy', 'trade', undefined],
    [
      '/d/crypto/coinbase/daily/btcusd_trade.zip',
      'crypto',
      'coinbase',
      'daily',
      'btcusd',
      'trade',
      undefined,
    ],
  ])('%s', (path, security, market, resolution, symbol, kind, date) => {
    expect(leanPlaceOfPath(path)).toEqual({ security, market, resolution, symbol, kind, date })
  })

  test('other zips have none', () => {
    expect(leanPlaceOfPath('/d/downloads/2024/data/spy.zip')).toBeUndefined()
    expect(leanPlaceOfInnerName('spy_1min.txt')).toBeUndefined()
    expect(leanPlaceOfInnerName('20131011_spy_minute_trade.csv')).toEqual({
      resolution: 'minute',
      symbol: 'spy',
      kind: 'trade',
      date: '20131011',
    })
  })
})

describe('zips written for the test', () => {
  const rows = '34200000,100000,100500,99900,100100,10\n34260000,100100,100200,100000,100050,20'
  function zipOf(name: string, text: string): Uint8Array {
    return zipSync({ [name]: Buffer.from(text) })
  }

  test('a zip away from its folders is known by the file in it, and said to be guessed', async () => {
    const path = writeText('a.zip', zipOf('20240311_spy_minute_trade.csv', rows))
    const { kept, report } = await importKept(path)
    expect(kept.bars).toEqual([
      'SPY 2024-03-11 2024-03-11T13:30:00Z 10 10.05 9.99 10.01 10',
      'SPY 2024-03-11 2024-03-11T13:31:00Z 10.01 10.02 10 10.005 20',
    ])
    expect(report.warnings).toEqual([expect.stringContaining("lies outside LEAN's folders")])
    const crypto = await importKept(path, { exchange: '24/7' })
    expect(crypto.kept.bars[0]).toBe('SPY 2024-03-11 2024-03-11T09:30:00Z 100000 100500 99900 100100 10')
  })

  test.each([
    ['2024-03-08', '20240308', '2024-03-08T14:30:00Z'],
    ['the day clocks went forward', '20240310', '2024-03-10T13:30:00Z'],
    ['the day clocks went back', '20241103', '2024-11-03T14:30:00Z'],
  ])('milliseconds of the day follow the wall clock on %s', async (_, date, first) => {
    const path = writeText('a.zip', zipOf(`${date}_spy_minute_trade.csv`, rows))
    expect((await importKept(path)).kept.starts[0]).toBe(first)
  })

  test('a quote without one side is left out with its reason', async () => {
    const quotes = '34200000,1,1,1,1,5,2,2,2,2,5\n34260000,1,1,1,1,5,,,,,\n34320000,1,1,1,1,5,2,2,2,2,5'
    const path = writeText('a.zip', zipOf('20240311_spy_minute_quote.csv', quotes))
    const { report } = await importKept(path)
    expect(report.bars).toBe(2)
    expect(report.rejected).toEqual([{ file: path, line: 2, reason: 'ask: open is empty' }])
  })

  test('a daily row on a day without a session is left out', async () => {
    const folder = join(temporaryFolder(), 'equity/usa/daily')
    mkdirSync(folder, { recursive: true })
    const daily = '20240703 00:00,1,1,1,1,1\n20240704 00:00,1,1,1,1,1\n20240705 00:00,1,1,1,1,1'
    const path = writeText('spy.zip', zipOf('spy.csv', daily), folder)
    const { kept, report } = await importKept(path)
    expect(kept.starts).toEqual(['2024-07-03T13:30:00Z', '2024-07-05T13:30:00Z'])
    expect(report.rejected).toEqual([{ file: path, line: 2, reason: '2024-07-04 is no session of XNYS' }])
  })
})
