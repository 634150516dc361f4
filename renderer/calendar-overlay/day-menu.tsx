import { CalendarCheck, CalendarX2, Clock, Undo2 } from 'lucide-react'
import { type ReactElement, useRef, useState } from 'react'
import type { DayChange } from '#shared/calendar/overlay-day.ts'
import { parseSessionDate, type SessionDate } from '#shared/calendar/session-date.ts'
import { formatSession } from '../time/zone.ts'
import { ContextMenu, ContextMenuItem, ContextMenuLine, ContextMenuNote } from '../ui/context-menu.tsx'
import { undoDay } from './change-day.ts'
import { changeWords, offersFor } from './change-words.ts'
import { DayDialog } from './day-dialog.tsx'

const signs: Readonly<Record<DayChange['kind'], typeof Clock>> = {
  closed: CalendarX2,
  open: CalendarCheck,
  'early-close': Clock,
  'late-open': Clock,
  'full-day': CalendarCheck,
}

/** What the calendar says of a day, as far as the menu has to know. */
export interface DayFacts {
  readonly isSession: boolean
  /** Closes early. */
  readonly isCut: boolean
  /** Whether the user changed it. */
  readonly isChanged: boolean
  /** Regular hours as a text, where it is a session. */
  readonly hours: string | undefined
}

/** The menu of a day, opened over the `data-day` under the pointer or with the focus, and the dialogs it leads to. */
export function DayMenu({
  exchange,
  factsOf,
  onLeave,
  children,
}: {
  exchange: string
  /** Undefined while nothing is known of a day: it has no menu then, which could offer the wrong thing. */
  factsOf: (date: SessionDate) => DayFacts | undefined
  /** Menu and dialog are closed: the focus belongs to the day. */
  onLeave: (date: SessionDate) => void
  children: ReactElement
}) {
  const [date, setDate] = useState<SessionDate>()
  const [asking, setAsking] = useState<DayChange['kind']>()
  const isAsking = useRef(false)
  const facts = date && factsOf(date)
  const ask = (kind: DayChange['kind'] | undefined): void => {
    isAsking.current = kind !== undefined
    setAsking(kind)
  }
  const leave = (): void => {
    if (date && !isAsking.current) onLeave(date)
  }
  return (
    <>
      <ContextMenu
        label="Change of the calendar"
        onOpen={(event) => {
          const day = dayUnder(event.target)
          if (day && factsOf(day)) setDate(day)
          else event.preventDefault()
        }}
        onClosed={leave}
        items={
          date &&
          facts && (
            <>
              <ContextMenuNote>{formatSession(date)}</ContextMenuNote>
              {offersFor(facts).map((kind) => {
                const Sign = signs[kind]
                return (
                  <ContextMenuItem key={kind} onSelect={() => ask(kind)}>
                    <Sign className="size-3.5 text-muted" aria-hidden="true" /> {changeWords[kind].offer}
                  </ContextMenuItem>
                )
              })}
              {facts.isChanged && (
                <>
                  <ContextMenuLine />
                  <ContextMenuItem onSelect={() => void undoDay(exchange, date)}>
                    <Undo2 className="size-3.5 text-muted" aria-hidden="true" /> Undo my change
                  </ContextMenuItem>
                </>
              )}
            </>
          )
        }
      >
        {children}
      </ContextMenu>
      {date && (
        <DayDialog
          key={`${date} ${asking}`}
          exchange={exchange}
          date={date}
          kind={asking}
          hours={facts?.hours}
          onClose={() => ask(undefined)}
          onClosed={leave}
        />
      )}
    </>
  )
}

function dayUnder(target: EventTarget): SessionDate | undefined {
  const day = target instanceof Element ? target.closest<HTMLElement>('[data-day]') : null
  return parseSessionDate(day?.dataset.day ?? '')
}
