import { PencilLine } from 'lucide-react'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { formatSession } from '../time/zone.ts'
import { classes } from '../ui/classes.ts'
import type { Days } from './calendar-days.ts'

type Listed = Days['sessions'][number]

/** A day of the month: a session to choose, or a closure with its name. */
export function CalendarDay({
  date,
  days,
  change,
  projected,
  selected,
  within,
  focusable,
  onSelect,
}: {
  date: SessionDate
  days: Days
  /** What the user changed of it, as a note; undefined where nothing. */
  change: string | undefined
  projected: boolean
  selected: boolean
  /** Whether the replay plays through it after the selected one. */
  within: boolean
  focusable: boolean
  /** `through` says that Shift was held: play through to that session. */
  onSelect: (session: SessionDate, through: boolean) => void
}) {
  const listed = days.sessions.find((session) => session.session === date)
  const closure = days.closures.find((other) => other.date === date)
  const number = Number(date.slice(8))
  const facts = listed ? sessionNote(listed) : closure ? `Closed: ${closure.reason}` : 'No session'
  const notes = [within && listed && 'played through', projected && 'projected', change]
  const note = [facts, ...notes.filter(Boolean)].join('; ')
  return (
    <button
      type="button"
      data-day={date}
      data-chosen={focusable}
      tabIndex={focusable ? 0 : -1}
      aria-label={`${formatSession(date)}: ${note}`}
      aria-disabled={!listed}
      aria-pressed={selected}
      title={note}
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
        projected && listed && !selected && 'border border-edge border-dashed',
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
      {change !== undefined && (
        <PencilLine
          aria-hidden="true"
          className={classes(
            'absolute right-0.5 bottom-0.5 size-2.5',
            selected ? 'text-accent-ink' : 'text-accent',
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
