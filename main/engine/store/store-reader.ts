import { statSync } from 'node:fs'
import type Database from 'better-sqlite3'
import type { BarColumns } from '#shared/bars/columns.ts'
import { type Interval, intradayMs } from '#shared/bars/interval.ts'
import { filled, synthetic } from '#shared/bars/state.ts'
import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import { dayMs, type EpochMs } from '#shared/time/epoch.ts'
import type { FactorRow } from '../adjustment/factors.ts'
import { blockDay, holdsYear } from './block-key.ts'
import { ContentReader } from './content-reader.ts'
import type { BarFill } from './fills/stored-fill.ts'
import { LedgerFileReader } from './ledger/ledger-file-reader.ts'
import type { LedgerReader } from './ledger/stored-ledger.ts'
import { schemaVersion } from './migrations/index.ts'
import { PrefetchFileReader } from './prefetch/prefetch-file-reader.ts'
import type { PrefetchReader } from './prefetch/stored-prefetch.ts'
import { firstOfEachSession, type ReadSession, readSessionsOfBlock, summaryOf } from './read-session.ts'
import { prepareReads, type Reads, type RevisionRow, type SeriesRow } from './reads.ts'
import { readValues } from './revision-values.ts'
import type {
  AdjustmentFactors,
  BarKind,
  BarVersion,
  QuoteColumns,
  SessionVersions,
  StoredSession,
  StoredSessionSummary,
  StoredSource,
  StoredSymbol,
  StoreReader,
  StoreSummary,
  Watchlist,
} from './store.ts'
import { onFile } from './store-failure.ts'

/** Sessions from one to another, both included, and the blocks that hold them, in days since 1970. */
interface DaySpan {
  readonly first: number
  readonly last: number
  readonly firstBlock: number
  readonly lastBlock: number
}

/** Reads a store through one connection. */
export class StoreFileReader implements StoreReader {
  readonly path: string
  readonly ledger: LedgerReader
  readonly content: ContentReader
  readonly prefetch: PrefetchReader
  readonly #database: Database.Database
  readonly #reads: Reads

  constructor(path: string, database: Database.Database) {
    this.path = path
    this.#database = database
    this.#reads = onFile(path, () => prepareReads(database))
    this.ledger = new LedgerFileReader(path, database)
    this.content = new ContentReader(path, database)
    this.prefetch = new PrefetchFileReader(path, database)
  }

