import type { EpochMs } from '../time/epoch.ts'
import type { SessionDate } from './session-date.ts'

/** A stretch of time, [open, close), UTC. */
export interface Segment {
  readonly open: EpochMs
  readonly close: EpochMs
}

/** One trading day of one exchange. Regular hours are `segments`; a break lies between two of them. */
export interface Session {
  readonly date: SessionDate
  /** Midnight of the date on the wall clock of the exchange; a session may open on the evening before. */
  readonly dayStart: EpochMs
  readonly open: EpochMs
  readonly close: EpochMs
  readonly segments: readonly Segment[]
  /** Hours before and after the regular ones in which the exchange trades too, where it has any. */
  readonly preMarket: Segment | undefined
  readonly postMarket: Segment | undefined
  /** Closes before the regular close of its day. */
  readonly earlyClose: boolean
  /** Opens after the regular open of its day, as was announced before. */
  readonly lateOpen: boolean
  /** Why it is not like other days, e.g. "day after Thanksgiving" for an early close. */
  readonly reason: string | undefined
  /** Minutes of the regular segments (R5). */
  readonly expectedMinutes: number
}

/** A weekday on which the exchange does not trade, with its reason, e.g. "Christmas Day". */
export interface Closure {
  readonly date: SessionDate
  readonly reason: string
  /** Follows from the exchange's rules; false for what stands in its list of exceptions. */
  readonly scheduled: boolean
}

/** A stop of trading, [start, end), that left the schedule of its session as it was. */
export interface Interruption {
  readonly session: SessionDate
  readonly start: EpochMs
  readonly end: EpochMs
  readonly reason: string
}

/**
 * Trading days of one exchange. Every question outside [first, last] throws a Failure with code
 * 'outside-calendar' that names the exchange and its range (R6).
 */
export interface TradingCalendar {
  readonly exchange: string
  readonly name: string
  /** IANA zone of the exchange. */
  readonly zone: string
  readonly version: string
  /** Where its facts come from. */
  readonly source: string
  /** First and last date it answers for: whole years. */
  readonly first: SessionDate
  readonly last: SessionDate
  /** Sessions after this date are projected from rules, not checked against published ones. */
  readonly projectedAfter: SessionDate | undefined
  session(date: SessionDate): Session | undefined
  /** Sessions from `from` to `to`, both included, in order. */
  sessions(from: SessionDate, to: SessionDate): readonly Session[]
  closures(from: SessionDate, to: SessionDate): readonly Closure[]
  /** Unannounced stops of trading in sessions from `from` to `to`: for grading a day, not part of it (R6). */
  interruptions(from: SessionDate, to: SessionDate): readonly Interruption[]
  /** First session after `date`. */
  nextSession(date: SessionDate): Session
  /** Last session before `date`. */
  previousSession(date: SessionDate): Session
  /** The last `count` sessions before `date`, in order; fewer where the calendar begins. */
  trailingSessions(date: SessionDate, count: number): readonly Session[]
  /** How many sessions the calendar has before `date`: a number to count sessions with. */
  sessionNumber(date: SessionDate): number
  /** The session with that many before it; undefined where the calendar has no such session. */
  sessionAt(number: number): Session | undefined
  /** The session whose hours, regular or extended, breaks included, hold an instant. */
  sessionHolding(time: EpochMs): Session | undefined
  /** Label of a bar that starts at `time`: the session that holds it, else the exchange-local date (R3). */
  sessionDateOf(time: EpochMs): SessionDate
  /** How many regular minutes of the calendar have ended at `time`: a number to count minutes with. */
  minuteNumber(time: EpochMs): number
  /** Start of the regular minute with that many before it; undefined where the calendar has no such minute. */
  minuteAt(number: number): EpochMs | undefined
  /** Regular minutes that lie in [from, to) (R5). */
  expectedMinutes(from: EpochMs, to: EpochMs): number
}
