import { CalendarOff } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import { firstDay, lastDay } from '../replay/month-grid.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { CalendarHead } from './calendar-head.tsx'
import { useCalendar, yearOf } from './calendar-state.ts'
import { beginWithReplay, chooseYear } from './choose.ts'
import { DayGrid } from './day-grid.tsx'
import { DayPanel } from './day-panel.tsx'
import { useDayLookUp } from './days.ts'
import { useCalendarFeed } from './follow-changes.ts'
import { Legend } from './legend.tsx'
import { MonthPane } from './month-pane.tsx'
import { signsOf } from './signs.ts'
import { YearGrid } from './year-grid.tsx'

/** The sessions of an exchange, a year or a month at once, with how complete their bars are, and one of them in detail. */
export function CalendarView() {
  useEffect(beginWithReplay, [])
  useCalendarFeed()
  const lookUp = useDayLookUp()
  const year = useCalendar((state) => yearOf(state.chosen))
  const month = useCalendar((state) => Number(state.chosen.slice(5, 7)))
  const span = useCalendar((state) => state.span)
  const measure = useCalendar((state) => state.measure)
  const failure = useCalendar((state) => state.failure)
  const isOutside = useIsOutside(year)
  const months = useMemo(() => [month], [month])
  const signs = useMemo(
    () => signsOf(datesOf(year, span === 'month' ? month : undefined).map(lookUp)),
    [lookUp, year, span, month],
  )
  return (
    <div className="flex min-h-0 flex-1">
      <section
        aria-label="Calendar"
        className="@container flex min-w-0 flex-1 flex-col gap-2 bg-canvas px-6 py-4"
      >
        {isOutside ? (
          <OutsideCalendar year={year} />
        ) : (
          <>
            <CalendarHead lookUp={lookUp} year={year} month={span === 'month' ? month : undefined} />
            {failure && (
              <p role="alert" className="text-missing text-sm [overflow-wrap:anywhere]">
                {failure}
              </p>
            )}
            <DayGrid lookUp={lookUp}>
              <div className="-mx-1 min-h-0 flex-1 overflow-y-auto px-1 py-1 [container-type:size]">
                {span === 'year' ? (
                  <YearGrid lookUp={lookUp} year={year} />
                ) : (
                  <MonthPane lookUp={lookUp} year={year} months={months} />
                )}
              </div>
            </DayGrid>
            <Legend measure={measure} signs={signs} />
          </>
        )}
      </section>
      <DayPanel lookUp={lookUp} isOutside={isOutside} />
    </div>
  )
}

/** All dates of a month, or of a year without one. */
function datesOf(year: number, month: number | undefined): readonly SessionDate[] {
  const first = dayNumber(firstDay({ year, month: month ?? 1 }))
  const last = dayNumber(lastDay({ year, month: month ?? 12 }))
  return Array.from({ length: last - first + 1 }, (_, day) => dateOfDay(first + day))
}

function useIsOutside(year: number): boolean {
  const range = useCalendar((state) => state.range)
  return range !== undefined && (`${year}-12-31` < range.first || `${year}-01-01` > range.last)
}

/** R6: what the calendar does not answer for is not guessed. */
function OutsideCalendar({ year }: { year: number }) {
  const exchange = useCalendar((state) => state.exchange)
  const range = useCalendar((state) => state.range)
  if (!range) return null
  const [first, last] = [yearOf(range.first), yearOf(range.last)]
  const nearest = year < first ? first : last
  return (
    <EmptyState
      icon={CalendarOff}
      title={`The calendar of ${exchange} does not reach ${year}`}
      actions={<Button onClick={() => chooseYear(nearest)}>Show {nearest}</Button>}
    >
      It answers for {first} to {last}; which days of {year} are sessions is not known.
    </EmptyState>
  )
}
