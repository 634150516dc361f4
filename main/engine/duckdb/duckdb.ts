import type { DuckDBConnection } from '@duckdb/node-api'

const settings = {
  threads: '2',
  memory_limit: '1GB',
  // What reads and writes Parquet is built in; nothing is to be fetched from anywhere.
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
}

/** Lends a database in memory, which is loaded when it is first needed: it takes long. */
export async function withDuckDb<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', settings)
  const connection = await instance.connect()
  try {
    return await use(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** A text as SQL writes it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A path whose stars and brackets are letters, not a pattern of several files. */
export function withoutPattern(path: string): string {
  return path.replaceAll(/[*?[]/g, '[$&]')
}