  inSnapshot<T>(read: () => T): T {
    return onFile(this.path, () => {
      if (this.#database.inTransaction) return read()
      this.#database.exec('BEGIN')
      try {
        return read()
      } finally {
        this.#database.exec('COMMIT')
      }
    })
  }

  summary(): StoreSummary {
    return this.#reading((reads) => {
      const totals = reads.totals().get()
      const span = reads.minuteSpan().get()
      return {
        path: this.path,
        schemaVersion,
        synthetic: totals?.synthetic === 1,
        symbols: totals?.symbols ?? 0,
        sessions: span?.sessions ?? 0,
        bars: totals?.bars ?? 0,
        bytes: sizeOf(this.path) + sizeOf(`${this.path}-wal`),
        exchanges: this.exchanges(),
        firstSession: dateOrNone(span?.first),
        lastSession: dateOrNone(span?.last),
      }
    })
  }

  symbols(): readonly StoredSymbol[] {
    return this.#reading((reads) =>
      reads
        .symbols()
        .all()
        .map((row) => ({ ...row, synthetic: row.synthetic === 1 })),
    )
  }

  exchanges(): readonly string[] {
    return this.#reading((reads) =>
      reads
        .exchanges()
        .all()
        .map(({ exchange }) => exchange),
    )
  }

  symbol(symbol: string): StoredSymbol | undefined {
    return this.#reading((reads) => {
      const row = reads.symbol().get(symbol)
      return row && { ...row, synthetic: row.synthetic === 1 }
    })
  }

  intervals(symbol: string): readonly Interval[] {
    return this.#reading((reads) => {
      const intervals = reads
        .intervals()
        .all(symbol)
        .map(({ interval }) => interval as Interval)
      return intervals.sort((one, other) => lengthMs(one) - lengthMs(other))
    })
  }

  sessions(
    symbol: string,
    interval: Interval,
    from: SessionDate,
    to: SessionDate,
  ): readonly StoredSessionSummary[] {
    return this.#reading((reads) => {
      if (holdsYear(interval))
        return this.#read(symbol, 'trade', interval, spanOf(interval, from, to)).map(({ summary }) => summary)
      const summaries = reads
        .series()
        .all(symbol, 'trade', interval)
        .flatMap((series) =>
          reads
            .blockFacts()
            .all(series.id, dayNumber(from), dayNumber(to))
            .map((row) => summaryOf(series, row)),
        )
      return firstOfEachSession(summaries, ({ session }) => session)
    })
  }

  symbolsBySession(exchange: string, from: SessionDate, to: SessionDate): ReadonlyMap<SessionDate, number> {
    return this.#reading((reads) => {
      const rows = reads.symbolsByDay().all(exchange, dayNumber(from), dayNumber(to))
      return new Map(rows.map(({ day, symbols }) => [dateOfDay(day), symbols]))
    })
  }

  readSession(symbol: string, interval: Interval, session: SessionDate): StoredSession | undefined {
    return this.readSessions([symbol], interval, session, session)[0]
  }

  readSessions(
    symbols: readonly string[],
    interval: Interval,
    from: SessionDate,
    to: SessionDate,
  ): readonly StoredSession[] {
    return this.#reading(() => {
      const span = spanOf(interval, from, to)
      return symbols.flatMap((symbol) =>
        this.#read(symbol, 'trade', interval, span).map(({ summary, sides }) => ({
          ...summary,
          columns: side(sides, 0),
        })),
      )
    })
  }

  feeds(): readonly string[] {
    return this.#reading((reads) =>
      reads
        .feeds()
        .all()
        .map(({ name }) => name),
    )
  }

  readFeedSessions(
    feed: string,
    symbol: string,
    interval: Interval,
    from: SessionDate,
    to: SessionDate,
  ): readonly StoredSession[] {
    return this.#reading((reads) =>
      reads
        .series()
        .all(symbol, 'trade', interval)
        .filter((series) => series.feed === feed)
        .flatMap((series) => this.#readSeries(series, spanOf(interval, from, to)))
        .map(({ summary, sides }) => ({ ...summary, columns: side(sides, 0) })),
    )
  }

  readQuotes(symbol: string, interval: Interval, session: SessionDate): QuoteColumns | undefined {
    return this.#reading(() => {
      const [read] = this.#read(symbol, 'quote', interval, spanOf(interval, session, session))
      return read && { bid: side(read.sides, 0), ask: side(read.sides, 1) }
    })
  }

  versions(symbol: string, interval: Interval, session: SessionDate): readonly BarVersion[] {
    return this.#reading((reads) => {
      const [read] = this.#read(symbol, 'trade', interval, spanOf(interval, session, session))
      if (!read) return []
      return reads
        .revisions()
        .all(read.series, dayNumber(session), dayNumber(session))
        .map((row) => this.#versionOf(row))
    })
  }

  readVersions(
    symbols: readonly string[],
    interval: Interval,
    from: SessionDate,
    to: SessionDate,
  ): readonly SessionVersions[] {
    return this.#reading((reads) => {
      const [first, last] = [dayNumber(from), dayNumber(to)]
      return symbols.flatMap((symbol) =>
        reads
          .series()
          .all(symbol, 'trade', interval)
          .flatMap(({ id, feed }) =>
            byDay(reads.revisions().all(id, first, last)).map((rows) => ({
              symbol,
              feed,
              session: dateOfDay(rows[0].day),
              versions: rows.map((row) => this.#versionOf(row)),
            })),
          ),
      )
    })
  }

  firstKnown(
    feed: string,
    symbol: string,
    interval: Interval,
    session: SessionDate,
  ): ReadonlyMap<number, EpochMs> {
    return this.#reading((reads) => {
      const series = reads
        .series()
        .all(symbol, 'trade', interval)
        .find((one) => one.feed === feed)
      const rows = series ? reads.firstKnown().all(series.id, dayNumber(session)) : []
      return new Map(rows.map(([start, knownAt]) => [start, knownAt as EpochMs]))
    })
  }

  fillsOf(symbol: string, interval: Interval, session: SessionDate): readonly BarFill[] {
    return this.#reading((reads) => {
      const [read] = this.#read(symbol, 'trade', interval, spanOf(interval, session, session))
      if (!read) return []
      return reads
        .fills()
        .all(read.series, dayNumber(session))
        .map(({ start, askedAt, cameAt, request, ...row }) => ({
          ...row,
          start: start as EpochMs,
          request: request ?? '',
          askedAt: askedAt as EpochMs,
          cameAt: cameAt as EpochMs,
        }))
    })
  }

  adjustmentVersions(symbol: string): readonly AdjustmentFactors[] {
    return this.#reading((reads) =>
      reads
        .adjustments()
        .all(symbol)
        .map(({ id, knownAt, ...row }) => ({
          ...row,
          knownAt: knownAt as EpochMs,
          rows: factorRows(reads, id),
        })),
    )
  }

  adjustmentFactors(symbol: string): readonly FactorRow[] {
    return this.#reading((reads) => {
      const last = reads.lastAdjustment().get(symbol)
      return last ? factorRows(reads, last.id) : []
    })
  }

  watchlists(): readonly Watchlist[] {
    return this.#reading((reads) => {
      const lists = new Map<number, { id: number; name: string; symbols: string[] }>()
      for (const { id, name, symbol } of reads.watchlists().all()) {
        const list = lists.get(id) ?? { id, name, symbols: [] }
        if (symbol !== null) list.symbols.push(symbol)
        lists.set(id, list)
      }
      return [...lists.values()]
    })
  }

  sources(): readonly StoredSource[] {
    return this.#reading((reads) => reads.sources().all())
  }

  close(): void {
    onFile(this.path, () => this.#database.close())
  }

  #versionOf({ start, version, knownAt, bar, state, synthetic: isMadeUp, feed }: RevisionRow): BarVersion {
    return {
      start: start as EpochMs,
      version,
      knownAt: knownAt as EpochMs,
      ...readValues(this.path, bar),
      state: isMadeUp && state !== filled ? synthetic : state,
      feed,
    }
  }

  #reading<T>(read: (reads: Reads) => T): T {
    return this.inSnapshot(() => read(this.#reads))
  }

  /** Sessions with their bars, in order; of those that several feeds hold the one imported first. */
  #read(symbol: string, kind: BarKind, interval: Interval, span: DaySpan): readonly ReadSession[] {
    const allSeries = this.#reads.series().all(symbol, kind, interval)
    const sessions = allSeries.flatMap((series) => this.#readSeries(series, span))
    if (allSeries.length === 1) return sessions
    return firstOfEachSession(sessions, ({ summary }) => summary.session)
  }

  /** Sessions of one series with their bars, in order. */
  #readSeries(series: SeriesRow, { first, last, firstBlock, lastBlock }: DaySpan): ReadSession[] {
    return this.#reads
      .blocks()
      .all(series.id, firstBlock, lastBlock)
      .flatMap((row) => readSessionsOfBlock(this.path, series, row, first, last))
  }
}

