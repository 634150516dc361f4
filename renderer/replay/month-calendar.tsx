import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight, PencilLine } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { changesOf } from '#shared/calendar/overlay-day.ts'
import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import { useOverlay } from '../calendar-overlay/change-day.ts'
import { changeNote } from '../calendar-overlay/change-words.ts'
import { type DayFacts, DayMenu } from '../calendar-overlay/day-menu.tsx'
import { formatSpan, monthNames, zoneName } from '../time/zone.ts'
import { IconButton } from '../ui/button.tsx'
import { CalendarDay } from './calendar-day.tsx'
import { clampDate, useDays, useRange } from './calendar-days.ts'
import { CalendarSource, ProjectedBadge } from './calendar-source.tsx'
import { DateEntry } from './date-entry.tsx'
import { addMonths, firstDay, lastDay, monthOf, weeksOf } from './month-grid.ts'

const weekdays = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']

/** A month of an exchange: sessions to choose, holidays with their names, early closes with their reasons. */
export function MonthCalendar({
  exchange,
  selected,
  last,
  onSelect,
}: {
  exchange: string
  selected: SessionDate | undefined
  /** Last session of the range that is played through from the selected one. */
  last: SessionDate | undefined
  /** `through` says that Shift was held: play through to that session. */
  onSelect: (session: SessionDate, through: boolean) => void
}) {
  const range = useRange(exchange)
  const [focused, setFocused] = useState<SessionDate>(selected ?? ('2000-01-03' as SessionDate))
  const month = monthOf(focused)
  const days = useDays(exchange, month, range)
  const overlay = useOverlay(exchange)
  const grid = useRef<HTMLTableElement>(null)
  const moves = useRef(false)
  /** A day that had the focus already gets it again when its menu is left. */
  const [, setLeft] = useState(0)

  // Another exchange has a calendar of its own: the day that had the focus went with the one before.
  useEffect(() => {
    if (document.activeElement === document.body)
      grid.current?.querySelector<HTMLElement>('[data-chosen=true]')?.focus()
  }, [])

  useEffect(() => {
    if (!moves.current) return
    moves.current = false
    grid.current?.querySelector<HTMLElement>(`[data-day="${focused}"]`)?.focus()
  })

  const moveTo = (date: SessionDate): void => {
    const inRange = range ? clampDate(date, range) : date
    setFocused(inRange)
  }
  const page = (months: number): void => moveTo(firstDay(addMonths(month, months)))
  const focusDay = (date: SessionDate): void => {
    moves.current = true
    setFocused(date)
    setLeft((times) => times + 1)
  }
  const isProjected = (date: SessionDate): boolean =>
    range?.projectedAfter !== undefined && date > range.projectedAfter
  const factsOf = (date: SessionDate): DayFacts | undefined => {
    if (date < days.from || date > days.to) return undefined
    const listed = days.sessions.find(({ session }) => session === date)
    return {
      isSession: listed !== undefined,
      isCut: listed?.earlyClose === true,
      isChanged: changesOf(overlay, date).length > 0,
      hours:
        listed &&
        range &&
        `${formatSpan(range.zone, listed.open, listed.close)} ${zoneName(range.zone, listed.open)}`,
    }
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = afterKey(focused, event)
    if (!target) return
    event.preventDefault()
    moves.current = true
    moveTo(target)
  }

  return (
    <div>
      <div className="flex items-center gap-0.5">
        <IconButton label="Previous year" onClick={() => page(-12)} className="size-7">
          <ChevronsLeft className="size-4" />
        </IconButton>
        <IconButton label="Previous month" onClick={() => page(-1)} className="size-7">
          <ChevronLeft className="size-4" />
        </IconButton>
        <div className="flex flex-1 items-center justify-center gap-2">
          <h2 className="font-semibold text-sm" aria-live="polite">
            {monthNames[month.month - 1]} {month.year}
          </h2>
          {range && isProjected(lastDay(month)) && <ProjectedBadge range={range} />}
        </div>
        <IconButton label="Next month" onClick={() => page(1)} className="size-7">
          <ChevronRight className="size-4" />
        </IconButton>
        <IconButton label="Next year" onClick={() => page(12)} className="size-7">
          <ChevronsRight className="size-4" />
        </IconButton>
      </div>
      <DayMenu exchange={exchange} factsOf={factsOf} onLeave={focusDay}>
        <table
          ref={grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: days are walked with the arrows
          role="grid"
          aria-label={`Sessions of ${exchange}`}
          className="mt-2 w-full"
          onKeyDown={onKeyDown}
        >
          <thead>
            <tr>
              {weekdays.map((day) => (
                <th key={day} scope="col" className="h-6 font-medium text-2xs text-faint">
                  {day}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(month).map((week, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: weeks have no identity but their place
              <tr key={row}>
                {week.map((date, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: so have days of other months
                  <td key={column} className="h-9 p-[1.5px]">
                    {date && (
                      <CalendarDay
                        date={date}
                        days={days}
                        change={changeNote(changesOf(overlay, date))}
                        projected={isProjected(date)}
                        selected={date === selected}
                        within={isWithin(date, selected, last)}
                        focusable={date === focused}
                        onSelect={onSelect}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </DayMenu>
      <p className="mt-1 text-2xs text-faint">A right click, or Shift+F10, changes a day of the calendar.</p>
      <div className="mt-2 flex items-center gap-3 border-line border-t pt-3">
        <DateEntry range={range} onEnter={(date) => onSelect(date, false)} />
        <ul className="flex shrink-0 flex-col gap-0.5 text-2xs text-muted">
          <li className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-[3px] bg-recorded/60" aria-hidden="true" /> with bars
          </li>
          <li className="flex items-center gap-1.5">
            <span className="mx-0.5 size-1.5 rounded-full bg-accent" aria-hidden="true" /> early close
          </li>
          <li className="flex items-center gap-1.5">
            <PencilLine className="size-2.5 text-accent" aria-hidden="true" /> changed by you
          </li>
        </ul>
      </div>
      {range && <CalendarSource range={range} />}
    </div>
  )
}

function isWithin(date: SessionDate, first: SessionDate | undefined, last: SessionDate | undefined): boolean {
  return first !== undefined && last !== undefined && date > first && date <= last
}

function afterKey(date: SessionDate, { key }: KeyboardEvent): SessionDate | undefined {
  const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[key]
  if (days !== undefined) return dateOfDay(dayNumber(date) + days)
  const months = { PageUp: -1, PageDown: 1 }[key]
  if (months !== undefined) return firstDay(addMonths(monthOf(date), months))
  if (key === 'Home') return firstDay(monthOf(date))
  if (key === 'End') return lastDay(monthOf(date))
  return undefined
}
