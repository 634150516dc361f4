import { useMemo } from 'react'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { type Month, weeksOf } from '../replay/month-grid.ts'
import { chosenSpan, useCalendar } from './calendar-state.ts'
import type { Cell, Choice } from './day-button.tsx'
import { dayWords } from './day-words.ts'
import type { DayLookUp } from './days.ts'

/** A month in weeks from Monday to Sunday, with what its days show. */
export interface MonthCells {
  readonly month: Month
  readonly weeks: readonly (readonly (Cell | undefined)[])[]
}

/** The days of some months of a year, made anew when anything is known differently. */
export function useMonthCells(
  lookUp: DayLookUp,
  year: number,
  months: readonly number[],
): readonly MonthCells[] {
  const measure = useCalendar((state) => state.measure)
  const zone = useCalendar((state) => state.range?.zone ?? 'UTC')
  return useMemo(() => {
    const cellOf = (date: SessionDate | undefined): Cell | undefined => {
      const day = date && lookUp(date)
      return day && { day, measure, label: dayWords(day, measure, zone) }
    }
    return months.map((number) => {
      const month = { year, month: number }
      return { month, weeks: weeksOf(month).map((week) => week.map(cellOf)) }
    })
  }, [lookUp, measure, zone, year, months])
}

/** Where each day stands in what is chosen. */
export function useChoice(): (date: SessionDate) => Choice {
  const chosen = useCalendar((state) => state.chosen)
  const anchor = useCalendar((state) => state.anchor)
  return useMemo(() => {
    const [first, last] = chosenSpan({ chosen, anchor })
    return (date) => ({ chosen: date === chosen, within: first < last && date >= first && date <= last })
  }, [chosen, anchor])
}
