import { gzipSync, strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { previewImport } from '../preview.ts'
import { importKept, importText, temporaryFolder, writeText } from '../testing/kept-batches.ts'

const expected = [
  'SPY 2024-03-11 2024-03-11T13:30:00Z 10 11 9.5 10.5 100',
  'SPY 2024-03-11 2024-03-11T13:31:00Z 10.5 10.75 10.25 10.5 200',
]

interface Example {
  readonly name: string
  readonly file?: string
  readonly text: string
  readonly layout: string
}

/** Two bars at the open of 2024-03-11, 09:30 in New York, which is 13:30 UTC. */
const examples: readonly Example[] = [
  {
    name: 'plain table in the zone of the exchange',
    layout: 'table of bars',
    text: 'Timestamp,Open,High,Low,Close,Volume\n2024-03-11 09:30,10,11,9.5,10.5,100\n2024-03-11 09:31,10.5,10.75,10.25,10.5,200\n',
  },
  {
    name: 'Alpaca with short names',
    layout: 'Alpaca',
    text: 't,o,h,l,c,v,n,vw\n2024-03-11T13:30:00Z,10,11,9.5,10.5,100,3,10\n2024-03-11T13:31:00Z,10.5,10.75,10.25,10.5,200,3,10\n',
  },
  {
    name: 'Alpaca with long names',
    layout: 'Alpaca',
    file: 'download.csv',
    text: 'symbol,timestamp,open,high,low,close,volume,trade_count,vwap\nspy,2024-03-11 13:30:00+00:00,10,11,9.5,10.5,100.0,3,10\nspy,2024-03-11 13:31:00+00:00,10.5,10.75,10.25,10.5,200.0,3,10\n',
  },
  {
    name: 'Massive flat file',
    layout: 'Massive flat file',
    file: '2024-03-11.csv',
    text: 'ticker,volume,open,close,high,low,window_start,transactions\nSPY,100,10,10.5,11,9.5,1710163800000000000,3\nSPY,200,10.5,10.5,10.75,10.25,1710163860000000000,3\n',
  },
  {
    name: 'Databento in billionths',
    layout: 'Databento OHLCV',
    file: 'xnas-itch-20240311.ohlcv-1m.csv',
    text: 'ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol\n1710163800000000000,33,2,15144,10000000000,11000000000,9500000000,10500000000,100,SPY\n1710163860000000000,33,2,15144,10500000000,10750000000,10250000000,10500000000,200,SPY\n',
  },
  {
    name: 'Databento in decimals',
    layout: 'Databento OHLCV',
    text: 'ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume\n2024-03-11T13:30:00.000000000Z,33,2,15144,10.000000000,11.000000000,9.500000000,10.500000000,100\n2024-03-11T13:31:00.000000000Z,33,2,15144,10.500000000,10.750000000,10.250000000,10.500000000,200\n',
  },
  {
    name: 'Kibot',
    layout: 'Kibot',
    file: 'SPY.txt',
    text: '03/11/2024,09:30,10,11,9.5,10.5,100\r\n03/11/2024,09:31,10.5,10.75,10.25,10.5,200\r\n',
  },
  {
    name: 'Interactive Brokers',
    layout: 'Interactive Brokers',
    text: ',date,open,high,low,close,volume,average,barCount\n0,20240311  09:30:00,10,11,9.5,10.5,100,10.2,3\n1,20240311  09:31:00,10.5,10.75,10.25,10.5,200,10.2,3\n',
  },
  {
    name: 'Interactive Brokers with the zone in the stamp',
    layout: 'Interactive Brokers',
    text: 'date,open,high,low,close,volume,average,barCount\n20240311 08:30:00 US/Central,10,11,9.5,10.5,100,10.2,3\n20240311 08:31:00 US/Central,10.5,10.75,10.25,10.5,200,10.2,3\n',
  },
  {
    name: 'HistData, which keeps standard time all year',
    layout: 'HistData',
    file: 'DAT_ASCII_SPY_M1_2024.csv',
    text: '20240311 083000;10;11;9.5;10.5;100\n20240311 083100;10.5;10.75;10.25;10.5;200\n',
  },
  {
    name: 'yfinance',
    layout: 'yfinance',
    text: 'Datetime,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits\n2024-03-11 09:30:00-04:00,10,11,9.5,10.5,10.4,100,0.0,0.0\n2024-03-11 09:31:00-04:00,10.5,10.75,10.25,10.5,10.4,200,0.0,0.0\n',
  },
  {
    name: 'yfinance with three header lines',
    layout: 'yfinance',
    file: 'x.csv',
    text: 'Price,Close,High,Low,Open,Volume\nTicker,SPY,SPY,SPY,SPY,SPY\nDatetime,,,,,\n2024-03-11 13:30:00+00:00,10.5,11,9.5,10,100\n2024-03-11 13:31:00+00:00,10.5,10.75,10.25,10.5,200\n',
  },
  {
    name: 'Stooq',
    layout: 'Stooq',
    file: 'x.txt',
    text: '<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nSPY,1,20240311,093000,10,11,9.5,10.5,100,0\nSPY,1,20240311,093100,10.5,10.75,10.25,10.5,200,0\n',
  },
  {
    name: 'Stooq without its header',
    layout: 'Stooq',
    file: 'x.txt',
    text: 'SPY,1,20240311,093000,10,11,9.5,10.5,100,0\nSPY,1,20240311,093100,10.5,10.75,10.25,10.5,200,0\n',
  },
  {
    name: 'FirstRate Data',
    layout: 'FirstRate Data',
    file: 'SPY_full_1min_adjsplit.txt',
    text: '2024-03-11 09:30:00,10,11,9.5,10.5,100\n2024-03-11 09:31:00,10.5,10.75,10.25,10.5,200\n',
  },
  {
    name: 'bars of our own',
    layout: 'bars of Tapedeck',
    text: 'start,open,high,low,close,volume,state\n2024-03-11T13:30:00Z,10,11,9.5,10.5,100,recorded\n2024-03-11T13:31:00Z,10.5,10.75,10.25,10.5,200,recorded\n',
  },
  {
    name: 'semicolons and decimal commas',
    layout: 'table of bars',
    text: 'Datum;Zeit\nDate;Time;Open;High;Low;Last;Vol\n11.03.2024;09:30:00;10,0;11;9,5;10,5;100\n11.03.2024;09:31:00;10,5;10,75;10,25;10,5;200\n',
  },
  {
    name: 'tabs, twelve hours a clock',
    layout: 'table of bars',
    text: 'date\ttime\topen\thigh\tlow\tclose\tvolume\n3/11/2024\t9:30 AM\t10\t11\t9.5\t10.5\t100\n3/11/2024\t9:31 AM\t10.5\t10.75\t10.25\t10.5\t200\n',
  },
  {
    name: 'pipes and epoch seconds',
    layout: 'table of bars',
    text: '1710163800|10|11|9.5|10.5|100\n1710163860|10.5|10.75|10.25|10.5|200\n',
  },
  {
    name: 'blanks and epoch milliseconds',
    layout: 'table of bars',
    text: '1710163800000  10   11    9.5   10.5 100\n1710163860000  10.5 10.75 10.25 10.5 200\n',
  },
  {
    name: 'epoch microseconds, lines that end with CR alone, quotes',
    layout: 'Alpaca',
    text: '"T","O","H","L","C","V"\r"1710163800000000","10","11","9.5","10.5","100"\r"1710163860000000",10.5,10.75,10.25,10.5,"200"',
  },
  {
    name: 'a symbol, a date and a clock without separators, no header',
    layout: 'table of bars',
    file: 'all.csv',
    text: 'SPY,20240311,0930,10,11,9.5,10.5,100\nSPY,20240311,0931,10.5,10.75,10.25,10.5,200\n',
  },
  {
    name: 'one run of digits',
    layout: 'table of bars',
    text: '20240311093000,10,11,9.5,10.5,100\n20240311093100,10.5,10.75,10.25,10.5,200\n',
  },
]

describe('two bars at the open in the layout of', () => {
  test.each(examples)('$name', async ({ text, file = 'SPY.csv', layout }) => {
    const { kept, report } = await importText(text, {}, file)
    expect(report.rejected).toEqual([])
    expect(report.skipped).toEqual([])
    expect(kept.bars).toEqual(expected)
    expect(kept.batches[0]).toMatchObject({ interval: '1m', exchange: 'XNYS', kind: 'trade' })
    const preview = await previewImport({ path: writeText(file, text), format: 'auto', strict: false })
    expect(preview.findings[0]).toBe(`layout: ${layout}`)
    expect(preview.symbols).toEqual(['SPY'])
  })

  test('a packed file, by gzip or in a zip', async () => {
    const text = strToU8(examples[0]?.text ?? '')
    expect((await importText(gzipSync(text), {}, 'SPY.csv.gz')).kept.bars).toEqual(expected)
    expect((await importText(zipSync({ 'SPY.csv': text }), {}, 'download.zip')).kept.bars).toEqual(expected)
  })
})

describe('daily bars', () => {
  const days = [
    'SPY 2024-03-08 2024-03-08T14:30:00Z 10 11 9.5 10.5 100',
    'SPY 2024-03-11 2024-03-11T13:30:00Z 10.5 10.75 10.25 10.5 200',
  ]
  const rows = (first: string, second: string) =>
    `Date,Open,High,Low,Close,Adj Close,Volume\n${first},10,11,9.5,10.5,9,100\n${second},10.5,10.75,10.25,10.5,9,200\n`

  test.each([
    ['Yahoo', rows('2024-03-08', '2024-03-11')],
    ['yfinance, midnight in New York', rows('2024-03-08 00:00:00-05:00', '2024-03-11 00:00:00-04:00')],
    ['Alpaca, midnight in New York in UTC', rows('2024-03-08T05:00:00Z', '2024-03-11T04:00:00Z')],
    ['Databento, midnight in UTC', rows('2024-03-08T00:00:00Z', '2024-03-11T00:00:00Z')],
    ['Kibot without its header', '03/08/2024,10,11,9.5,10.5,100\n03/11/2024,10.5,10.75,10.25,10.5,200\n'],
    ['dates without separators', '20240308,10,11,9.5,10.5,100\n20240311,10.5,10.75,10.25,10.5,200\n'],
    [
      'Stooq',
      'SPY,D,20240308,000000,10,11,9.5,10.5,100,0\nSPY,D,20240311,000000,10.5,10.75,10.25,10.5,200,0\n',
    ],
    ['seconds of the open', '1709908200,10,11,9.5,10.5,100\n1710163800,10.5,10.75,10.25,10.5,200\n'],
  ])('%s', async (_, text) => {
    const { kept, report } = await importText(text)
    expect(report.skipped).toEqual([])
    expect(kept.bars).toEqual(days)
    expect(kept.batches[0]?.interval).toBe('1d')
  })

  test('stamps at the end of the day belong to that day', async () => {
    const { kept } = await importText(rows('2024-03-08T21:00:00Z', '2024-03-12T04:00:00Z'), { stamp: 'end' })
    expect(kept.bars).toEqual(days)
  })
})

describe('symbols', () => {
  const rows = '2024-03-11 09:30,10,11,9.5,10.5,100\n2024-03-11 09:31,10.5,10.75,10.25,10.5,200\n'
  test.each([
    ['SPY_1min.csv', 'SPY'],
    ['spy.us.txt', 'SPY.US'],
    ['brk.b-1d.csv', 'BRK.B'],
    ['BTC-USD_2024-01-01.csv', 'BTC-USD'],
    ['aapl 1min.txt', 'AAPL'],
  ])('%s holds %s', async (file, symbol) => {
    expect((await importText(rows, {}, file)).kept.batches[0]?.symbol).toBe(symbol)
  })

  test('--symbol counts before the name of the file', async () => {
    expect((await importText(rows, { symbol: 'QQQ' })).kept.batches[0]?.symbol).toBe('QQQ')
  })

  test('a file that names none is refused', async () => {
    const { report } = await importText(rows, {}, '2024-03-11.csv')
    expect(report).toMatchObject({ refusedFiles: 1, files: 0 })
    expect(report.skipped[0]?.reason).toContain('--symbol')
  })

  test('several symbols in one file, sorted by time, each in batches of its own', async () => {
    const text =
      'symbol,time,open,high,low,close,volume\nAAA,2024-03-11 09:30,1,1,1,1,1\nbbb,2024-03-11 09:30,2,2,2,2,2\nAAA,2024-03-11 09:31,1,1,1,1,1\nbad symbol,2024-03-11 09:31,1,1,1,1,1\n,2024-03-11 09:31,1,1,1,1,1\nBBB,2024-03-11 09:31,2,2,2,2,2\nAAA,2024-03-12 09:30,1,1,1,1,1\n'
    const { kept, report } = await importText(text)
    expect(kept.batches.map(({ symbol, session }) => `${symbol} ${session}`)).toEqual([
      'AAA 2024-03-11',
      'AAA 2024-03-12',
      'BBB 2024-03-11',
    ])
    expect(report).toMatchObject({ symbols: 2, sessions: 2, bars: 5 })
    expect(report.rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [5, '"bad symbol" is no symbol'],
      [6, 'has no symbol'],
    ])
  })
})

