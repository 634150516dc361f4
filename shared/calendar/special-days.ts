import { type DateRule, dayOfRule, weekdayOf } from './date-rule.ts'
import type { Exchange, Holiday, Observance } from './exchange.ts'
import { dayNumber, type SessionDate } from './session-date.ts'
import { minutesOf } from './wall-hours.ts'

/** Why a day has no session, by days since 1970-01-01; only days on which the exchange would trade else. */
export type ClosedDays = ReadonlyMap<number, { readonly reason: string; readonly scheduled: boolean }>

/** Days that close early, by days since 1970-01-01; the close in minutes of the wall clock. */
export type ShortDays = ReadonlyMap<number, { readonly reason: string; readonly close: number }>

/** All closures of an exchange: those outside its rules come before those by rule. */
export function closedDaysOf(exchange: Exchange): ClosedDays {
  const closed = new Map<number, { reason: string; scheduled: boolean }>()
  for (const { date, reason } of exchange.closures) {
    closed.set(dayNumber(date as SessionDate), { reason, scheduled: false })
  }
  for (const holiday of exchange.holidays) {
    for (const day of daysOfRule(exchange, holiday)) {
      const observed = observedDay(day, holiday.observed)
      if (!exchange.weekdays.includes(weekdayOf(observed)) || closed.has(observed)) continue
      closed.set(observed, { reason: holiday.reason, scheduled: true })
    }
  }
  return closed
}

/** All early closes of an exchange: those outside its rules come before those by rule. */
export function shortDaysOf(exchange: Exchange): ShortDays {
  const short = new Map<number, { reason: string; close: number }>()
  for (const { rule, weekdays, reason, close, ...years } of exchange.shortDays) {
    for (const day of daysOfRule(exchange, { rule, ...years })) {
      if (weekdays && !weekdays.includes(weekdayOf(day))) continue
      short.set(day, { reason, close: minutesOf(close) })
    }
  }
  for (const { date, reason, close } of exchange.earlyCloses) {
    short.set(dayNumber(date as SessionDate), { reason, close: minutesOf(close) })
  }
  return short
}

function observedDay(day: number, observance: Observance): number {
  const weekday = weekdayOf(day)
  if (weekday === 0 && observance !== 'same') return day + 1
  if (weekday === 6 && observance === 'nearest') return day - 1
  return day
}

/** The days of a rule in every year it holds and the exchange answers for. */
function daysOfRule(
  exchange: Exchange,
  yearly: { rule: DateRule } & Pick<Holiday, 'from' | 'until'>,
): number[] {
  const first = Math.max(yearOf(exchange.first), yearly.from ?? Number.NEGATIVE_INFINITY)
  const last = Math.min(yearOf(exchange.last), yearly.until ?? Number.POSITIVE_INFINITY)
  const days: number[] = []
  for (let year = first; year <= last; year++) days.push(dayOfRule(yearly.rule, year))
  return days
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4))
}
