import type Database from 'better-sqlite3'
import type { Interval } from '#shared/bars/interval.ts'
import type { RequestEvidence } from '../../upkeep/evidence/evidence.ts'
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
  name: string | null,
  answeredAt: number | null,
  identity: string | null,
  since: number | null,
  interval: string,
]
type NewHalt = [symbol: string, from: number, to: number, code: string, source: string, knownAt: number]
type NewMark = [symbol: string, from: number, to: number, gapClass: string, reason: string, at: number]
type NewStandIn = [
  symbol: string,
  from: number,
  to: number,
  price: number | null,
  request: string,
  by: string,
  at: number,
]
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
  readonly addStandIn: () => Database.Statement<NewStandIn>
  readonly countChange: () => Database.Statement<[string]>
  readonly setGrades: () => Database.Statement<GradesValues>
}

export function prepareLedgerWrites(database: Database.Database): LedgerWrites {
  return {
    addRequest: lazily(() =>
      database.prepare(`
      INSERT INTO requests (symbol, source, from_time, to_time, asked_at, try, outcome, bars, reached, detail,
        name, answered_at, identity, since, interval)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
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
    addStandIn: lazily(() =>
      database.prepare(`
      INSERT INTO stand_ins (symbol, from_time, to_time, price, request, asked_by, at) VALUES (?, ?, ?, ?, ?, ?, ?)`),
    ),
    countChange: lazily(() => prepareCountChange(database)),
    setGrades: lazily(() => database.prepare('INSERT OR REPLACE INTO grades VALUES (?, ?, ?, ?, ?, ?)')),
  }
}

/** Adds what became of a request for bars of an interval, and answers with the row's number. */
export function addRequest(
  writes: LedgerWrites,
  symbol: string,
  interval: Interval,
  request: RequestEvidence,
): number {
  const { source, from, to, askedAt, outcome, bars } = request
  const { reached = null, detail = null, id = null, answeredAt = null } = request
  const { identity = null, since = null } = request
  const asked = [source, from, to, askedAt, request.try] as const
  const answered = [outcome, bars, reached, detail, id, answeredAt, identity, since, interval] as const
  return Number(writes.addRequest().run(symbol, ...asked, ...answered).lastInsertRowid)
}

/** Notes that the 1m bars or the evidence of a symbol are others now. */
export function prepareCountChange(database: Database.Database): Database.Statement<[string]> {
  return database.prepare(
    'INSERT INTO ledger_changes VALUES (?, 1) ON CONFLICT (symbol) DO UPDATE SET changes = changes + 1',
  )
}
