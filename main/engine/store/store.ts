import type { BarColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { FactorRow } from '../adjustment/factors.ts'
import type { ContentReader } from './content-reader.ts'
import type { BarFill, FilledBars, SessionFill } from './fills/stored-fill.ts'
import type { LedgerReader, LedgerWriter } from './ledger/stored-ledger.ts'
import type { PrefetchReader, PrefetchWriter } from './prefetch/stored-prefetch.ts'

/** Trades bars and quote bars are kept apart; a quote bar's columns are its bid and its ask. */
export type BarKind = 'trade' | 'quote'

/** Bid and ask of a quote bar, with the sizes at the bar's end as volume; both sides have the same starts. */
export interface QuoteColumns {
  readonly bid: BarColumns
  readonly ask: BarColumns
}

export interface StoredSymbol {
  readonly symbol: string
  readonly exchange: string
  /** Whether a feed of made-up bars is all there is of it. */
  readonly synthetic: boolean
}

/** What the store holds of one symbol, interval and session of a feed, without its bars. */
export interface StoredSessionSummary {
  readonly symbol: string
  readonly feed: string
  readonly interval: Interval
  readonly session: SessionDate
  readonly bars: number
  /** Bars that start inside the regular segments. */
  readonly regularBars: number
  readonly firstStart: EpochMs
  readonly lastStart: EpochMs
}

/** The bars of one stored session, with all revisions applied. */
export interface StoredSession extends StoredSessionSummary {
  readonly columns: BarColumns
}

/** One version of a bar that has more than one, or that became known later than at its end. */
export interface BarVersion {
  readonly start: EpochMs
  readonly version: number
  /** When it became known; the bar's end for a first import. */
  readonly knownAt: EpochMs
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly state: number
  readonly feed: string
}

/** The versions that one feed has of the bars of a session, of those that have a history; by start, then version. */
export interface SessionVersions {
  readonly symbol: string
  readonly feed: string
  readonly session: SessionDate
  readonly versions: readonly BarVersion[]
}

/** One version of a symbol's factors for splits and dividends. */
export interface AdjustmentFactors {
  readonly symbol: string
  readonly version: number
  /** When its file was imported. */
  readonly knownAt: EpochMs
  readonly feed: string
  readonly file: string
  readonly sha256: string
  /** In order of date. */
  readonly rows: readonly FactorRow[]
}

export interface StoreSummary {
  readonly path: string
  readonly schemaVersion: number
  /** Whether feeds of made-up bars are all there is in it. */
  readonly synthetic: boolean
  readonly symbols: number
  /** Session dates that any symbol has 1m trade bars of; the first and the last are those of these. */
  readonly sessions: number
  /** Bars of all intervals, trades and quotes; those that several feeds hold count for each. */
  readonly bars: number
  /** Size of the file and of its write-ahead log. */
  readonly bytes: number
  readonly exchanges: readonly string[]
  readonly firstSession: SessionDate | undefined
  readonly lastSession: SessionDate | undefined
}

export interface Watchlist {
  readonly id: number
  readonly name: string
  readonly symbols: readonly string[]
}

/** A source of bars that a user has named; `definition` is JSON that the sources understand. */
export interface StoredSource {
  readonly name: string
  readonly definition: string
}

/** Reading of a store. Where several feeds hold a session, the one that was imported first answers. */
export interface StoreReader {
  readonly path: string
  /** What is known of missing minutes. */
  readonly ledger: LedgerReader
  /** Whether what was read is still what there is. */
  readonly content: ContentReader
  /** Plans, their runs and the use of symbols. */
  readonly prefetch: PrefetchReader
  /** Answers what `read` does, which sees one state of the store, whatever others write meanwhile. */
  inSnapshot<T>(read: () => T): T
  summary(): StoreSummary
  symbols(): readonly StoredSymbol[]
  /** Codes of the exchanges that its symbols have, in order. */
  exchanges(): readonly string[]
  symbol(symbol: string): StoredSymbol | undefined
  /** Intervals that are stored of a symbol's trade bars, e.g. 1m and 1d. */
  intervals(symbol: string): readonly Interval[]
  /** What is stored of a symbol's trade bars from `from` to `to`, both included, in order of session. */
  sessions(
    symbol: string,
    interval: Interval,
    from: SessionDate,
    to: SessionDate,
  ): readonly StoredSessionSummary[]
  /** For each session from `from` to `to` that any symbol of the exchange has 1m trade bars of: how many symbols. */
  symbolsBySession(exchange: string, from: SessionDate, to: SessionDate): ReadonlyMap<SessionDate, number>
  readSession(symbol: string, interval: Interval, session: SessionDate): StoredSession | undefined
  /** Sessions of many symbols in one read, in order of symbol as asked, then session. */
  readSessions(
    symbols: readonly string[],
    interval: Interval,
    from: SessionDate,
    to: SessionDate,
  ): readonly StoredSession[]
  /** Names of the feeds, in the order in which they were imported first. */
  feeds(): readonly string[]
  /** Sessions of one feed alone, in order, whatever other feeds hold of them. */
  readFeedSessions(
    feed: string,
    symbol: string,
    interval: Interval,
    from: SessionDate,
    to: SessionDate,
  ): readonly StoredSession[]
  readQuotes(symbol: string, interval: Interval, session: SessionDate): QuoteColumns | undefined
  /** Every kept version of the bars of a session that have a history, by start, then version. */
  versions(symbol: string, interval: Interval, session: SessionDate): readonly BarVersion[]
  /**
   * The same for many symbols and sessions in one read, `from` and `to` included: one entry a session and feed, of
   * those that have any. Which feed answers for a session is what `readSessions` says.
   */
  readVersions(
    symbols: readonly string[],
    interval: Interval,
    from: SessionDate,
    to: SessionDate,
  ): readonly SessionVersions[]
  /**
   * When bars of a feed's session were known first in any version, by start: of those bars that have a history. All
   * others were known at their end, as far as the store can tell (R17).
   */
  firstKnown(
    feed: string,
    symbol: string,
    interval: Interval,
    session: SessionDate,
  ): ReadonlyMap<number, EpochMs>
  /** Where the filled bars of a session come from, by start: those that readers see of it. */
  fillsOf(symbol: string, interval: Interval, session: SessionDate): readonly BarFill[]
  /** Every kept version of a symbol's factors for splits and dividends, oldest first; the last one is in force. */
  adjustmentVersions(symbol: string): readonly AdjustmentFactors[]
  /** The factors in force of a symbol, in order of date; none where no file of them was imported. */
  adjustmentFactors(symbol: string): readonly FactorRow[]
  watchlists(): readonly Watchlist[]
  /** In the order in which they are asked. */
  sources(): readonly StoredSource[]
  close(): void
}

/** Bars of one symbol, interval and session on their way into the store, sorted by start, each start once. */
export type SessionBatch = {
  readonly symbol: string
  readonly exchange: string
  readonly interval: Interval
  readonly session: SessionDate
} & (
  | { readonly kind: 'trade'; readonly columns: BarColumns }
  | { readonly kind: 'quote'; readonly columns: QuoteColumns }
)

/** One imported file: where its bars come from and when it was imported. */
export interface ImportedFile {
  readonly feed: string
  /** Whether the feed's bars are made up. */
  readonly synthetic: boolean
  readonly name: string
  readonly sha256: string
  readonly at: EpochMs
}

/** What a file changed in the store. */
export interface ImportedBars {
  /** Bars of minutes that the store did not have. */
  readonly added: number
  /** Bars whose values differ from the stored ones and became a revision. */
  readonly revised: number
  readonly unchanged: number
}

/** The one writer of a store. */
export interface StoreWriter extends StoreReader {
  readonly ledger: LedgerWriter
  readonly prefetch: PrefetchWriter
  /**
   * Stores all sessions of a file in one transaction, all or none. `sessions` is drawn inside the transaction
   * and may throw to undo everything. Values equal to the stored ones change nothing; other values of a stored
   * bar become a revision known from `file.at` on; a bar not stored yet counts as known at its end.
   */
  importFile(file: ImportedFile, sessions: Iterable<SessionBatch>): ImportedBars
  /**
   * Stores what a source answered in one transaction: the request as evidence of the symbol, and the bars of minutes
   * that the session lacks as filled ones, known from when they came. A stored bar is never replaced.
   */
  storeFill(fill: SessionFill): FilledBars
  /** The same of several answers in one transaction: all of them or, when it throws, none. */
  storeFills(fills: readonly SessionFill[]): readonly FilledBars[]
  /**
   * Stores the factors of a symbol, given in order of date. Rows equal to those in force change nothing; others
   * become a version known from `file.at` on.
   */
  importFactors(file: ImportedFile, symbol: string, rows: readonly FactorRow[]): 'stored' | 'unchanged'
  saveWatchlist(watchlist: {
    readonly id?: number
    readonly name: string
    readonly symbols: readonly string[]
  }): Watchlist
  removeWatchlist(id: number): void
  /** Puts the watchlists in the order of `ids`. */
  orderWatchlists(ids: readonly number[]): void
  /** Adds a source behind the others, or changes the one of that name where it is. */
  saveSource(source: StoredSource): void
  /** Does nothing when there is none of that name. */
  removeSource(name: string): void
  /** Puts the sources in the order of `names`, those that are not named behind them. */
  orderSources(names: readonly string[]): void
}
