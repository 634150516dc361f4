import { renameSync, rmSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Failure } from '#shared/protocol/failure.ts'
import { literal, withDuckDb, withoutPattern } from '../../duckdb/duckdb.ts'

/** Types of columns, in the order of a CSV file's. */
export type ColumnTypes = Readonly<Record<string, 'VARCHAR' | 'DOUBLE' | 'TIMESTAMPTZ'>>

/**
 * Writes each CSV file with a header as a Parquet file beside it, as a whole, and gives their paths: the same doubles,
 * and times as such. Throws a Failure of code 'bad-file' where that cannot be.
 */
export function writeParquet(files: Readonly<Record<string, ColumnTypes>>): Promise<readonly string[]> {
  return withDuckDb(async (connection) => {
    const paths: string[] = []
    for (const [csv, types] of Object.entries(files)) paths.push(await writeOne(connection, csv, types))
    return paths
  })
}

async function writeOne(connection: DuckDBConnection, csv: string, types: ColumnTypes): Promise<string> {
  const path = csv.replace(/\.csv$/, '.parquet')
  const unfinished = `${path}.${process.pid}.unfinished`
  const columns = Object.entries(types).map(([name, type]) => `${literal(name)}: ${literal(type)}`)
  const rows = `read_csv(${literal(withoutPattern(csv))}, auto_detect = false, header = true, delim = ',', columns = {${columns.join(', ')}})`
  try {
    await connection.run(`COPY (SELECT * FROM ${rows}) TO ${literal(unfinished)} (FORMAT parquet)`)
    renameSync(unfinished, path)
    return path
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw new Failure(
      'bad-file',
      `${path}: could not be written (${(error as Error).message.split('\n')[0]})`,
    )
  }
}