function spanOf(interval: Interval, from: SessionDate, to: SessionDate): DaySpan {
  return {
    first: dayNumber(from),
    last: dayNumber(to),
    firstBlock: blockDay(interval, from),
    lastBlock: blockDay(interval, to),
  }
}

/** Rows in order of day, those of each day together. */
function byDay(rows: readonly RevisionRow[]): readonly (readonly [RevisionRow, ...RevisionRow[]])[] {
  const days: [RevisionRow, ...RevisionRow[]][] = []
  for (const row of rows) {
    const last = days.at(-1)
    if (last?.[0].day === row.day) last.push(row)
    else days.push([row])
  }
  return days
}

function factorRows(reads: Reads, adjustment: number): readonly FactorRow[] {
  return reads
    .factors()
    .all(adjustment)
    .map(({ day, price, split, referencePrice }) => ({
      until: dateOfDay(day),
      price,
      split,
      referencePrice,
    }))
}

function side(sides: readonly BarColumns[], index: number): BarColumns {
  const columns = sides[index]
  if (!columns) throw new RangeError(`Bars have no side ${index}`)
  return columns
}

function dateOrNone(day: number | null | undefined): SessionDate | undefined {
  return day === null || day === undefined ? undefined : dateOfDay(day)
}

/** About how long bars of an interval are, to put intervals in order. */
function lengthMs(interval: Interval): number {
  return intradayMs(interval) ?? Number.parseInt(interval, 10) * (interval.endsWith('w') ? 7 * dayMs : dayMs)
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
