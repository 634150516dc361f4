import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { previewImport } from '../preview.ts'
import { importKept, temporaryFolder, writeText } from '../testing/kept-batches.ts'
import { readFactorFile } from './factor-file.ts'
import { factorSymbolOfPath } from './factor-place.ts'

test('a row is the last session it holds for, and its factors', () => {
  expect(readFactorFile('19980102,0.8116779,1e+07\r\n20501231,1,1,0')).toEqual([
    { until: '1998-01-02', price: 0.8116779, split: 10_000_000, referencePrice: 0 },
    { until: '2050-12-31', price: 1, split: 1, referencePrice: 0 },
  ])
})

test.each([
  ['', /holds no factors/],
  ['19980102,1,1,1\n19980102,1,1,1', /line 2 has date 1998-01-02 after 1998-01-02/],
  ['19980231,1,1,1', /line 1 begins with "19980231", which is no date/],
  ['19980102,0,1,1', /line 1 has a factor/],
  ['19980102,1,inf,1', /line 1 has a factor/],
  ['19980102,1', /line 1 has a factor/],
  ['19980102,1,1,x', /line 1 has a reference price/],
])('%j is refused', (text, reason) => {
  expect(() => readFactorFile(text)).toThrow(reason)
})

describe('in a LEAN folder', () => {
  function factorFolder(): string {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'equity/usa/factor_files'), { recursive: true })
    return folder
  }

  test('factor files are imported, bad ones named, and those of other symbols left out when one is asked for', async () => {
    const folder = factorFolder()
    const inside = join(folder, 'equity/usa/factor_files')
    writeText('spy.csv', '20501231,1,1,0', inside)
    const bad = writeText('bad.csv', 'x', inside)
    const zip = writeText('factor_files_20210401.zip', 'x', inside)
    const { kept, report } = await importKept(folder)
    expect(kept.factors).toEqual(
      new Map([['SPY', [{ until: '2050-12-31', price: 1, split: 1, referencePrice: 0 }]]]),
    )
    expect(report).toMatchObject({ files: 1, symbols: 1, bars: 0, refusedFiles: 1 })
    expect(report.skipped).toEqual([
      { file: zip, reason: expect.stringContaining('no factor file of an equity') },
      { file: bad, reason: expect.stringContaining('line 1 begins with "x"') },
    ])
    const only = await importKept(folder, { symbol: 'BAC' })
    expect(only.report).toMatchObject({ files: 0, refusedFiles: 0 })
    expect(only.report.skipped).toContainEqual({
      file: join(inside, 'spy.csv'),
      reason: 'is of SPY, not of BAC',
    })
    const asCsv = await importKept(folder, { format: 'csv' })
    expect(asCsv.report.skipped).toContainEqual({
      file: join(inside, 'spy.csv'),
      reason: expect.stringContaining('import it as lean'),
    })
  })

  test('a preview counts them and names their symbols', async () => {
    const folder = factorFolder()
    writeText('spy.csv', '20501231,1,1,0', join(folder, 'equity/usa/factor_files'))
    expect(await previewImport({ path: folder, format: 'auto', strict: false })).toMatchObject({
      format: 'lean',
      files: 1,
      bytes: 14,
      symbols: ['SPY'],
      skipped: [],
    })
  })
})

test.each([
  ['/d/equity/usa/factor_files/spy.csv', 'SPY'],
  ['D:\\d\\Equity\\usa\\factor_files\\brk.b.csv', 'BRK.B'],
  ['/d/future/cme/factor_files/es.csv', undefined],
  ['/d/equity/usa/factor_files/spy.zip', undefined],
])('%s is of %s', (path, symbol) => {
  expect(factorSymbolOfPath(path)).toBe(symbol)
})
