import { create } from 'zustand'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { useReplay } from '../stores/replay.ts'

/** A calendar that the engine says is not what it was. */
export interface CalendarChanged {
  /** Its own code, never an alias. */
  readonly exchange: string
  readonly sessions: readonly SessionDate[]
}

interface CalendarNews {
  /** Counts changes, for whoever shows days of a calendar and has to ask anew. */
  readonly changes: number
  /** The open replay whose session, or one before it, the calendar sees differently since it was opened. */
  readonly outdated: ReplayInfo | undefined
}

export const useCalendarNews = create<CalendarNews>(() => ({ changes: 0, outdated: undefined }))

/** Takes over what the engine told of a calendar. */
export function takeCalendarChange(changed: CalendarChanged): void {
  const { info } = useReplay.getState()
  useCalendarNews.setState(({ changes, outdated }) => ({
    changes: changes + 1,
    outdated: info && isOutdated(info, changed) ? info : outdated,
  }))
}

/** Whether a replay shows a session that a change is about: its own, or one before it. */
export function isOutdated(
  { exchange, session, trailing }: Pick<ReplayInfo, 'exchange' | 'session' | 'trailing'>,
  changed: CalendarChanged,
): boolean {
  if (changed.exchange !== exchange) return false
  const first = trailing[0]?.session ?? session
  return changed.sessions.some((date) => date >= first && date <= session)
}
