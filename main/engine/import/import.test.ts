import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, gzipSync, strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { epochMs } from '#shared/time/epoch.ts'
import type { ImportedBars } from '../store/store.ts'
import { parseImportFormat } from './discovery.ts'
import { type ImportProgress, runImport } from './import.ts'
import { previewImport } from './preview.ts'
import { importKept, importText, KeptBatches, temporaryFolder, writeText } from './testing/kept-batches.ts'

const row = '2024-03-11 09:30,1,1,1,1,1\n'
const options = { format: 'auto', strict: false } as const

describe('damaged files are refused with one line', () => {
  const text = strToU8(`time,open,high,low,close,volume\n${row.repeat(1)}`)
  const zip = zipSync({ 'SPY.csv': text })
  const gzip = gzipSync(text)

  function changed(bytes: Uint8Array, at: number, ...values: number[]): Uint8Array {
    const copy = Uint8Array.from(bytes)
    copy.set(values, at < 0 ? copy.length + at : at)
    return copy
  }
  /** Where the only entry of the zip's directory begins. */
  const entry = Buffer.from(zip).lastIndexOf('PK\x01\x02')
  const dataFrom = 30 + 'SPY.csv'.length

  test.each([
    ['a zip cut short', 'a.zip', zip.slice(0, -30), 'directory is missing'],
    ['a zip cut at its start', 'a.zip', zip.slice(40), 'damaged zip'],
    ['a zip of zeros', 'a.zip', new Uint8Array(100), 'directory is missing'],
    ['an empty zip', 'a.zip', zipSync({}), 'without a .csv'],
    ['a zip without a table', 'a.zip', zipSync({ 'a.pdf': text }), 'without a .csv'],
    ['a zip with a changed byte', 'a.zip', changed(zip, dataFrom + 8, 0x55, 0xaa), 'damaged zip'],
    ['a zip with a wrong checksum', 'a.zip', changed(zip, entry + 16, 1, 2, 3, 4), 'checksum'],
    [
      'a zip that holds more than it says',
      'a.zip',
      changed(zip, entry + 24, 5, 0, 0, 0),
      'more bytes than it declares',
    ],
    ['a zip that says it holds 3 GiB', 'a.zip', changed(zip, entry + 24, 0, 0, 0, 0xc0), 'more than 2 GiB'],
    ['an encrypted zip', 'a.zip', changed(zip, entry + 8, 1), 'encrypted'],
    ['a zip packed in another way', 'a.zip', changed(zip, entry + 10, 12), 'method 12'],
    ['a zip whose entry is gone', 'a.zip', changed(zip, 0, 0), 'not where it should be'],
    ['a zip with a broken directory', 'a.zip', changed(zip, entry, 0), 'directory is broken'],
    ['a gzip cut short', 'SPY.csv.gz', gzip.slice(0, -12), 'damaged gzip'],
    ['a gzip with a wrong checksum', 'SPY.csv.gz', changed(gzip, -8, 1, 2, 3, 4), 'checksum'],
    ['text that is called a gzip', 'SPY.csv.gz', text, 'damaged gzip'],
    ['deflated bytes that are called a gzip', 'SPY.csv.gz', deflateSync(text), 'damaged gzip'],
  ])('%s', async (_, name, bytes, reason) => {
    const { kept, report } = await importText(bytes, {}, name)
    expect(kept.files).toEqual([])
    expect(report).toMatchObject({ files: 0, bars: 0, refusedFiles: 1 })
    expect(report.skipped).toEqual([
      { file: expect.stringContaining(name), reason: expect.stringContaining(reason) },
    ])
  })

  test('a zip that only stores, and a gzip of two members', async () => {
    const stored = zipSync({ 'SPY.csv': text }, { level: 0 })
    expect((await importText(stored, {}, 'a.zip')).kept.starts).toHaveLength(1)
    const members = Buffer.concat([gzipSync(text), gzipSync(strToU8(row.replace(':30', ':31')))])
    expect((await importText(members, {}, 'SPY.csv.gz')).kept.starts).toHaveLength(2)
  })
})

