import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { minuteMs } from '#shared/time/epoch.ts'
import type { MinuteBatch } from './demo-bars.ts'
import { scanMinutes } from './object-gaps.ts'
import { type BarObject, barObjects, RowABarWriter } from './row-a-bar.ts'

const otherFeed = '1m of the other feed'

/** The mission's design: rows of bars in SQLite, gaps found by a scan and filled one by one. */
export class ObjectFiller {
  readonly #path: string
  #database: Database.Database | undefined

  constructor(folder: string) {
    this.#path = join(folder, 'rows-with-gaps.db')
  }

  /** A new table with bars that have holes, and those of another feed. */
  prepare(holes: readonly MinuteBatch[], whole: readonly MinuteBatch[]): void {
    this.close()
    for (const end of ['', '-wal', '-shm']) rmSync(this.#path + end, { force: true })
    const writer = new RowABarWriter(this.#path)
    writer.insertAll(rowsOf(holes, '1m'))
    writer.insertAll(rowsOf(whole, otherFeed))
    writer.close()
    this.#database = new Database(this.#path)
    this.#database.pragma('synchronous = normal')
  }

  /** Fills what a symbol lacks from `open` to `close`; answers how many bars that were. */
  fill(symbol: string, open: number, close: number): number {
    const database = this.#database
    if (!database) throw new RangeError('Nothing is prepared')
    const select = database.prepare<[string, string, number, number], BarObject>(`
      SELECT timestamp, open, high, low, close, volume FROM bars
      WHERE symbol = ? AND interval = ? AND timestamp BETWEEN ? AND ? ORDER BY timestamp`)
    const insert = database.prepare(`INSERT INTO bars VALUES (?, '1m', ?, ?, ?, ?, ?, ?)`)
    const bars = select.all(symbol, '1m', open, close)
    let added = 0
    for (const { from, minutes } of scanMinutes(bars, open, close)) {
      const found = select.all(symbol, otherFeed, from, from + (minutes - 1) * minuteMs)
      database.transaction(() => {
        for (const bar of found)
          insert.run(symbol, bar.timestamp, bar.open, bar.high, bar.low, bar.close, bar.volume)
      })()
      bars.push(...found)
      bars.sort((one, other) => one.timestamp - other.timestamp)
      added += found.length
    }
    return added
  }

  close(): void {
    this.#database?.close()
    this.#database = undefined
  }
}

function* rowsOf(batches: readonly MinuteBatch[], interval: string) {
  for (const { symbol, columns } of batches)
    for (const bar of barObjects(columns)) yield { symbol, interval, bar }
}
