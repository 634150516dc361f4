import { dayMs } from '../time/epoch.ts'

/** Days of the week as Date counts them: 0 is Sunday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** A day that comes once a year. */
export type DateRule =
  | { readonly kind: 'fixed'; readonly month: number; readonly day: number }
  /** The nth such weekday of a month, the last one for nth -1, and `plus` days after it. */
  | {
      readonly kind: 'weekday'
      readonly month: number
      readonly weekday: Weekday
      readonly nth: 1 | 2 | 3 | 4 | -1
      readonly plus?: number
    }
  /** Days after Easter Sunday, negative before it. */
  | { readonly kind: 'easter'; readonly plus: number }

/** Weekday of a day counted since 1970-01-01, which was a Thursday. */
export function weekdayOf(day: number): Weekday {
  return ((((day + 4) % 7) + 7) % 7) as Weekday
}

/** The day of a rule in a year, counted since 1970-01-01. */
export function dayOfRule(rule: DateRule, year: number): number {
  switch (rule.kind) {
    case 'fixed':
      return dayOf(year, rule.month, rule.day)
    case 'weekday':
      return weekdayOfMonth(year, rule.month, rule.weekday, rule.nth) + (rule.plus ?? 0)
    case 'easter':
      return easterSunday(year) + rule.plus
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
  const first = dayOf(year, month, 1)
  return first + ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7
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