describe('a folder', () => {
  test('is walked in sorted order; what is no table is skipped, what is broken is refused, the rest goes on', async () => {
    const folder = temporaryFolder()
    for (const sub of [
      'b',
      'a',
      'factor_files',
      'equity/india/minute/tcs',
      'option/usa/minute/spy',
      'equity/usa/hour',
    ]) {
      mkdirSync(join(folder, sub), { recursive: true })
    }
    const zip = zipSync({ 'x.csv': strToU8('34200000,10000,10000,10000,10000,1\n') })
    writeText('QQQ.csv', row, join(folder, 'b'))
    writeText('SPY.txt', row, join(folder, 'a'))
    writeText('notes.md', 'notes', folder)
    writeText('bars.parquet', 'PAR1', folder)
    writeText('broken.csv', '', folder)
    writeText('spy.csv', row, join(folder, 'factor_files'))
    writeText('20240311_trade.zip', zip, join(folder, 'equity/india/minute/tcs'))
    writeText('20240311_trade.zip', zip, join(folder, 'option/usa/minute/spy'))
    writeText('spy.zip', zip, join(folder, 'equity/usa/hour'))
    symlinkSync(join(folder, 'a'), join(folder, 'link'))
    const { kept, report } = await importKept(folder)
    expect(kept.files.map(({ name }) => name)).toEqual([join(folder, 'a/SPY.txt'), join(folder, 'b/QQQ.csv')])
    expect(report).toMatchObject({ files: 2, symbols: 2, sessions: 1, bars: 2, refusedFiles: 2 })
    const reasons = Object.fromEntries(
      report.skipped.map(({ file, reason }) => [file.slice(folder.length + 1), reason]),
    )
    expect(reasons).toEqual({
      'bars.parquet': expect.stringContaining('cannot be read as Parquet'),
      'broken.csv': 'is empty',
      'equity/india/minute/tcs/20240311_trade.zip': expect.stringContaining('--exchange'),
      'equity/usa/hour/spy.zip': expect.stringContaining('hour'),
      'factor_files/spy.csv': expect.stringContaining('factor file'),
      link: expect.stringContaining('link to a folder'),
      'notes.md': expect.stringContaining('no .csv'),
      'option/usa/minute/spy/20240311_trade.zip': expect.stringContaining('option'),
    })
  })

  test('with --exchange takes other markets of LEAN; with --format lean nothing else', async () => {
    const folder = join(temporaryFolder(), 'forex/oanda/minute/eurusd')
    mkdirSync(folder, { recursive: true })
    const zip = zipSync({ 'x.csv': strToU8('34200000,1.1,1.2,1.0,1.1,1\n') })
    writeText('20240311_trade.zip', zip, folder)
    writeText('SPY.csv', row, folder)
    writeText('other.zip', zip, folder)
    const { kept, report } = await importKept(folder, { format: 'lean', exchange: '24/7' })
    expect(kept.bars).toEqual(['EURUSD 2024-03-11 2024-03-11T09:30:00Z 1.1 1.2 1 1.1 1'])
    expect(report.skipped.map(({ reason }) => reason)).toEqual(Array(2).fill("has no place in LEAN's layout"))
  })

  test('that is empty has nothing to import', async () => {
    expect((await importKept(temporaryFolder())).report).toMatchObject({
      files: 0,
      refusedFiles: 0,
      skipped: [],
    })
  })

  test('names a file that cannot be read any more', async () => {
    const folder = temporaryFolder()
    const [first, second] = ['AAA.csv', 'BBB.csv'].map((name) => writeText(name, row, folder))
    const kept = new KeptBatches()
    const writer = {
      importFile(...imported: Parameters<KeptBatches['importFile']>): ImportedBars {
        rmSync(String(second))
        return kept.importFile(...imported)
      },
      importFactors: () => 'stored' as const,
    }
    const report = await runImport({ ...options, path: folder }, { writer, time: { now: () => epochMs(0) } })
    expect(kept.files.map(({ name }) => name)).toEqual([first])
    expect(report.skipped).toEqual([{ file: second, reason: expect.stringContaining('cannot be read') }])
    expect(report.refusedFiles).toBe(1)
  })
})

