import type Database from 'better-sqlite3'
import type { MarkEvidence, RequestEvidence } from '../../upkeep/evidence/evidence.ts'
import { lazily } from '../lazily.ts'
import type { BlockStamp, SymbolBars } from './stored-ledger.ts'

interface WindowRow {
  readonly fromTime: number
  readonly toTime: number
}

export interface RequestRow extends WindowRow {
  readonly source: string
  readonly askedAt: number
  readonly try: number
  readonly outcome: RequestEvidence['outcome']
  readonly bars: number
  readonly reached: number | null
  readonly detail: string | null
  readonly name: string | null
  readonly answeredAt: number | null
  readonly identity: string | null
  readonly since: number | null
}

export interface HaltRow extends WindowRow {
  readonly code: string
  readonly source: string
  readonly knownAt: number
}

export interface MarkRow extends WindowRow {
  readonly class: MarkEvidence['class']
  readonly reason: string
  readonly at: number
}

export interface StandInRow extends WindowRow {
  /** Null takes back what stood there. */
  readonly price: number | null
  readonly request: string
  readonly by: string
  readonly at: number
}

export interface FeedBlockRow {
  readonly feed: string
  readonly bars: number
  readonly checksum: number
  readonly bytes: Uint8Array
}

export type GradesRow = [symbol: string, calendar: string, changes: number, counts: Uint8Array]

type Span = [symbol: string, to: number, from: number]

/** Every question about the ledger that is asked of a store. */
export interface LedgerReads {
  readonly requests: () => Database.Statement<[interval: string, ...Span], RequestRow>
  readonly halts: () => Database.Statement<Span, HaltRow>
  readonly marks: () => Database.Statement<Span, MarkRow>
  readonly standIns: () => Database.Statement<Span, StandInRow>
  readonly firstStart: () => Database.Statement<[string], { first: number | null }>
  readonly symbolsOn: () => Database.Statement<[number], SymbolBars>
  readonly feedBlocks: () => Database.Statement<[string, number], FeedBlockRow>
  readonly blockStamps: () => Database.Statement<[string, number, number], BlockStamp>
  readonly changes: () => Database.Statement<[], [symbol: string, changes: number]>
  readonly grades: () => Database.Statement<[number], GradesRow>
  readonly gradeStamps: () => Database.Statement<[string, number], { stamps: Uint8Array }>
}

const touching = 'symbol = ? AND from_time < ? AND to_time > ? ORDER BY id'
const minuteBars = "e.kind = 'trade' AND e.interval = '1m'"
const ofSymbol =
  'FROM symbols y CROSS JOIN series e ON e.symbol = y.id CROSS JOIN sessions s ON s.series = e.id'

export function prepareLedgerReads(database: Database.Database): LedgerReads {
  return {
    requests: lazily(() =>
      database.prepare(`
      SELECT source, from_time AS fromTime, to_time AS toTime, asked_at AS askedAt, try, outcome, bars, reached, detail,
        name, answered_at AS answeredAt, identity, since
      FROM requests WHERE interval = ? AND ${touching}`),
    ),
    halts: lazily(() =>
      database.prepare(`
      SELECT from_time AS fromTime, to_time AS toTime, code, source, known_at AS knownAt FROM halts WHERE ${touching}`),
    ),
    marks: lazily(() =>
      database.prepare(
        `SELECT from_time AS fromTime, to_time AS toTime, class, reason, at FROM marks WHERE ${touching}`,
      ),
    ),
    standIns: lazily(() =>
      database.prepare(`
      SELECT from_time AS fromTime, to_time AS toTime, price, request, asked_by AS by, at
      FROM stand_ins WHERE ${touching}`),
    ),
    firstStart: lazily(() =>
      database.prepare(`
      SELECT MIN(s.first_start) AS first ${ofSymbol}
      WHERE y.symbol = ? AND e.kind = 'trade' AND e.interval IN ('1m', '1d')`),
    ),
    symbolsOn: lazily(() =>
      database.prepare(`
      SELECT y.symbol, y.exchange, MAX(s.regular_bars) AS regularBars
      FROM series e JOIN symbols y ON y.id = e.symbol CROSS JOIN sessions s ON s.series = e.id
      WHERE ${minuteBars} AND s.day = ? GROUP BY y.id ORDER BY y.symbol`),
    ),
    feedBlocks: lazily(() =>
      database.prepare(`
      SELECT f.name AS feed, s.bars, s.checksum, b.bars AS bytes
      ${ofSymbol} JOIN feeds f ON f.id = e.feed JOIN blocks b ON b.id = s.block
      WHERE y.symbol = ? AND ${minuteBars} AND s.day = ? ORDER BY e.feed`),
    ),
    blockStamps: lazily(() =>
      database
        .prepare<[string, number, number], BlockStamp>(`
        SELECT s.day, s.checksum ${ofSymbol}
        WHERE y.symbol = ? AND ${minuteBars} AND s.day BETWEEN ? AND ? ORDER BY s.day, e.feed`)
        .raw(),
    ),
    changes: lazily(() =>
      database
        .prepare<[], [symbol: string, changes: number]>('SELECT symbol, changes FROM ledger_changes')
        .raw(),
    ),
    grades: lazily(() =>
      database
        .prepare<[number], GradesRow>('SELECT symbol, calendar, changes, counts FROM grades WHERE year = ?')
        .raw(),
    ),
    gradeStamps: lazily(() => database.prepare('SELECT stamps FROM grades WHERE symbol = ? AND year = ?')),
  }
}
