import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'

/** A month of a year; months count from 1. */
export interface Month {
  readonly year: number
  readonly month: number
}

const weekDays = 7

export function monthOf(date: SessionDate): Month {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)) }
}

/** The month `count` months later, or earlier when negative. */
export function addMonths({ year, month }: Month, count: number): Month {
  const months = year * 12 + (month - 1) + count
  return { year: Math.floor(months / 12), month: (months % 12) + 1 }
}

export function firstDay({ year, month }: Month): SessionDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01` as SessionDate
}

export function lastDay(month: Month): SessionDate {
  return dateOfDay(dayNumber(firstDay(addMonths(month, 1))) - 1)
}

/** The days of a month in weeks from Monday to Sunday; undefined for days of its neighbours. Always six weeks. */
export function weeksOf(month: Month): readonly (readonly (SessionDate | undefined)[])[] {
  const first = dayNumber(firstDay(month))
  const last = dayNumber(lastDay(month))
  // Day 0, 1 January 1970, was a Thursday.
  const monday = first - ((first + 3) % weekDays)
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: weekDays }, (_, weekday) => {
      const day = monday + week * weekDays + weekday
      return day >= first && day <= last ? dateOfDay(day) : undefined
    }),
  )
}
