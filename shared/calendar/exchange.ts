import type { DateRule, Weekday } from './date-rule.ts'

/** First and last year a yearly rule holds, both included; open where absent. */
interface Years {
  readonly from?: number
  readonly until?: number
}

/**
 * Where a holiday goes that falls on a weekend: nowhere ("same"), to the nearest weekday (Saturday to Friday,
 * Sunday to Monday), or to the Monday after a Sunday only.
 */
export type Observance = 'same' | 'nearest' | 'sunday-to-monday'

/** A day of the year on which the exchange stays closed. */
export interface Holiday extends Years {
  readonly reason: string
  readonly rule: DateRule
  readonly observed: Observance
}

/** A day of the year on which the exchange closes early, where it falls on one of `weekdays` (all when absent). */
export interface ShortDay extends Years {
  readonly reason: string
  readonly rule: DateRule
  readonly weekdays?: readonly Weekday[]
  /** Close on the wall clock, HH:MM. */
  readonly close: string
}

/**
 * Hours of a normal session on the wall clock of the exchange, HH:MM from midnight of the session date; 24:00 is
 * its end, later ones lie on the day after.
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

/** Everything that is known of an exchange's trading days: rules, and lists of what no rule foretells. */
export interface Exchange {
  readonly code: string
  readonly name: string
  /** IANA zone. */
  readonly zone: string
  /** Goes up with every change of a session, a close or a reason. */
  readonly version: string
  /** First and last date that is answered for: whole years. */
  readonly first: string
  readonly last: string
  readonly weekdays: readonly Weekday[]
  /** By date, the oldest first; the first are in force from `first` on. */
  readonly hours: readonly Hours[]
  readonly holidays: readonly Holiday[]
  readonly shortDays: readonly ShortDay[]
  /** Closures outside the rules. */
  readonly closures: readonly { readonly date: string; readonly reason: string }[]
  /** Early closes outside the rules. */
  readonly earlyCloses: readonly { readonly date: string; readonly reason: string; readonly close: string }[]
}
