import type { Interval } from '#shared/bars/interval.ts'
import type { RecordedEvidence } from '../../upkeep/evidence/evidence.ts'

/** How many regular bars a symbol has in a session. */
export interface SymbolBars {
  readonly symbol: string
  readonly exchange: string
  readonly regularBars: number
}

/** One session of one feed, by the starts of its bars. */
export interface FeedStarts {
  readonly feed: string
  readonly start: Float64Array
}

/** What the sessions of a year of a symbol were counted to be, as quality packs it. */
export interface StoredGrades {
  /** Version of the calendar that it was counted by. */
  readonly calendar: string
  /** How often the symbol had changed by then. */
  readonly changes: number
  readonly counts: Uint8Array
}

/** Grades on their way into the store, with the stamps of their sessions. */
export interface NewGrades extends StoredGrades {
  readonly symbol: string
  readonly year: number
  readonly stamps: Uint8Array
}

/** A stored session by its number of days since 1970, and a number that is another where bars of any feed are. */
export type BlockStamp = readonly [day: number, checksum: number]

/** What a store knows for the gap ledger beside the bars. */
export interface LedgerReader {
  /**
   * Requests for bars of an interval, of minutes unless told, halts, marks and stand-ins of a symbol that touch
   * [from, to), each kind in the order in which it came.
   */
  recorded(symbol: string, from: number, to: number, interval?: Interval): readonly RecordedEvidence[]
  /** Start of the first trade bar of a symbol, 1m or 1d, in epoch ms; undefined where it has none. */
  firstStart(symbol: string): number | undefined
  /** Symbols with 1m trade bars in the session of that day, of all exchanges. */
  symbolsOn(day: number): readonly SymbolBars[]
  /** 1m trade bars of a session by feed, the feed imported first coming first. */
  feedStarts(symbol: string, day: number): readonly FeedStarts[]
  /** Stored sessions of 1m trade bars from one day to another, both included, in order. */
  blockStamps(symbol: string, from: number, to: number): readonly BlockStamp[]
  /** How often the 1m bars or the evidence of each symbol changed; those that never did are not in it. */
  changes(): ReadonlyMap<string, number>
  /** Packed grades of a year, by symbol. */
  grades(year: number): ReadonlyMap<string, StoredGrades>
  /** The stamps that belong to the grades of a year of a symbol. */
  gradeStamps(symbol: string, year: number): Uint8Array | undefined
}

/** Adds to the ledger of a store. */
export interface LedgerWriter extends LedgerReader {
  /** Keeps evidence of a symbol. A halt that is known already changes nothing; answers how much was new. */
  record(symbol: string, evidence: readonly RecordedEvidence[]): number
  /**
   * Keeps what was counted, in place of what was counted before; what belongs to a symbol that has changed since is
   * left out.
   */
  keepGrades(grades: readonly NewGrades[]): void
}
