import type { Weekday } from './date-names.ts'
import type { DateRule } from './date-rule.ts'

/** In which years a yearly rule holds: first and last, both included, open where absent; and which it skips. */
export interface Years {
  readonly from?: number
  readonly until?: number
  readonly except?: readonly number[]
}

/**
 * Where a holiday goes that falls on a day it cannot be kept on.
 * same: nowhere.
 * nearest: from Saturday to Friday, from Sunday to Monday.
 * after-weekend: from Saturday or Sunday to the next day that is free.
 * after-sunday: from Sunday, or from the day of another holiday, to the next day that is free.
 */
export type Observance = 'same' | 'nearest' | 'after-weekend' | 'after-sunday'

/** A day of the year on which the exchange stays closed. */
export interface Holiday extends Years {
  readonly reason: string
  readonly rule: DateRule
  readonly observed: Observance
  /** How many days it lasts from the day of the rule on; one where absent. */
  readonly days?: number
  /** Only kept where its day falls on one of these; on all where absent. */
  readonly weekdays?: readonly Weekday[]
}

/** A day of the year on which the exchange closes early. */
export interface ShortDay extends Years {
  readonly reason: string
  readonly rule: DateRule
  /**
   * same: only where the day is a session. nearest: as a holiday moves. before: the last session on or before it.
   */
  readonly observed: 'same' | 'nearest' | 'before'
  /** Only where the day of the rule falls on one of these; on all where absent. */
  readonly weekdays?: readonly Weekday[]
  /** Close on the wall clock, HH:MM. */
  readonly close: string
  /** Regular hours up to the close where they are not the usual ones cut there. */
  readonly segments?: Hours['segments']
}

/**
 * Hours of a normal session on the wall clock of the exchange, HH:MM from midnight of the session date. 24:00 is
 * its end, later ones lie on the day after; "eve 17:00" lies on the day before.
 */
export interface Hours {
  /** First date they are in force, YYYY-MM-DD. */
  readonly from: string
  /** Regular hours, in order; a break lies between two of them. */
  readonly segments: readonly (readonly [open: string, close: string])[]
  /** When the pre-market opens; it ends at the open. */
  readonly preMarketOpen?: string
  /** How long the post-market goes on after the close, early or not. */
  readonly postMarketMinutes?: number
}

/** Dates that no rule foretells, with what they have in common: YYYY-MM-DD, or first and last as DATE/DATE. */
export interface Exceptions {
  readonly reason: string
  readonly dates: readonly string[]
}

/** A stop of trading inside the schedule of a session, on the wall clock, the end exclusive. */
export interface StopOfTrading {
  readonly reason: string
  readonly date: string
  readonly from: string
  readonly to: string
}

/**
 * Everything that is known of an exchange's trading days: rules, and lists of what no rule foretells. Closures go
 * before rules, openings before closures, full days before early closes.
 */
export interface Exchange {
  readonly code: string
  readonly name: string
  /** IANA zone. */
  readonly zone: string
  /** Goes up with every change of a session, a close or a reason. */
  readonly version: string
  /** Where the facts come from. */
  readonly source: string
  /** First and last date that is answered for: whole years. */
  readonly first: string
  readonly last: string
  /** Last date that is checked against published sessions; later ones are projected from the rules. */
  readonly projectedAfter?: string
  readonly weekdays: readonly Weekday[]
  /** By date, the oldest first; the first are in force from `first` on. */
  readonly hours: readonly Hours[]
  readonly holidays: readonly Holiday[]
  readonly shortDays: readonly ShortDay[]
  /** Closures outside the rules. */
  readonly closures: readonly Exceptions[]
  /** Sessions on days that are closed by rule or by weekday. */
  readonly openings: readonly Exceptions[]
  /** Early closes outside the rules. */
  readonly earlyCloses: readonly (Exceptions & { readonly close: string })[]
  /** Days that close at the usual time though a rule cuts them. */
  readonly fullDays: readonly Exceptions[]
  /** Late opens that were announced before the session. */
  readonly lateOpens: readonly (Exceptions & { readonly open: string })[]
  /** What was not announced before the session and left its schedule as it was (R6). */
  readonly stops: readonly StopOfTrading[]
}

/** An exchange without exceptions: what tables with none spread. */
export const noExceptions = {
  closures: [],
  openings: [],
  earlyCloses: [],
  fullDays: [],
  lateOpens: [],
  stops: [],
} as const satisfies Partial<Exchange>
