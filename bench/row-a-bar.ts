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

export interface SymbolBar {
  readonly symbol: string
  readonly interval: string
  readonly bar: BarObject
}

/** The mission's design: a table with one row a bar, keyed by symbol, interval and time. */
export class RowABarWriter {
  readonly #database: Database.Database
  readonly #insert: Database.Statement

  constructor(path: string) {
    this.#database = new Database(path)
    this.#database.pragma('journal_mode = wal')
    this.#database.exec(`
      CREATE TABLE bars (
        symbol TEXT, interval TEXT, timestamp INTEGER, open REAL, high REAL, low REAL, close REAL, volume REAL,
        PRIMARY KEY (symbol, interval, timestamp)
      ) WITHOUT ROWID`)
    this.#insert = this.#database.prepare('INSERT INTO bars VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  }

  /** Inserts bars in one transaction, as they are drawn. */
  insertAll(bars: Iterable<SymbolBar>): void {
    this.#database.transaction(() => {
      for (const { symbol, interval, bar } of bars)
        this.#insert.run(symbol, interval, bar.timestamp, bar.open, bar.high, bar.low, bar.close, bar.volume)
    })()
  }

  close(): void {
    this.#database.close()
  }
}

/** Puts all bars of batches into such a table; a quote takes two rows. Returns its path, closed. */
export function rowABarStore(folder: string, batches: readonly SessionBatch[]): string {
  const path = join(folder, 'rows.db')
  const writer = new RowABarWriter(path)
  writer.insertAll(barsOfBatches(batches))
  writer.close()
  return path
}

/** Bars of columns as the mission's design has them. */
export function barObjects(columns: BarColumns): BarObject[] {
  return Array.from(columns.start, (timestamp, i) => ({
    timestamp,
    open: at(columns.open, i),
    high: at(columns.high, i),
    low: at(columns.low, i),
    close: at(columns.close, i),
    volume: at(columns.volume, i),
  }))
}

function* barsOfBatches(batches: readonly SessionBatch[]): Generator<SymbolBar> {
  for (const batch of batches) {
    const { symbol, interval } = batch
    if (batch.kind === 'trade') for (const bar of barObjects(batch.columns)) yield { symbol, interval, bar }
    else
      for (const [side, columns] of Object.entries(batch.columns) as [string, BarColumns][])
        for (const bar of barObjects(columns)) yield { symbol, interval: `${interval} ${side}`, bar }
  }
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
