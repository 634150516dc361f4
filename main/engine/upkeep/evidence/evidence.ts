import type { Certainty, MarkClass } from '#shared/gaps/gap-class.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** A source was asked for the bars of a window. */
export interface RequestEvidence {
  readonly kind: 'request'
  /** As the source was called. */
  readonly source: string
  /** What the source was, whatever it was called; undefined for what was asked before that was kept. */
  readonly identity?: string
  /** The window, [from, to). */
  readonly from: EpochMs
  readonly to: EpochMs
  readonly askedAt: EpochMs
  /** 1 for the first time that this source was asked for it. */
  readonly try: number
  /** Bars came; an answer without any; no answer; an answer that was cut off, as by paging. */
  readonly outcome: 'bars' | 'empty' | 'failed' | 'truncated'
  /** How many bars came. */
  readonly bars: number
  /** From where on a truncated answer goes, unless from the start of the window; it says nothing of what lies before. */
  readonly since?: EpochMs
  /** Up to where a truncated answer goes; it says nothing of what comes after. */
  readonly reached?: EpochMs
  /** What went wrong, in words. */
  readonly detail?: string
  /** Name of the request, as the source was given it. */
  readonly id?: string
  /** When the answer came. */
  readonly answeredAt?: EpochMs
}

/** Trading in the symbol was halted, [from, to). */
export interface HaltEvidence {
  readonly kind: 'halt'
  readonly from: EpochMs
  readonly to: EpochMs
  /** As the exchange gives it, e.g. T1 or LUDP. */
  readonly code: string
  /** Who says so: a file, a source. */
  readonly source: string
  readonly knownAt: EpochMs
}

/** A person said what it is, [from, to); `none` takes back what was said before. */
export interface MarkEvidence {
  readonly kind: 'mark'
  readonly from: EpochMs
  readonly to: EpochMs
  readonly class: MarkClass | 'none'
  readonly reason: string
  readonly at: EpochMs
}

/**
 * A person asked for synthetic bars where none is, [from, to): flat at `price`, volume 0. Without a price what stood
 * there is taken back. They are no data: nothing is ever concluded from them.
 */
export interface StandInEvidence {
  readonly kind: 'stand-in'
  readonly from: EpochMs
  readonly to: EpochMs
  readonly price?: number | undefined
  /** Name of what was asked for at once. */
  readonly request: string
  /** Who asked: the window or the command line. */
  readonly by: string
  readonly at: EpochMs
}

/** Where the minutes lie on the clock and in the calendar. */
export interface HoursEvidence {
  readonly kind: 'hours'
  readonly state: 'closed' | 'ended' | 'pending'
}

/** The symbol was not listed then; `sources` asked for the minutes had nothing. */
export interface ListingEvidence {
  readonly kind: 'listing'
  /** First bar that is known of the symbol. */
  readonly first: EpochMs
  readonly certainty: Certainty
}

/** What the store's feed has of the session around the minutes: nothing at all, or bars before and after them. */
export interface StoredEvidence {
  readonly kind: 'stored'
  readonly feed: string | undefined
  readonly before: boolean
  readonly after: boolean
}

/** How the symbol usually trades at that time of day. */
export interface UsualEvidence {
  readonly kind: 'usual'
  /** Sessions that it is taken from, this one included. */
  readonly sessions: number
  /** Minutes looked at around that time of day, and how many of them have a bar. */
  readonly minutes: number
  readonly present: number
  /** The same for the whole day. */
  readonly dayMinutes: number
  readonly dayPresent: number
  /** Median volume of a bar there; 0 where there is none. */
  readonly volume: number
  /** Other runs without a bar, between bars, that these sessions have: how many, and how long the longest is. */
  readonly holes: number
  readonly longestRun: number
}

/** The session's recorded daily bar of the same feed, against the minutes that the feed has. Volumes. */
export interface DailyVolumeEvidence {
  readonly kind: 'daily-volume'
  readonly feed: string
  readonly volume: number
  /** Of all stored minutes of the session, and of those in its regular hours. */
  readonly allMinutes: number
  readonly regularMinutes: number
  /** Expected minutes that have no bar. */
  readonly missing: number
}

/** Volume of the bars next to the run; undefined where there is none. */
export interface NeighboursEvidence {
  readonly kind: 'neighbours'
  readonly before: number | undefined
  readonly after: number | undefined
}

/** Other symbols of the store that trade nearly every minute: how many, and which of them lack the minutes too. */
export interface OthersEvidence {
  readonly kind: 'others'
  readonly liquid: number
  readonly missing: readonly string[]
}

/** Another feed of the store has a bar in these minutes. */
export interface OtherFeedEvidence {
  readonly kind: 'other-feed'
  readonly feed: string
}

/** The symbol was quoted in these minutes: its line was up. */
export interface QuotesEvidence {
  readonly kind: 'quotes'
}

/** What is known of some missing minutes. Whatever is asked of it is the same for all of them. */
export type Evidence =
  | HoursEvidence
  | ListingEvidence
  | HaltEvidence
  | MarkEvidence
  | RequestEvidence
  | StandInEvidence
  | StoredEvidence
  | UsualEvidence
  | DailyVolumeEvidence
  | NeighboursEvidence
  | OthersEvidence
  | OtherFeedEvidence
  | QuotesEvidence

/** Evidence that is stored as it came; the rest is read from the stored bars. */
export type RecordedEvidence = RequestEvidence | HaltEvidence | MarkEvidence | StandInEvidence

/** The evidence of one kind among all. */
export function ofKind<K extends Evidence['kind']>(
  evidence: readonly Evidence[],
  kind: K,
): readonly Extract<Evidence, { kind: K }>[] {
  return evidence.filter((entry): entry is Extract<Evidence, { kind: K }> => entry.kind === kind)
}
