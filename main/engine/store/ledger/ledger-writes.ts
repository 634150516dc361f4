import type Database from 'better-sqlite3'
import { lazily } from '../lazily.ts'

type NewRequest = [
  symbol: string,
  source: string,
  from: number,
  to: number,
  askedAt: number,
  attempt: number,
  outcome: string,
  bars: number,
  reached: number | null,
  detail: string | null,
]
type NewHalt = [symbol: string, from: number, to: number, code: string, source: string, knownAt: number]
type NewMark = [symbol: string, from: number, to: number, gapClass: string, reason: string, at: number]
type GradesValues = [
  symbol: string,
  year: number,
  calendar: string,
  changes: number,
  counts: Uint8Array,
  stamps: Uint8Array,
]

/** Every change that is made to the ledger of a store. */
export interface LedgerWrites {
  readonly addRequest: () => Database.Statement<NewRequest>
  readonly addHalt: () => Database.Statement<NewHalt>
  readonly addMark: () => Database.Statement<NewMark>
  readonly countChange: () => Database.Statement<[string]>
  readonly setGrades: () => Database.Statement<GradesValues>
}

export function prepareLedgerWrites(database: Database.Database): LedgerWrites {
  return {
    addRequest: lazily(() =>
      database.prepare(`
      INSERT INTO requests (symbol, source, from_time, to_time, asked_at, try, outcome, bars, reached, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    ),
    addHalt: lazily(() =>
      database.prepare(`
      INSERT OR IGNORE INTO halts (symbol, from_time, to_time, code, source, known_at) VALUES (?, ?, ?, ?, ?, ?)`),
    ),
    addMark: lazily(() =>
      database.prepare(
        'INSERT INTO marks (symbol, from_time, to_time, class, reason, at) VALUES (?, ?, ?, ?, ?, ?)',
      ),
    ),
    countChange: lazily(() => prepareCountChange(database)),
    setGrades: lazily(() => database.prepare('INSERT OR REPLACE INTO grades VALUES (?, ?, ?, ?, ?, ?)')),
  }
}

/** Notes that the 1m bars or the evidence of a symbol are others now. */
export function prepareCountChange(database: Database.Database): Database.Statement<[string]> {
  return database.prepare(
    'INSERT INTO ledger_changes VALUES (?, 1) ON CONFLICT (symbol) DO UPDATE SET changes = changes + 1',
  )
}
