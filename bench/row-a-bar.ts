import { join } from 'node:path'
import Database from 'better-sqlite3'
import { at, type BarColumns } from '#shared/bars/columns.ts'
import type { SessionBatch } from '../main/engine/store/store.ts'

/** A bar as the mission's design has it in memory. */
export interface BarObject {
  readonly timestamp: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** The mission's design: a table with one row a bar, keyed by symbol, interval and time. Returns its path, closed. */
export function rowABarStore(folder: string, batches: readonly SessionBatch[]): string {
  const path = join(folder, 'rows.db')
  const database = new Database(path)
  database.pragma('journal_mode = wal')
  database.exec(`
    CREATE TABLE bars (
      symbol TEXT, interval TEXT, timestamp INTEGER, open REAL, high REAL, low REAL, close REAL, volume REAL,
      PRIMARY KEY (symbol, interval, timestamp)
    ) WITHOUT ROWID`)
  const insert = database.prepare('INSERT INTO bars VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const insertAll = (symbol: string, interval: string, columns: BarColumns) => {
    for (let i = 0; i < columns.start.length; i++)
      insert.run(
        symbol,
        interval,
        at(columns.start, i),
        at(columns.open, i),
        at(columns.high, i),
        at(columns.low, i),
        at(columns.close, i),
        at(columns.volume, i),
      )
  }
  database.transaction(() => {
    for (const batch of batches)
      if (batch.kind === 'trade') insertAll(batch.symbol, batch.interval, batch.columns)
      else
        for (const [side, columns] of Object.entries(batch.columns))
          insertAll(batch.symbol, `${batch.interval} ${side}`, columns)
  })()
  database.close()
  return path
}

/** Opens such a store, reads 1m bars of symbols from one time up to another as arrays of objects, closes it. */
export function readRowABar(
  path: string,
  symbols: readonly string[],
  from: number,
  to: number,
): Map<string, BarObject[]> {
  const database = new Database(path)
  const select = database.prepare<[string, number, number], BarObject>(`
    SELECT timestamp, open, high, low, close, volume FROM bars
    WHERE symbol = ? AND interval = '1m' AND timestamp BETWEEN ? AND ? ORDER BY timestamp`)
  const bars = new Map(symbols.map((symbol) => [symbol, select.all(symbol, from, to)]))
  database.close()
  return bars
}
