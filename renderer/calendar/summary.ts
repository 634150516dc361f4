import type { CalendarYear } from '#shared/protocol/calendar-calls.ts'
import { formatCount } from '../charts/prices.ts'
import type { Quality } from './calendar-state.ts'
import { type Counts, sumOf } from './measures.ts'

/** What a stretch of the calendar has. */
export interface Summary {
  /** "252 sessions", "10 holidays", "3 early closes"; what there is none of is left out. */
  readonly parts: readonly string[]
  /** Of the sessions that have bars; undefined where none has. */
  readonly counts: Counts | undefined
  /** How many sessions have bars. */
  readonly counted: number
}

/** Sums up the days whose dates begin with `prefix`: a year or a month. */
export function summaryOf(year: CalendarYear, quality: Quality | undefined, prefix: string): Summary {
  const sessions = year.sessions.filter(({ session }) => session.startsWith(prefix))
  const closures = year.closures.filter(({ date }) => date.startsWith(prefix))
  const holidays = closures.filter(({ scheduled }) => scheduled).length
  const rows = sessions.flatMap(({ session }) => {
    const told = quality?.sessions.get(session)
    return told && told.stored > 0 ? [told.counts] : []
  })
  return {
    parts: [
      countText(sessions.length, 'session', 'sessions'),
      ...someOf(holidays, 'holiday', 'holidays'),
      ...someOf(closures.length - holidays, 'other closure', 'other closures'),
      ...someOf(sessions.filter(({ earlyClose }) => earlyClose).length, 'early close', 'early closes'),
      ...someOf(sessions.filter(({ lateOpen }) => lateOpen).length, 'late open', 'late opens'),
    ],
    counts: rows.length > 0 ? sumOf(rows) : undefined,
    counted: rows.length,
  }
}

function someOf(count: number, one: string, more: string): readonly string[] {
  return count > 0 ? [countText(count, one, more)] : []
}

/** "1 session", "252 sessions". */
export function countText(count: number, one: string, more: string): string {
  return `${formatCount(count)} ${count === 1 ? one : more}`
}
