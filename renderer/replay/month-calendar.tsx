import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { dateOfDay, dayNumber, parseSessionDate, type SessionDate } from '#shared/calendar/session-date.ts'
import type { CallResult } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { parseEntry } from '../app/palette-entry.ts'
import { engine } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'
import { formatSession, monthNames } from '../time/zone.ts'
import { IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { Input } from '../ui/field.tsx'
import { addMonths, firstDay, lastDay, type Month, monthOf, weeksOf } from './month-grid.ts'

type Range = CallResult<EngineContract, 'calendar.range'>
type Days = CallResult<EngineContract, 'calendar.sessions'>
type Listed = Days['sessions'][number]

const noDays: Days = { sessions: [], closures: [] }
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
  const grid = useRef<HTMLTableElement>(null)
  const moves = useRef(false)

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
        <h2 className="flex-1 text-center font-semibold text-sm" aria-live="polite">
          {monthNames[month.month - 1]} {month.year}
        </h2>
        <IconButton label="Next month" onClick={() => page(1)} className="size-7">
          <ChevronRight className="size-4" />
        </IconButton>
        <IconButton label="Next year" onClick={() => page(12)} className="size-7">
          <ChevronsRight className="size-4" />
        </IconButton>
      </div>
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
                    <Day
                      date={date}
                      days={days}
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
      <div className="mt-2 flex items-center gap-3 border-line border-t pt-3">
        <DateEntry range={range} onEnter={(date) => onSelect(date, false)} />
        <ul className="flex shrink-0 flex-col gap-0.5 text-2xs text-muted">
          <li className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-[3px] bg-recorded/60" aria-hidden="true" /> with bars
          </li>
          <li className="flex items-center gap-1.5">
            <span className="mx-0.5 size-1.5 rounded-full bg-accent" aria-hidden="true" /> early close
          </li>
        </ul>
      </div>
    </div>
  )
}

function isWithin(date: SessionDate, first: SessionDate | undefined, last: SessionDate | undefined): boolean {
  return first !== undefined && last !== undefined && date > first && date <= last
}

function Day({
  date,
  days,
  selected,
  within,
  focusable,
  onSelect,
}: {
  date: SessionDate
  days: Days
  selected: boolean
  /** Whether the replay plays through it after the selected one. */
  within: boolean
  focusable: boolean
  onSelect: (session: SessionDate, through: boolean) => void
}) {
  const listed = days.sessions.find((session) => session.session === date)
  const closure = days.closures.find((other) => other.date === date)
  const number = Number(date.slice(8))
  const note = listed ? sessionNote(listed) : closure ? `Closed: ${closure.reason}` : 'No session'
  return (
    <button
      type="button"
      data-day={date}
      data-chosen={focusable}
      tabIndex={focusable ? 0 : -1}
      aria-label={`${formatSession(date)}: ${note}`}
      aria-disabled={!listed}
      aria-pressed={selected}
      title={within && listed ? `${note}; played through` : note}
      onClick={(event) => listed && onSelect(date, event.shiftKey)}
      className={classes(
        'relative flex size-full items-center justify-center rounded-md text-sm transition-colors',
        selected && 'bg-accent font-semibold text-accent-ink',
        !selected &&
          listed &&
          listed.symbols > 0 &&
          'bg-recorded/35 font-medium text-ink hover:bg-recorded/60',
        !selected && listed && listed.symbols === 0 && 'bg-raised text-muted hover:bg-hover',
        !listed && 'text-faint/70',
        within && listed && 'ring-1 ring-accent/70 ring-inset',
        closure && 'line-through decoration-1',
      )}
    >
      {number}
      {listed?.earlyClose && (
        <span
          aria-hidden="true"
          className={classes(
            'absolute top-1 right-1 size-1.5 rounded-full',
            selected ? 'bg-accent-ink' : 'bg-accent',
          )}
        />
      )}
    </button>
  )
}

function sessionNote({ symbols, earlyClose, reason }: Listed): string {
  const bars = symbols === 0 ? 'no bars' : `bars of ${symbols} ${symbols === 1 ? 'symbol' : 'symbols'}`
  if (!earlyClose) return bars
  return `early close${reason ? `, ${reason}` : ''}; ${bars}`
}

function DateEntry({
  range,
  onEnter,
}: {
  range: Range | undefined
  onEnter: (session: SessionDate) => void
}) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const enter = (event: FormEvent): void => {
    event.preventDefault()
    const entry = parseEntry(text)
    const date = entry?.kind === 'session' ? entry.session : parseSessionDate(text.trim())
    if (!date) setProblem('Write a date as 2013-10-11.')
    else if (range && (date < range.first || date > range.last)) {
      setProblem(`The calendar reaches from ${range.first} to ${range.last}.`)
    } else onEnter(date)
  }
  return (
    <form onSubmit={enter} className="min-w-0 flex-1">
      <Input
        aria-label="Date of a session"
        placeholder="2013-10-11"
        value={text}
        aria-invalid={problem !== undefined}
        onChange={(event) => {
          setText(event.target.value)
          setProblem(undefined)
        }}
      />
      {problem && (
        <p role="alert" className="mt-1 text-down text-xs">
          {problem}
        </p>
      )}
    </form>
  )
}

function useRange(exchange: string): Range | undefined {
  const [range, setRange] = useState<Range>()
  useEffect(() => {
    let wanted = true
    void attempt(async () => {
      const answer = await engine().call('calendar.range', { exchange })
      if (wanted) setRange(answer)
    })
    return () => {
      wanted = false
    }
  }, [exchange])
  return range
}

function useDays(exchange: string, { year, month }: Month, range: Range | undefined): Days {
  const [days, setDays] = useState(noDays)
  useEffect(() => {
    if (!range) return
    let wanted = true
    const from = clampDate(firstDay({ year, month }), range)
    const to = clampDate(lastDay({ year, month }), range)
    void attempt(async () => {
      const answer = await engine().call('calendar.sessions', { exchange, from, to })
      if (wanted) setDays(answer)
    })
    return () => {
      wanted = false
    }
  }, [exchange, year, month, range])
  return days
}

function clampDate(date: SessionDate, { first, last }: Range): SessionDate {
  if (date < first) return first
  return date > last ? last : date
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
