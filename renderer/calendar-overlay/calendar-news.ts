import { create } from 'zustand'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { useReplay } from '../stores/replay.ts'

type ShownSessions = Pick<ReplayInfo, 'exchange' | 'session' | 'trailing' | 'until'>

/** A calendar that the engine says is not what it was. */
export interface CalendarChanged {
  /** Its own code, never an alias. */
  readonly exchange: string
  readonly sessions: readonly SessionDate[]
}

interface CalendarNews {
  /** Counts changes, for whoever shows days of a calendar and has to ask anew. */
  readonly changes: number
  /** Whether the calendar of the open replay sees one of its sessions differently since it was opened. */
  readonly outdated: boolean
}

export const useCalendarNews = create<CalendarNews>(() => ({ changes: 0, outdated: false }))

/** Takes over what the engine told of a calendar. */
export function takeCalendarChange(changed: CalendarChanged): void {
  const { info } = useReplay.getState()
  useCalendarNews.setState(({ changes, outdated }) => ({
    changes: changes + 1,
    outdated: outdated || (info !== undefined && isOutdated(info, changed)),
  }))
}

/** A replay was opened by the calendars as they are now. */
export function calendarsAreCurrent(): void {
  useCalendarNews.setState({ outdated: false })
}

/** Whether a replay shows a session that a change is about: its own, one before it, or one of its range. */
export function isOutdated(
  { exchange, session, trailing, until = session }: ShownSessions,
  changed: CalendarChanged,
): boolean {
  if (changed.exchange !== exchange) return false
  const first = trailing[0]?.session ?? session
  return changed.sessions.some((date) => date >= first && date <= until)
}
