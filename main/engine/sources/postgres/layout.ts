/** The columns of a table of bars; docs/postgres.md tells what is in them. */
export const barColumns = [
  'symbol',
  'exchange',
  'bar_interval',
  'start_time',
  'session',
  'open',
  'high',
  'low',
  'close',
  'volume',
  'state',
  'feed',
] as const

/** The table in which a team keeps its bars. Every row is one bar as repaired. */
export function createTable(table: string): string {
  return `
    CREATE TABLE IF NOT EXISTS ${identifier(table)} (
      symbol text NOT NULL,
      exchange text NOT NULL,
      bar_interval text NOT NULL,
      start_time timestamptz NOT NULL,
      session date NOT NULL,
      open double precision NOT NULL,
      high double precision NOT NULL,
      low double precision NOT NULL,
      close double precision NOT NULL,
      volume double precision NOT NULL,
      state text NOT NULL,
      feed text NOT NULL,
      PRIMARY KEY (symbol, bar_interval, start_time)
    )`
}

/** A table's name, with its schema or without, quoted as it is written. */
export function identifier(table: string): string {
  return table
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')
}
