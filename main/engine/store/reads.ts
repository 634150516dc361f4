import type Database from 'better-sqlite3'
import type { Interval } from '#shared/bars/interval.ts'
import { lazily } from './lazily.ts'
import type { BarKind, StoredSource } from './store.ts'

/** What one feed says of one symbol, in one interval, as trades or as quotes. */
export interface SeriesRow {
  readonly id: number
  readonly symbol: string
  readonly exchange: string
  readonly interval: Interval
  readonly feed: string
  readonly synthetic: number
}

/** A block without its bars. */
export type BlockFactsRow = [
  day: number,
  bars: number,
  regularBars: number,
  firstStart: number,
  lastStart: number,
]

export type BlockRow = [...BlockFactsRow, checksum: number, bytes: Uint8Array]

export interface RevisionRow {
  readonly day: number
  readonly start: number
  readonly version: number
  readonly knownAt: number
  readonly state: number
  readonly bar: Uint8Array
  readonly feed: string
  readonly synthetic: number
}

export interface FillRow {
  readonly start: number
  readonly source: string
  readonly request: string | null
  readonly askedAt: number
  readonly cameAt: number
  readonly try: number
}

export type FirstKnownRow = [start: number, knownAt: number]

export interface SymbolRow {
  readonly symbol: string
  readonly exchange: string
  readonly synthetic: number
}

export interface WatchlistRow {
  readonly id: number
  readonly name: string
  readonly symbol: string | null
}

export interface AdjustmentRow {
  readonly id: number
  readonly symbol: string
  readonly version: number
  readonly knownAt: number
  readonly feed: string
  readonly file: string
  readonly sha256: string
}

export interface StoredFactorRow {
  readonly day: number
  readonly price: number
  readonly split: number
  readonly referencePrice: number
}

export interface TotalsRow {
  readonly symbols: number
  readonly bars: number
  readonly synthetic: number
}

export interface SpanRow {
  readonly sessions: number
  readonly first: number | null
  readonly last: number | null
}

type Span = [series: number, from: number, to: number]

/**
 * Every question that is asked of a store. CROSS JOIN keeps the order of tables: from few rows to many. Where a
 * load asks hundreds of times a plus stands before the parameter, which keeps SQLite from planning the query
 * anew for each value, and rows come as arrays; both halve the time.
 */
export interface Reads {
  readonly symbols: () => Database.Statement<[], SymbolRow>
  readonly symbol: () => Database.Statement<[string], SymbolRow>
  readonly intervals: () => Database.Statement<[string], { interval: string }>
  readonly series: () => Database.Statement<[symbol: string, kind: BarKind, interval: Interval], SeriesRow>
  readonly blockFacts: () => Database.Statement<Span, BlockFactsRow>
  readonly blocks: () => Database.Statement<Span, BlockRow>
  readonly symbolsByDay: () => Database.Statement<[string, number, number], { day: number; symbols: number }>
  readonly revisions: () => Database.Statement<[series: number, from: number, to: number], RevisionRow>
  readonly fills: () => Database.Statement<[number, number], FillRow>
  readonly firstKnown: () => Database.Statement<[series: number, day: number], FirstKnownRow>
  readonly adjustments: () => Database.Statement<[string], AdjustmentRow>
  readonly lastAdjustment: () => Database.Statement<[string], { id: number }>
  readonly factors: () => Database.Statement<[number], StoredFactorRow>
  readonly watchlists: () => Database.Statement<[], WatchlistRow>
  readonly feeds: () => Database.Statement<[], { name: string }>
  readonly sources: () => Database.Statement<[], StoredSource>
  readonly exchanges: () => Database.Statement<[], { exchange: string }>
  readonly totals: () => Database.Statement<[], TotalsRow>
  readonly minuteSpan: () => Database.Statement<[], SpanRow>
}

const symbolColumns = `
  SELECT y.symbol, y.exchange, NOT EXISTS (
    SELECT 1 FROM series e JOIN feeds f ON f.id = e.feed WHERE e.symbol = y.id AND NOT f.synthetic
  ) AS synthetic
  FROM symbols y`

const blockColumns = 's.day, s.bars, s.regular_bars, s.first_start, s.last_start'
const inSpan = 'WHERE s.series = +? AND s.day BETWEEN +? AND +? ORDER BY s.day'

