import { useEffect, useState } from 'react'
import type { CalendarOverlay } from '#shared/calendar/overlay.ts'
import { noOverlay } from '#shared/calendar/overlay.ts'
import { type DayChange, withChange, withoutDay } from '#shared/calendar/overlay-day.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { engine } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'
import { useCalendarNews } from './calendar-news.ts'

/** Says something of a day; answers why the engine did not take it, or undefined when it did. */
export async function changeDay(
  exchange: string,
  date: SessionDate,
  change: DayChange,
): Promise<string | undefined> {
  try {
    await edit(exchange, (overlay) => withChange(overlay, date, change))
    return undefined
  } catch (error) {
    return asFailure(error).message
  }
}

/** Takes back what the user said of a day. */
export async function undoDay(exchange: string, date: SessionDate): Promise<void> {
  await attempt(() => edit(exchange, (overlay) => withoutDay(overlay, date)))
}

async function edit(exchange: string, change: (overlay: CalendarOverlay) => CalendarOverlay): Promise<void> {
  const { overlay } = await engine().call('calendar.overlay', { exchange })
  await engine().call('calendar.setOverlay', { exchange, overlay: change(overlay) })
}

/** What the user changed of a calendar; nothing until the engine told. */
export function useOverlay(exchange: string): CalendarOverlay {
  const [overlay, setOverlay] = useState(noOverlay)
  const changes = useCalendarNews((state) => state.changes)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a change it is asked for anew
  useEffect(() => {
    let wanted = true
    void attempt(async () => {
      const answer = await engine().call('calendar.overlay', { exchange })
      if (wanted) setOverlay(answer.overlay)
    })
    return () => {
      wanted = false
    }
  }, [exchange, changes])
  return overlay
}
