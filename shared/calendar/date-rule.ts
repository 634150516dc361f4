import { dayMs } from '../time/epoch.ts'
import { chineseDay } from './chinese-calendar.ts'
import { april, march, september, type Weekday, weekdayOf } from './date-names.ts'

/** A day of the sun's year that holidays follow: Qingming in China, the equinoxes in Japan. */
export type SolarTerm = 'qingming' | 'spring equinox' | 'autumn equinox'

/** A day that comes once a year; `plus` is a number of days after it, negative before it. */
export type DateRule = { readonly plus?: number } & (
  | { readonly kind: 'fixed'; readonly month: number; readonly day: number }
  /** The nth such weekday of a month, the last one for nth -1. */
  | {
      readonly kind: 'weekday'
      readonly month: number
      readonly weekday: Weekday
      readonly nth: 1 | 2 | 3 | 4 | -1
    }
  /** The first such weekday on or after a date. */
  | { readonly kind: 'weekday-from'; readonly month: number; readonly day: number; readonly weekday: Weekday }
  | { readonly kind: 'easter' }
  /** A day of the Chinese calendar, never of a leap month. */
  | { readonly kind: 'chinese'; readonly month: number; readonly day: number }
  | { readonly kind: 'solar'; readonly term: SolarTerm }
)

/** The same date every year. */
export function fixed(month: number, day: number): DateRule {
  return { kind: 'fixed', month, day }
}

/** The nth such weekday of a month, the last one for nth -1, and `plus` days after it. */
export function nthWeekday(nth: 1 | 2 | 3 | 4 | -1, weekday: Weekday, month: number, plus = 0): DateRule {
  return { kind: 'weekday', nth, weekday, month, plus }
}

/** The first such weekday on or after a date. */
export function weekdayFrom(weekday: Weekday, month: number, day: number): DateRule {
  return { kind: 'weekday-from', weekday, month, day }
}

/** Days after Easter Sunday, negative before it. */
export function easter(plus: number): DateRule {
  return { kind: 'easter', plus }
}

/** A day of the Chinese calendar, and `plus` days after it. */
export function chinese(month: number, day: number, plus = 0): DateRule {
  return { kind: 'chinese', month, day, plus }
}

/** A day of the sun's year, and `plus` days after it. */
export function solar(term: SolarTerm, plus = 0): DateRule {
  return { kind: 'solar', term, plus }
}

/** The day of a rule in a year, counted since 1970-01-01. */
export function dayOfRule(rule: DateRule, year: number): number {
  return namedDay(rule, year) + (rule.plus ?? 0)
}

function namedDay(rule: DateRule, year: number): number {
  switch (rule.kind) {
    case 'fixed':
      return dayOf(year, rule.month, rule.day)
    case 'weekday':
      return weekdayOfMonth(year, rule.month, rule.weekday, rule.nth)
    case 'weekday-from':
      return weekdayOnOrAfter(dayOf(year, rule.month, rule.day), rule.weekday)
    case 'easter':
      return easterSunday(year)
    case 'chinese':
      return chineseDay(year, rule.month, rule.day)
    case 'solar':
      return dayOfTerm(rule.term, year)
  }
}

function dayOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / dayMs
}

function weekdayOfMonth(year: number, month: number, weekday: Weekday, nth: number): number {
  if (nth === -1) {
    const last = dayOf(year, month + 1, 0)
    return last - ((weekdayOf(last) - weekday + 7) % 7)
  }
  return weekdayOnOrAfter(dayOf(year, month, 1), weekday) + (nth - 1) * 7
}

function weekdayOnOrAfter(day: number, weekday: Weekday): number {
  return day + ((weekday - weekdayOf(day) + 7) % 7)
}

/**
 * Easter Sunday of the Gregorian calendar: the Sunday after the full moon of the church's tables that falls on
 * or after 21 March. The moon repeats every 19 years, shifted by the leap days that centuries drop.
 */
function easterSunday(year: number): number {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const droppedLeapDays = century - Math.floor(century / 4)
  const moonCorrection = Math.floor((8 * century + 13) / 25)
  const age = (19 * golden + droppedLeapDays - moonCorrection + 15) % 30
  // The tables never put the moon on 19 April, nor on 18 April in the later years of the cycle.
  const isLate = age === 29 || (age === 28 && golden > 10)
  const fullMoon = dayOf(year, 3, 21) + age - (isLate ? 1 : 0)
  return fullMoon + 7 - weekdayOf(fullMoon)
}

/** The month of a term, and when it came in 2000, in days of that month with their fraction in local time. */
const terms: Readonly<Record<SolarTerm, { readonly month: number; readonly in2000: number }>> = {
  qingming: { month: april, in2000: 4.81 },
  'spring equinox': { month: march, in2000: 20.687 },
  'autumn equinox': { month: september, in2000: 23.0927 },
}

/** How much longer the sun's year is than 365 days. */
const yearFraction = 0.242194

/**
 * The day of a term: it comes later each year by the fraction of a day, and earlier by one with each leap day.
 * Right from 1980 to 2099, the span without a dropped leap day over which the fraction holds.
 */
function dayOfTerm(term: SolarTerm, year: number): number {
  const { month, in2000 } = terms[term]
  const years = year - 2000
  return dayOf(year, month, Math.floor(in2000 + years * yearFraction) - Math.floor(years / 4))
}