export function prepareReads(database: Database.Database): Reads {
  return {
    symbols: lazily(() => database.prepare(`${symbolColumns} ORDER BY y.symbol`)),
    symbol: lazily(() => database.prepare(`${symbolColumns} WHERE y.symbol = ?`)),
    intervals: lazily(() =>
      database.prepare(`
      SELECT DISTINCT e.interval FROM symbols y CROSS JOIN series e ON e.symbol = y.id
      WHERE y.symbol = ? AND e.kind = 'trade'`),
    ),
    series: lazily(() =>
      database.prepare(`
      SELECT e.id, y.symbol, y.exchange, e.interval, f.name AS feed, f.synthetic
      FROM symbols y CROSS JOIN series e ON e.symbol = y.id CROSS JOIN feeds f ON f.id = e.feed
      WHERE y.symbol = +? AND e.kind = +? AND e.interval = +? ORDER BY e.feed`),
    ),
    blockFacts: lazily(() =>
      database.prepare<Span, BlockFactsRow>(`SELECT ${blockColumns} FROM sessions s ${inSpan}`).raw(),
    ),
    blocks: lazily(() =>
      database
        .prepare<Span, BlockRow>(`
        SELECT ${blockColumns}, s.checksum, b.bars
        FROM sessions s CROSS JOIN blocks b ON b.id = s.block ${inSpan}`)
        .raw(),
    ),
    symbolsByDay: lazily(() =>
      database.prepare(`
      SELECT s.day, COUNT(DISTINCT e.symbol) AS symbols
      FROM series e JOIN symbols y ON y.id = e.symbol CROSS JOIN sessions s ON s.series = e.id
      WHERE e.kind = 'trade' AND e.interval = '1m' AND y.exchange = ? AND s.day BETWEEN ? AND ?
      GROUP BY s.day ORDER BY s.day`),
    ),
    revisions: lazily(() =>
      database.prepare(`
      SELECT r.day, r.start, r.version, r.known_at AS knownAt, r.state, r.bar, f.name AS feed, f.synthetic
      FROM revisions r JOIN series e ON e.id = r.series JOIN feeds f ON f.id = e.feed
      WHERE r.series = ? AND r.day BETWEEN ? AND ? ORDER BY r.day, r.start, r.version`),
    ),
    fills: lazily(() =>
      database.prepare(`
      SELECT r.start, q.source, q.name AS request, q.asked_at AS askedAt, r.known_at AS cameAt, q.try
      FROM revisions r JOIN requests q ON q.id = r.request
      WHERE r.series = ? AND r.day = ? ORDER BY r.start, r.version`),
    ),
    firstKnown: lazily(() =>
      database
        .prepare<[number, number], FirstKnownRow>(`
        SELECT r.start, MIN(r.known_at) FROM revisions r WHERE r.series = +? AND r.day = +? GROUP BY r.start`)
        .raw(),
    ),
    adjustments: lazily(() =>
      database.prepare(`
      SELECT id, symbol, version, known_at AS knownAt, feed, file, sha256
      FROM adjustments WHERE symbol = ? ORDER BY version`),
    ),
    lastAdjustment: lazily(() =>
      database.prepare('SELECT id FROM adjustments WHERE symbol = +? ORDER BY version DESC LIMIT 1'),
    ),
    factors: lazily(() =>
      database.prepare(`
      SELECT day, price, split, reference_price AS referencePrice
      FROM adjustment_factors WHERE adjustment = +? ORDER BY day`),
    ),
    watchlists: lazily(() =>
      database.prepare(`
      SELECT w.id, w.name, m.symbol FROM watchlists w LEFT JOIN watchlist_symbols m ON m.watchlist = w.id
      ORDER BY w.place, w.id, m.place`),
    ),
    feeds: lazily(() => database.prepare('SELECT name FROM feeds ORDER BY id')),
    sources: lazily(() => database.prepare('SELECT name, definition FROM sources ORDER BY place, name')),
    exchanges: lazily(() => database.prepare('SELECT DISTINCT exchange FROM symbols ORDER BY exchange')),
    totals: lazily(() =>
      database.prepare(`
      SELECT (SELECT COUNT(*) FROM symbols) AS symbols,
        (SELECT COALESCE(SUM(bars), 0) FROM sessions) AS bars,
        (SELECT COUNT(*) > 0 AND MIN(synthetic) = 1 FROM feeds) AS synthetic`),
    ),
    minuteSpan: lazily(() =>
      database.prepare(`
      SELECT COUNT(DISTINCT s.day) AS sessions, MIN(s.day) AS first, MAX(s.day) AS last
      FROM series e CROSS JOIN sessions s ON s.series = e.id
      WHERE e.kind = 'trade' AND e.interval = '1m'`),
    ),
  }
}
