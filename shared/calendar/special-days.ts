import { saturday, sunday, weekdayOf } from './date-names.ts'
import { type DateRule, dayOfRule } from './date-rule.ts'
import type { Exceptions, Exchange, Holiday, ShortDay, Years } from './exchange.ts'
import { dayNumber, type SessionDate } from './session-date.ts'
import { minutesOf, type WallSegment, wallSegmentsOf } from './wall-hours.ts'

/** Why a day has no session, by days since 1970-01-01; only days on which the exchange would trade else. */
export type ClosedDays = ReadonlyMap<number, { readonly reason: string; readonly scheduled: boolean }>

/** Hours of a day that are not the usual ones, in minutes of the wall clock, and why. */
export interface SpecialHours {
  readonly reason: string
  readonly open?: number
  readonly close?: number
  /** Regular hours where they are not the usual ones cut at open and close. */
  readonly segments?: readonly WallSegment[]
}

/** Days that open late, close early or are sessions against the rules, by days since 1970-01-01. */
export type SpecialDays = ReadonlyMap<number, SpecialHours>

/** All closures of an exchange: those by rule, those outside the rules, without the openings. */
export function closedDaysOf(exchange: Exchange): ClosedDays {
  const closed = holidaysByRule(exchange)
  for (const { reason, dates } of exchange.closures) {
    for (const day of daysOf(dates)) {
      if (exchange.weekdays.includes(weekdayOf(day))) closed.set(day, { reason, scheduled: false })
    }
  }
  for (const day of exceptionDays(exchange.openings)) closed.delete(day)
  return closed
}

/** Days on which an exchange trades against its rules, weekends among them. */
export function openingDaysOf(exchange: Exchange): readonly number[] {
  return exceptionDays(exchange.openings)
}

/** All days of an exchange with hours of their own; `isSession` answers for a day since 1970-01-01. */
export function specialDaysOf(exchange: Exchange, isSession: (day: number) => boolean): SpecialDays {
  const special = new Map<number, SpecialHours>()
  const add = (day: number, hours: SpecialHours) => special.set(day, { ...special.get(day), ...hours })
  for (const { reason, dates } of exchange.openings) for (const day of daysOf(dates)) add(day, { reason })
  for (const short of exchange.shortDays) {
    const { reason, close, segments } = short
    const hours = { reason, close: minutesOf(close), ...(segments && { segments: wallSegmentsOf(segments) }) }
    for (const day of shortDaysOf(exchange, short, isSession)) add(day, hours)
  }
  for (const { reason, dates, close } of exchange.earlyCloses) {
    for (const day of daysOf(dates)) add(day, { reason, close: minutesOf(close) })
  }
  for (const day of exceptionDays(exchange.fullDays)) special.delete(day)
  for (const { reason, dates, open } of exchange.lateOpens) {
    for (const day of daysOf(dates)) add(day, { reason, open: minutesOf(open) })
  }
  return special
}

/** The days of some dates, each YYYY-MM-DD or a first and a last as DATE/DATE. */
export function daysOf(dates: readonly string[]): readonly number[] {
  return dates.flatMap((text) => {
    const [first, last] = text.split('/')
    const from = dayNumber(first as SessionDate)
    const to = last === undefined ? from : dayNumber(last as SessionDate)
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  })
}

function exceptionDays(lists: readonly Exceptions[]): readonly number[] {
  return lists.flatMap(({ dates }) => daysOf(dates))
}

/**
 * Holidays by rule. Those that stay where they fall take their days first; then those that have to move find the
 * next day that is free, in order of their dates.
 */
function holidaysByRule(exchange: Exchange): Map<number, { reason: string; scheduled: boolean }> {
  const closed = new Map<number, { reason: string; scheduled: boolean }>()
  const moving: { day: number; reason: string }[] = []
  for (const holiday of exchange.holidays) {
    const { reason } = holiday
    for (const day of holidayDays(exchange, holiday)) {
      const observed = holiday.observed === 'nearest' ? nearestWeekday(day) : day
      if (movesOn(holiday, day, closed)) moving.push({ day, reason })
      else if (exchange.weekdays.includes(weekdayOf(observed)) && !closed.has(observed)) {
        closed.set(observed, { reason, scheduled: true })
      }
    }
  }
  for (const { day, reason } of moving.sort((one, other) => one.day - other.day)) {
    let free = day + 1
    while (closed.has(free) || !exchange.weekdays.includes(weekdayOf(free))) free++
    closed.set(free, { reason, scheduled: true })
  }
  return closed
}

function movesOn({ observed }: Holiday, day: number, closed: ClosedDays): boolean {
  const weekday = weekdayOf(day)
  if (observed === 'after-weekend') return weekday === saturday || weekday === sunday
  return observed === 'after-sunday' && (weekday === sunday || closed.has(day))
}

function nearestWeekday(day: number): number {
  const weekday = weekdayOf(day)
  if (weekday === sunday) return day + 1
  return weekday === saturday ? day - 1 : day
}

function holidayDays(exchange: Exchange, holiday: Holiday): readonly number[] {
  const { days = 1, weekdays } = holiday
  return daysOfRule(exchange, holiday)
    .flatMap((first) => Array.from({ length: days }, (_, index) => first + index))
    .filter((day) => !weekdays || weekdays.includes(weekdayOf(day)))
}

function shortDaysOf(
  exchange: Exchange,
  short: ShortDay,
  isSession: (day: number) => boolean,
): readonly number[] {
  const { observed, weekdays } = short
  return daysOfRule(exchange, short)
    .filter((day) => !weekdays || weekdays.includes(weekdayOf(day)))
    .map((day) => {
      if (observed === 'nearest') return nearestWeekday(day)
      return observed === 'before' ? lastSessionUpTo(day, isSession) : day
    })
}

/** No exchange stays closed for longer than its longest holiday, well below a month. */
const longestClosure = 31

function lastSessionUpTo(day: number, isSession: (day: number) => boolean): number {
  for (let back = day; back > day - longestClosure; back--) if (isSession(back)) return back
  return day
}

/**
 * The days of a rule in every year it holds and the exchange answers for, and in one more before and after: a
 * holiday at the new year may be kept in the old one.
 */
function daysOfRule(exchange: Exchange, rule: { readonly rule: DateRule } & Years): number[] {
  const first = Math.max(yearOf(exchange.first) - 1, rule.from ?? Number.NEGATIVE_INFINITY)
  const last = Math.min(yearOf(exchange.last) + 1, rule.until ?? Number.POSITIVE_INFINITY)
  const days: number[] = []
  for (let year = first; year <= last; year++) {
    if (!rule.except?.includes(year)) days.push(dayOfRule(rule.rule, year))
  }
  return days
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4))
}
