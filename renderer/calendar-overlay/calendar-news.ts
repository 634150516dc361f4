import { create } from 'zustand'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { useReplay } from '../stores/replay.ts'

/** What of a replay a change may be about. */
interface ShownSessions extends Pick<ReplayInfo, 'session' | 'until'> {
  readonly exchanges: readonly Pick<ReplayInfo['exchanges'][number], 'exchange' | 'trailing'>[]
}

/** A calendar that the engine says is not what it was. */
export interface CalendarChanged {
  /** Its own code, never an alias. */
  readonly exchange: string
  readonly sessions: readonly SessionDate[]
}

interface CalendarNews {
  /** Counts changes, for whoever shows days of a calendar and has to ask anew. */
  readonly changes: number
  /** The exchange of the open replay whose calendar sees one of its sessions differently since it was opened. */
  readonly outdated: string | undefined
}

export const useCalendarNews = create<CalendarNews>(() => ({ changes: 0, outdated: undefined }))

/** Takes over what the engine told of a calendar. */
export function takeCalendarChange(changed: CalendarChanged): void {
  const { info } = useReplay.getState()
  useCalendarNews.setState(({ changes, outdated }) => ({
    changes: changes + 1,
    outdated: info && isOutdated(info, changed) ? changed.exchange : outdated,
  }))
}

/** A replay was opened by the calendars as they are now. */
export function calendarsAreCurrent(): void {
  useCalendarNews.setState({ outdated: undefined })
}

/** Whether a replay shows a session that a change is about: its own, one before it, or one of its range. */
export function isOutdated(
  { exchanges, session, until = session }: ShownSessions,
  changed: CalendarChanged,
): boolean {
  const shown = exchanges.find(({ exchange }) => exchange === changed.exchange)
  if (!shown) return false
  const first = shown.trailing[0]?.session ?? session
  return changed.sessions.some((date) => date >= first && date <= until)
}
