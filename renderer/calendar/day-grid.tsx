import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { parseSessionDate, type SessionDate } from '#shared/calendar/session-date.ts'
import { type DayFacts, DayMenu } from '../calendar-overlay/day-menu.tsx'
import { formatSpan, zoneName } from '../time/zone.ts'
import { type Range, useCalendar } from './calendar-state.ts'
import { focusCard } from './card-focus.ts'
import { chooseDay } from './choose.ts'
import { replayDay } from './day-actions.ts'
import { dayAfterKey } from './day-keys.ts'
import { DayTip, useDayTip } from './day-tip.tsx'
import type { DayLookUp } from './days.ts'

/**
 * What days can be done with, wherever they stand: chosen by pointer and arrows, a range by Shift or by dragging,
 * changed by their menu. One day at a time takes the focus.
 */
export function DayGrid({ lookUp, children }: { lookUp: DayLookUp; children: ReactNode }) {
  const chosen = useCalendar((state) => state.chosen)
  const exchange = useCalendar((state) => state.exchange)
  const range = useCalendar((state) => state.range)
  const grid = useRef<HTMLDivElement>(null)
  const moves = useRef(false)
  /** A day that had the focus already gets it again when its menu is left. */
  const [, setLeft] = useState(0)
  const { tip, over } = useDayTip()

  useEffect(() => {
    if (!moves.current) return
    moves.current = false
    focusDay(grid.current, chosen)
  })
  const { hide } = tip
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is known of the days is not what the tip says any more
  useEffect(hide, [lookUp, hide])
  // A day may be chosen elsewhere: in the replay, a list or another year. It is looked at all the same.
  useEffect(() => buttonOf(grid.current, chosen)?.scrollIntoView({ block: 'nearest' }), [chosen])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!dayOf(event.target)) return
    if (event.key === 'Enter') {
      event.preventDefault()
      focusCard()
      return
    }
    const next = dayAfterKey(chosen, event)
    if (!next) return
    event.preventDefault()
    moves.current = true
    chooseDay(next, event.shiftKey)
  }
  const onPointerDown = (event: PointerEvent): void => {
    const day = dayOf(event.target)
    if (!day || event.button !== 0) return
    moves.current = true
    chooseDay(day, event.shiftKey)
  }
  const onPointerOver = (event: PointerEvent): void => {
    over(event)
    const day = dayOf(event.target)
    if (
      day &&
      event.buttons === 1 &&
      moves.current === false &&
      grid.current?.contains(document.activeElement)
    ) {
      moves.current = true
      chooseDay(day, true)
    }
  }
  return (
    <DayMenu
      exchange={exchange ?? 'XNYS'}
      factsOf={(date) => factsOf(lookUp, date, range)}
      onLeave={(date) => {
        moves.current = true
        chooseDay(date)
        setLeft((times) => times + 1)
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the days inside have the roles */}
      <div
        ref={grid}
        className="contents"
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerOver={onPointerOver}
        onPointerLeave={tip.hide}
        onDoubleClick={(event) => {
          const day = dayOf(event.target)
          if (day && lookUp(day).session) void replayDay(day)
        }}
      >
        {children}
        <DayTip {...tip} />
      </div>
    </DayMenu>
  )
}

function focusDay(grid: HTMLElement | null, date: SessionDate): void {
  buttonOf(grid, date)?.focus()
}

function buttonOf(grid: HTMLElement | null, date: SessionDate): HTMLElement | null | undefined {
  return grid?.querySelector<HTMLElement>(`[data-day="${date}"]`)
}

function dayOf(target: EventTarget): SessionDate | undefined {
  const day = target instanceof Element ? target.closest<HTMLElement>('[data-day]') : null
  return parseSessionDate(day?.dataset.day ?? '')
}

/** What the menu of a day has to know; undefined while nothing is known of it. */
export function factsOf(
  lookUp: DayLookUp,
  date: SessionDate,
  range: Range | undefined,
): DayFacts | undefined {
  if (!range) return undefined
  const { session, changes } = lookUp(date)
  return {
    isSession: session !== undefined,
    isCut: session?.earlyClose === true,
    isChanged: changes.length > 0,
    hours:
      session &&
      `${formatSpan(range.zone, session.open, session.close)} ${zoneName(range.zone, session.open)}`,
  }
}
