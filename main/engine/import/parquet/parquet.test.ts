import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { previewImport } from '../preview.ts'
import { importKept, temporaryFolder, writeText } from '../testing/kept-batches.ts'

/** Writes the rows of a query as a Parquet file and answers with its path. */
async function parquetOf(query: string, name = 'SPY.parquet', folder = temporaryFolder()): Promise<string> {
  const path = join(folder, name)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  return path
}

const prices = '0.1::DOUBLE + 0.2 AS open, 2.5 AS high, 1e-7::DOUBLE AS low, 10.1::FLOAT / 5 AS close'
const twoRows = (times: string, more = '') =>
  `SELECT ${times} AS t, ${prices}, 1e7::DOUBLE + i AS volume${more} FROM range(2) r(i)`
const zoned = "TIMESTAMPTZ '2024-07-08 13:30:00+00' + to_minutes(i)"

describe('a Parquet file', () => {
  test('of times with a zone gives the same doubles that are in it', async () => {
    const { kept, report } = await importKept(await parquetOf(twoRows(zoned)))
    expect(kept.bars).toEqual([
      'SPY 2024-07-08 2024-07-08T13:30:00Z 0.30000000000000004 2.5 1e-7 2.02 10000000',
      'SPY 2024-07-08 2024-07-08T13:31:00Z 0.30000000000000004 2.5 1e-7 2.02 10000001',
    ])
    expect(report).toMatchObject({ files: 1, bars: 2, rejected: [] })
    expect(kept.files).toMatchObject([{ feed: 'parquet' }])
  })

  test.each([
    ['local times', "TIMESTAMP '2024-07-08 09:30:00' + to_minutes(i)"],
    ['local nanoseconds', "CAST(TIMESTAMP '2024-07-08 09:30:00' + to_minutes(i) AS TIMESTAMP_NS)"],
    ['epoch seconds', '1720445400 + 60 * i'],
    ['text', "'2024-07-08 09:3' || i"],
  ])('of %s is read as a table of them would be', async (_, times) => {
    const { kept } = await importKept(await parquetOf(twoRows(times)))
    expect(kept.starts).toEqual(['2024-07-08T13:30:00Z', '2024-07-08T13:31:00Z'])
  })

  test('of several symbols, with an index of pandas behind its columns and lists among them', async () => {
    const query = `SELECT 'IBM' AS symbol, ${prices}, [1, 2] AS trades, ${zoned} AS __index_level_0__ FROM range(2) r(i)`
    const { kept } = await importKept(await parquetOf(query, 'all.parquet'))
    expect(kept.batches).toMatchObject([{ symbol: 'IBM', session: '2024-07-08' }])
  })

  test('goes by the rules of every import: a row that cannot be right is left out', async () => {
    const query = `SELECT ${zoned} AS t, 2 AS open, CASE i WHEN 1 THEN 1 ELSE 3 END AS high, 2 AS low, 2 AS close, 5 AS volume FROM range(4) r(i)`
    const path = await parquetOf(query)
    const { kept, report } = await importKept(path)
    expect(kept.starts).toHaveLength(3)
    expect(report.rejected).toEqual([{ file: path, line: 3, reason: 'high 1 is below low 2' }])
  })

  test('may have stars and brackets in its name, which are no pattern', async () => {
    const folder = temporaryFolder()
    const path = await parquetOf(twoRows(zoned), 'SPY [1]*.parquet', folder)
    await parquetOf(twoRows(zoned), 'SPY 1.parquet', folder)
    expect((await importKept(path, { symbol: 'SPY' })).kept.starts).toHaveLength(2)
  })

  test('that is damaged is refused, and nothing is left behind', async () => {
    const temporary = temporaryFolder()
    vi.stubEnv('TMPDIR', temporary)
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const folder = temporaryFolder()
    const path = writeText('SPY.parquet', 'PAR1 but nothing else PAR1', folder)
    const { report } = await importKept(folder)
    expect(report).toMatchObject({ files: 0, refusedFiles: 1, skipped: [{ file: path }] })
    expect(report.skipped[0]?.reason).toMatch(/^cannot be read as Parquet: /)
    expect(readdirSync(temporary).filter((name) => name.startsWith('tapedeck-rows'))).toEqual([])
  })

  test('is taken as parquet or auto, and left out as csv or lean', async () => {
    const path = await parquetOf(twoRows(zoned))
    expect((await importKept(path, { format: 'parquet' })).report.files).toBe(1)
    for (const format of ['csv', 'lean'] as const)
      expect((await importKept(path, { format })).report).toMatchObject({ files: 0, refusedFiles: 0 })
  })

  test('is previewed with how it was understood and its first rows', async () => {
    const path = await parquetOf(twoRows(zoned, ", 'SPY' AS ticker"), 'x.parquet')
    expect(await previewImport({ path, format: 'auto', strict: false })).toMatchObject({
      format: 'parquet',
      files: 1,
      symbols: ['SPY'],
      findings: expect.arrayContaining(['interval: 1m', 'symbol: a column']),
      sample: expect.arrayContaining(['t,open,high,low,close,volume,ticker']),
    })
  })
})
