import type { DuckDBConnection } from '@duckdb/node-api'
import { literal, withDuckDb, withoutPattern } from '../../duckdb/duckdb.ts'
import { RefusedFile } from '../refused-file.ts'

interface Column {
  readonly name: string
  readonly type: string
}

/** What pandas calls an index without a name. */
const pandasIndex = '__index_level_0__'
/** Lists, structs and maps: nothing of a bar is in them. */
const nested = /\[|^(?:STRUCT|MAP|UNION)\b/
/**
 * Writes the rows of a Parquet file, the first `rows` or all, as a CSV file with a header. Numbers are the
 * shortest decimals that read back equal; times with a zone become epoch milliseconds, those without stay local.
 * Throws RefusedFile when the file cannot be read.
 */
export async function writeAsCsv(parquet: string, csv: string, rows?: number): Promise<void> {
  try {
    await withDuckDb(async (connection) => {
      const table = `read_parquet(${literal(withoutPattern(parquet))})`
      const columns = await columnsOf(connection, table)
      const limit = rows === undefined ? '' : ` LIMIT ${rows}`
      const select = `SELECT ${columns.map(selectColumn).join(', ')} FROM ${table}${limit}`
      await connection.run(`COPY (${select}) TO ${literal(csv)} (FORMAT csv, HEADER, DELIMITER ',')`)
    })
  } catch (error) {
    throw error instanceof RefusedFile ? error : new RefusedFile(refusal(error))
  }
}

async function columnsOf(connection: DuckDBConnection, table: string): Promise<readonly Column[]> {
  const found = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`)
  const columns = found
    .getRows()
    .map(([name, type]) => ({ name: String(name), type: String(type) }))
    .filter(({ type }) => !nested.test(type))
  if (columns.length === 0) throw new RefusedFile('is a Parquet file without a column that could be of bars')
  return columns
}

function selectColumn({ name, type }: Column): string {
  const value = type === 'TIMESTAMP WITH TIME ZONE' ? `epoch_ms(${identifier(name)})` : identifier(name)
  return `${value} AS ${identifier(name === pandasIndex ? 'timestamp' : name)}`
}

function refusal(error: unknown): string {
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  return `cannot be read as Parquet: ${message.replace(/^[A-Za-z ]+Error: /, '')}`
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
