import type Database from 'better-sqlite3'
import { onFile } from '../store/store-failure.ts'
import { counted, type HealthCheck, healthy, someOf, warning } from './health-check.ts'

interface ListRow {
  readonly id: number
  readonly name: string
  readonly symbols: number
}

/** Whether every symbol on a watchlist is one of the store. */
export function checkWatchlists(path: string, database: Database.Database): readonly HealthCheck[] {
  return onFile(path, () => {
    const lists = database
      .prepare<[], ListRow>(`
        SELECT w.id, w.name, (SELECT COUNT(*) FROM watchlist_symbols m WHERE m.watchlist = w.id) AS symbols
        FROM watchlists w ORDER BY w.place, w.id`)
      .all()
    const unknown = database
      .prepare<[number], string>(`
        SELECT m.symbol FROM watchlist_symbols m
        WHERE m.watchlist = ? AND m.symbol NOT IN (SELECT symbol FROM symbols) ORDER BY m.place`)
      .pluck()
    return lists.map(({ id, name, symbols }) => checkList(name, symbols, unknown.all(id)))
  })
}

function checkList(name: string, symbols: number, unknown: readonly string[]): HealthCheck {
  const size = counted(symbols, 'symbol')
  if (unknown.length === 0) return healthy('watchlist', name, `${size}, all of them in the store`)
  return warning(
    'watchlist',
    name,
    `${unknown.length} of ${size} are not in the store: ${someOf(unknown)}`,
    'import their bars, or take them off the list',
  )
}
