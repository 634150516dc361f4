import type Database from 'better-sqlite3'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type {
  HaltEvidence,
  MarkEvidence,
  RecordedEvidence,
  RequestEvidence,
  StandInEvidence,
} from '../../upkeep/evidence/evidence.ts'
import { barStarts } from '../merge.ts'
import { onFile } from '../store-failure.ts'
import { readBlock } from '../stored-block.ts'
import {
  type HaltRow,
  type LedgerReads,
  type MarkRow,
  prepareLedgerReads,
  type RequestRow,
  type StandInRow,
} from './ledger-reads.ts'
import type { BlockStamp, FeedStarts, LedgerReader, StoredGrades, SymbolBars } from './stored-ledger.ts'

/** Reads the ledger's tables through the connection of a store. */
export class LedgerFileReader implements LedgerReader {
  protected readonly path: string
  readonly #reads: LedgerReads

  constructor(path: string, database: Database.Database) {
    this.path = path
    this.#reads = prepareLedgerReads(database)
  }

  recorded(
    symbol: string,
    from: number,
    to: number,
    interval: Interval = oneMinute,
  ): readonly RecordedEvidence[] {
    return onFile(this.path, () => [
      ...this.#reads.requests().all(interval, symbol, to, from).map(requestOf),
      ...this.#reads.halts().all(symbol, to, from).map(haltOf),
      ...this.#reads.marks().all(symbol, to, from).map(markOf),
      ...this.#reads.standIns().all(symbol, to, from).map(standInOf),
    ])
  }

  firstStart(symbol: string): number | undefined {
    return onFile(this.path, () => this.#reads.firstStart().get(symbol)?.first ?? undefined)
  }

  symbolsOn(day: number): readonly SymbolBars[] {
    return onFile(this.path, () => this.#reads.symbolsOn().all(day))
  }

  feedStarts(symbol: string, day: number): readonly FeedStarts[] {
    return onFile(this.path, () =>
      this.#reads
        .feedBlocks()
        .all(symbol, day)
        .map(({ feed, ...block }) => {
          const owner = { path: this.path, symbol, interval: oneMinute }
          return { feed, start: barStarts(readBlock(owner, { ...block, day }).sides) }
        }),
    )
  }

  blockStamps(symbol: string, from: number, to: number): readonly BlockStamp[] {
    return onFile(this.path, () => {
      const stamps = new Map<number, number>()
      for (const [day, checksum] of this.#reads.blockStamps().all(symbol, from, to))
        stamps.set(day, (31 * (stamps.get(day) ?? 0) + checksum) >>> 0)
      return [...stamps]
    })
  }

  changes(): ReadonlyMap<string, number> {
    return onFile(this.path, () => new Map(this.#reads.changes().all()))
  }

  grades(year: number): ReadonlyMap<string, StoredGrades> {
    return onFile(this.path, () => {
      const rows = this.#reads.grades().all(year)
      return new Map(
        rows.map(([symbol, calendar, changes, counts]) => [symbol, { calendar, changes, counts }]),
      )
    })
  }

  gradeStamps(symbol: string, year: number): Uint8Array | undefined {
    return onFile(this.path, () => this.#reads.gradeStamps().get(symbol, year)?.stamps)
  }
}

function requestOf(request: RequestRow): RequestEvidence {
  const { fromTime, toTime, askedAt, reached, detail, name, answeredAt, identity, since, ...row } = request
  return {
    kind: 'request',
    ...row,
    from: fromTime as EpochMs,
    to: toTime as EpochMs,
    askedAt: askedAt as EpochMs,
    ...(reached !== null && { reached: reached as EpochMs }),
    ...(detail !== null && { detail }),
    ...(name !== null && { id: name }),
    ...(answeredAt !== null && { answeredAt: answeredAt as EpochMs }),
    ...(identity !== null && { identity }),
    ...(since !== null && { since: since as EpochMs }),
  }
}

function haltOf({ fromTime, toTime, knownAt, ...row }: HaltRow): HaltEvidence {
  return {
    kind: 'halt',
    ...row,
    from: fromTime as EpochMs,
    to: toTime as EpochMs,
    knownAt: knownAt as EpochMs,
  }
}

function markOf({ fromTime, toTime, at, ...row }: MarkRow): MarkEvidence {
  return { kind: 'mark', ...row, from: fromTime as EpochMs, to: toTime as EpochMs, at: at as EpochMs }
}

function standInOf({ fromTime, toTime, price, request, by, at }: StandInRow): StandInEvidence {
  return {
    kind: 'stand-in',
    from: fromTime as EpochMs,
    to: toTime as EpochMs,
    ...(price !== null && { price }),
    request,
    by,
    at: at as EpochMs,
  }
}