describe('intervals', () => {
  const at = (time: string) => `2024-03-11 ${time},1,1,1,1,1\n`
  test.each([
    ['5m', '09:30 09:35 09:40 10:00'],
    ['1h', '09:30 10:30 11:30 15:30'],
    ['1m', '09:30 09:33 09:35 09:42 09:44'],
    ['15m', '09:30 09:45 10:15 10:45'],
    ['1m', '09:30'],
  ])('%s', async (interval, times) => {
    const { kept } = await importText(times.split(' ').map(at).join(''))
    expect(kept.batches[0]?.interval).toBe(interval)
  })

  test('--interval counts before what is found', async () => {
    const { kept } = await importText(at('09:30') + at('09:40'), { interval: '5m' as never })
    expect(kept.batches[0]?.interval).toBe('5m')
  })

  test('weekly bars are refused', async () => {
    const { report } = await importText('2024-03-04,1,1,1,1,1\n2024-03-11,1,1,1,1,1\n')
    expect(report.skipped[0]?.reason).toContain('more than a day')
    await expect(importText('', { interval: '1w' as never })).rejects.toMatchObject({ code: 'usage' })
  })
})

test('our own bars keep their states, and a file of synthetic ones is synthetic', async () => {
  const text = (first: string, second: string) =>
    `start,open,high,low,close,volume,state\n2024-03-11T13:30:00Z,1,1,1,1,1,${first}\n2024-03-11T13:31:00Z,1,1,1,1,1,${second}\n`
  const mixed = await importText(text('filled', 'forming'))
  expect(mixed.kept.batches).toMatchObject([{ columns: { state: Uint8Array.of(2) } }])
  expect(mixed.report.rejected).toMatchObject([{ line: 3, reason: expect.stringContaining('forming') }])
  expect(mixed.kept.files[0]?.synthetic).toBe(false)
  const made = await importText(text('synthetic', 'synthetic'))
  expect(made.kept.files[0]?.synthetic).toBe(true)
  expect(made.kept.batches).toMatchObject([{ columns: { state: Uint8Array.of(3, 3) } }])
})

test('a zip of several tables is several files, each with its own name', async () => {
  const row = strToU8('2024-03-11 09:30,1,1,1,1,1\n')
  const path = writeText('all.zip', zipSync({ 'AAA_1min.txt': row, 'BBB_1min.txt': row }), temporaryFolder())
  const { kept, report } = await importKept(path)
  expect(report).toMatchObject({ files: 2, symbols: 2 })
  expect(kept.files.map(({ name }) => name)).toEqual([`${path}/AAA_1min.txt`, `${path}/BBB_1min.txt`])
})