describe('options', () => {
  const path = 'nowhere'
  test.each([
    [{ path }, 'bad-file', path],
    [{ path, zone: 'Mars/Crater' }, 'usage', 'Mars/Crater'],
    [{ path, exchange: 'XXXX' }, 'unknown-exchange', 'XXXX'],
    [{ path, interval: '1w' as never }, 'usage', '1w'],
  ])('%o', async (wrong, code, named) => {
    await expect(importKept(path, wrong)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(named),
    })
    await expect(previewImport({ ...options, ...wrong })).rejects.toThrow(named)
  })

  test('a format is one that is known', () => {
    expect(parseImportFormat('lean')).toBe('lean')
    expect(parseImportFormat('parquet')).toBe('parquet')
    expect(parseImportFormat('alpaca')).toBe('alpaca')
    expect(() => parseImportFormat('xml')).toThrow('auto, lean, csv, parquet or alpaca')
  })

  test('the feed is called as told, else after the format', async () => {
    expect((await importText(row)).kept.files).toMatchObject([{ feed: 'csv', at: 0, synthetic: false }])
    expect((await importText(row, { feed: 'broker' })).kept.files).toMatchObject([{ feed: 'broker' }])
  })

  test('an exchange that is an alias is stored as the one it stands for', async () => {
    expect((await importText(row, { exchange: 'XNAS' })).kept.batches[0]?.exchange).toBe('XNYS')
  })
})

describe('progress and cancelling', () => {
  function largeFile(): string {
    const start = Date.UTC(2024, 0, 1)
    const rows = Array.from({ length: 40_000 }, (_, index) => `${start + index * 60_000},1,1,1,1,1`)
    return writeText('BTC.csv', rows.join('\n'))
  }

  test('tells of bytes and bars as they are read, and at the end', async () => {
    let ticks = 0
    const seen: ImportProgress[] = []
    await runImport(
      { ...options, path: largeFile(), exchange: '24/7' },
      {
        writer: new KeptBatches(),
        time: { now: () => epochMs(20 * ticks++) },
        onProgress: (progress) => seen.push(progress),
      },
    )
    expect(seen.length).toBeGreaterThan(2)
    for (const [index, progress] of seen.slice(1).entries()) {
      expect(progress.bytesDone).toBeGreaterThanOrEqual(seen[index]?.bytesDone ?? 0)
      expect(progress.bytesDone).toBeLessThanOrEqual(progress.bytes)
    }
    expect(seen.at(-1)).toMatchObject({ filesDone: 1, files: 1, bars: 40_000 })
    expect(seen.at(-1)?.bytesDone).toBe(seen.at(-1)?.bytes)
  })

  test('stops between pieces and leaves nothing of the file, while files before it stay', async () => {
    const folder = temporaryFolder()
    writeText('AAA.csv', row, folder)
    writeText('BBB.csv', `${row}${row.repeat(20_000)}`, folder)
    const kept = new KeptBatches()
    let asked = 0
    const run = runImport(
      { ...options, path: folder },
      { writer: kept, time: { now: () => epochMs(0) }, isCancelled: () => ++asked > 5 },
    )
    await expect(run).rejects.toMatchObject({
      code: 'cancelled',
      message: expect.stringContaining('BBB.csv'),
    })
    expect(kept.files.map(({ name }) => name)).toEqual([join(folder, 'AAA.csv')])
  })

  test('what goes wrong in the store is not taken for a bad file', async () => {
    const path = writeText('SPY.csv', row)
    const writer = {
      importFile(): never {
        throw new Error('the disk is full')
      },
      importFactors: () => 'stored' as const,
    }
    await expect(
      runImport({ ...options, path }, { writer, time: { now: () => epochMs(0) } }),
    ).rejects.toThrow('the disk is full')
  })
})

describe('a preview', () => {
  test('shows the lines and symbols of what can be read, and why the rest cannot', async () => {
    const folder = temporaryFolder()
    writeText('A.csv', 'no bars at all', folder)
    writeText('all.csv', `ticker,time,open,high,low,close\nspy,${row}qqq,${row}`, folder)
    writeText('IWM.csv', row, folder)
    expect(await previewImport({ ...options, path: folder })).toMatchObject({
      format: 'csv',
      files: 3,
      symbols: ['IWM', 'QQQ', 'SPY'],
      findings: expect.arrayContaining(['separator: comma', 'interval: 1m', 'symbol: IWM']),
      sample: [row.trim(), ''],
      skipped: [{ file: join(folder, 'A.csv') }],
    })
  })

  test('of a table of several symbols names them, and what was guessed', async () => {
    const path = writeText('x.csv', `ticker,time,open,high,low,close\nspy,${row}qqq,${row}`)
    const preview = await previewImport({ ...options, path })
    expect(preview.symbols).toEqual(['QQQ', 'SPY'])
    expect(preview.findings.at(-1)).toContain('warning: has no column of volumes')
  })

  test('of an empty folder is empty', async () => {
    const path = temporaryFolder()
    expect(await previewImport({ ...options, path })).toMatchObject({
      files: 0,
      symbols: [],
      findings: [],
      sample: [],
    })
  })
})
