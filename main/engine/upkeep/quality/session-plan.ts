import { dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { ExpectedSlots } from '../detect/expected-slots.ts'
import { countsToCome, type SessionCounts } from './session-counts.ts'

/** A session with what it expects of every symbol. */
export interface PlannedSession {
  readonly session: Session
  readonly day: number
  readonly slots: ExpectedSlots
}

/** Sessions of a calendar year, in order; made once for all symbols. */
export interface YearPlan {
  readonly year: number
  /** The first of January, in days since 1970. */
  readonly yearStart: number
  readonly sessions: readonly PlannedSession[]
  /** What each of them counts to before it has begun, as long as nothing is known of it, by day. */
  readonly toCome: ReadonlyMap<number, SessionCounts>
}

/** The sessions of a calendar from one date to another, both included, by year. */
export function planYears(
  calendar: TradingCalendar,
  from: SessionDate,
  to: SessionDate,
): readonly YearPlan[] {
  const interruptions = calendar.interruptions(from, to)
  const years = new Map<number, PlannedSession[]>()
  for (const session of calendar.sessions(from, to)) {
    const own = interruptions.filter((entry) => entry.session === session.date)
    const year = Number(session.date.slice(0, 4))
    const planned = years.get(year) ?? []
    const slots = new ExpectedSlots(session, minuteMs, own)
    planned.push({ session, day: dayNumber(session.date), slots })
    years.set(year, planned)
  }
  return [...years].map(([year, sessions]) => ({
    year,
    yearStart: Date.UTC(year, 0, 1) / (24 * 60 * minuteMs),
    sessions,
    toCome: new Map(sessions.map(({ day, slots }) => [day, countsToCome(slots)])),
  }))
}
