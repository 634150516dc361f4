import type Database from 'better-sqlite3'
import { prepareCountChange } from './ledger/ledger-writes.ts'

export interface SymbolIdRow {
  readonly id: number
  readonly exchange: string
}

export interface FeedRow {
  readonly id: number
  readonly synthetic: number
}

export interface WritableBlockRow {
  readonly block: number
  readonly bars: number
  readonly checksum: number
  readonly bytes: Uint8Array
}

/** What a row of `sessions` says of its block. */
export type BlockFacts = [
  bars: number,
  regularBars: number,
  firstStart: number,
  lastStart: number,
  volume: number | null,
  checksum: number,
]

type Id = { id: number }
type NewAdjustment = [
  symbol: string,
  version: number,
  knownAt: number,
  feed: string,
  file: string,
  sha256: string,
]
type NewFactors = [adjustment: number, day: number, price: number, split: number, referencePrice: number]
type NewRevision = [
  series: number,
  day: number,
  start: number,
  version: number,
  knownAt: number,
  state: number,
  bar: Uint8Array,
  importId: number | null,
  request: number | null,
]

/** Every change that is made to a store, and what is looked up for it. */
export interface Writes {
  readonly symbol: Database.Statement<[string], SymbolIdRow>
  readonly addSymbol: Database.Statement<[string, string]>
  readonly feed: Database.Statement<[string], FeedRow>
  readonly addFeed: Database.Statement<[string, number]>
  readonly series: Database.Statement<[number, string, string, number], Id>
  /** Series of a symbol's trade bars, the feed imported first coming first. */
  readonly seriesOfSymbol: Database.Statement<[number, string], Id>
  readonly addSeries: Database.Statement<[number, string, string, number]>
  readonly addImport: Database.Statement<[number, string, string, number]>
  readonly countImport: Database.Statement<[number, number, number, number]>
  readonly block: Database.Statement<[number, number], WritableBlockRow>
  readonly addBlock: Database.Statement<[Uint8Array]>
  readonly addSession: Database.Statement<[number, number, number, ...BlockFacts]>
  readonly setBlock: Database.Statement<[Uint8Array, number]>
  readonly setSession: Database.Statement<[...BlockFacts, number, number]>
  readonly lastVersion: Database.Statement<[number, number, number], { version: number | null }>
  readonly addRevision: Database.Statement<NewRevision>
  readonly countChange: Database.Statement<[string]>
  readonly addAdjustment: Database.Statement<NewAdjustment>
  readonly addFactors: Database.Statement<NewFactors>
  readonly addWatchlist: Database.Statement<[string]>
  readonly renameWatchlist: Database.Statement<[string, number]>
  readonly clearWatchlist: Database.Statement<[number]>
  readonly addToWatchlist: Database.Statement<[number, number, string]>
  readonly removeWatchlist: Database.Statement<[number]>
  readonly moveWatchlistsBehind: Database.Statement<[number]>
  readonly placeWatchlist: Database.Statement<[number, number]>
  readonly saveSource: Database.Statement<[string, string]>
  readonly removeSource: Database.Statement<[string]>
  readonly moveSourcesBehind: Database.Statement<[number]>
  readonly placeSource: Database.Statement<[number, string]>
}

export function prepareWrites(database: Database.Database): Writes {
  return {
    symbol: database.prepare('SELECT id, exchange FROM symbols WHERE symbol = ?'),
    addSymbol: database.prepare('INSERT INTO symbols (symbol, exchange) VALUES (?, ?)'),
    feed: database.prepare('SELECT id, synthetic FROM feeds WHERE name = ?'),
    addFeed: database.prepare('INSERT INTO feeds (name, synthetic) VALUES (?, ?)'),
    series: database.prepare(
      'SELECT id FROM series WHERE symbol = +? AND kind = +? AND interval = +? AND feed = +?',
    ),
    seriesOfSymbol: database.prepare(
      "SELECT id FROM series WHERE symbol = ? AND kind = 'trade' AND interval = ? ORDER BY feed",
    ),
    addSeries: database.prepare('INSERT INTO series (symbol, kind, interval, feed) VALUES (?, ?, ?, ?)'),
    addImport: database.prepare(`
      INSERT INTO imports (feed, file, sha256, at, added, revised, unchanged) VALUES (?, ?, ?, ?, 0, 0, 0)`),
    countImport: database.prepare('UPDATE imports SET added = ?, revised = ?, unchanged = ? WHERE id = ?'),
    block: database.prepare(`
      SELECT s.block, s.bars, s.checksum, b.bars AS bytes FROM sessions s JOIN blocks b ON b.id = s.block
      WHERE s.series = +? AND s.day = +?`),
    addBlock: database.prepare('INSERT INTO blocks (bars) VALUES (?)'),
    addSession: database.prepare(`
      INSERT INTO sessions
        (series, day, block, bars, regular_bars, first_start, last_start, volume, checksum)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    setBlock: database.prepare('UPDATE blocks SET bars = ? WHERE id = ?'),
    setSession: database.prepare(`
      UPDATE sessions SET bars = ?, regular_bars = ?, first_start = ?, last_start = ?,
        volume = ?, checksum = ?
      WHERE series = +? AND day = +?`),
    lastVersion: database.prepare(
      'SELECT MAX(version) AS version FROM revisions WHERE series = ? AND day = ? AND start = ?',
    ),
    addRevision: database.prepare('INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    countChange: prepareCountChange(database),
    addAdjustment: database.prepare(`
      INSERT INTO adjustments (symbol, version, known_at, feed, file, sha256) VALUES (?, ?, ?, ?, ?, ?)`),
    addFactors: database.prepare('INSERT INTO adjustment_factors VALUES (?, ?, ?, ?, ?)'),
    addWatchlist: database.prepare(`
      INSERT INTO watchlists (name, place) SELECT ?, COALESCE(MAX(place) + 1, 0) FROM watchlists`),
    renameWatchlist: database.prepare('UPDATE watchlists SET name = ? WHERE id = ?'),
    clearWatchlist: database.prepare('DELETE FROM watchlist_symbols WHERE watchlist = ?'),
    addToWatchlist: database.prepare('INSERT INTO watchlist_symbols VALUES (?, ?, ?)'),
    removeWatchlist: database.prepare('DELETE FROM watchlists WHERE id = ?'),
    moveWatchlistsBehind: database.prepare('UPDATE watchlists SET place = place + ?'),
    placeWatchlist: database.prepare('UPDATE watchlists SET place = ? WHERE id = ?'),
    saveSource: database.prepare(`
      INSERT INTO sources (name, place, definition) SELECT ?, COALESCE(MAX(place) + 1, 0), ? FROM sources WHERE true
      ON CONFLICT (name) DO UPDATE SET definition = excluded.definition`),
    removeSource: database.prepare('DELETE FROM sources WHERE name = ?'),
    moveSourcesBehind: database.prepare('UPDATE sources SET place = place + ?'),
    placeSource: database.prepare('UPDATE sources SET place = ? WHERE name = ?'),
  }
}
