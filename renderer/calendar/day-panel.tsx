import type { KeyboardEvent } from 'react'
import { chosenSpan, useCalendar } from './calendar-state.ts'
import { focusChosenDay } from './card-focus.ts'
import { ClosedCard } from './closed-card.tsx'
import type { DayLookUp } from './days.ts'
import { FetchNote } from './fetch-note.tsx'
import { OwnChanges } from './own-changes.tsx'
import { RangeCard } from './range-card.tsx'
import { SessionCard } from './session-card.tsx'

/** What is chosen, in detail: a session, a day without one, or a range; and what the user changed of the calendar. */
export function DayPanel({ lookUp, isOutside }: { lookUp: DayLookUp; isOutside: boolean }) {
  const chosen = useCalendar((state) => state.chosen)
  const anchor = useCalendar((state) => state.anchor)
  const [first, last] = chosenSpan({ chosen, anchor })
  const day = lookUp(chosen)
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    focusChosenDay()
  }
  return (
    <aside
      aria-label="Chosen day"
      data-calendar-card
      tabIndex={-1}
      onKeyDown={leave}
      className="@container flex w-[25rem] shrink-0 flex-col overflow-y-auto border-line border-l bg-panel outline-none max-[1240px]:w-80"
    >
      {!isOutside && (
        <>
          <FetchNote />
          {first < last ? (
            <RangeCard first={first} last={last} />
          ) : day.session ? (
            <SessionCard key={chosen} day={day} session={day.session} />
          ) : (
            <ClosedCard day={day} />
          )}
          <OwnChanges day={first < last ? undefined : day} />
        </>
      )}
    </aside>
  )
}
