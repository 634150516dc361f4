import { periodsOf } from '#shared/bars/derive-periods.ts'
import { type Interval, isMultiSession } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** A session as a run has it, and the sessions of the calendar that it is made of. */
export interface RunSession {
  readonly session: Session
  readonly days: readonly Session[]
}

/**
 * The sessions of a run between two dates: those of the calendar; for bars of several sessions, such as weeks, one for
 * each bar, from the open of the first to the close of the last. A period that the dates cut, or that had not closed
 * at `clock`, is left out: it has no whole bar.
 */
export function runSessions(
  calendar: TradingCalendar,
  { interval, from, to, clock }: RunSpan,
): readonly RunSession[] {
  const all = calendar.sessions(from, to)
  if (!isMultiSession(interval)) return all.map((session) => ({ session, days: [session] }))
  const periodOf = periodsOf(calendar, interval)
  const found: RunSession[] = []
  let next = all[0]
  while (next) {
    const days = periodOf(next.date)
    const [first, last] = [days[0], days.at(-1)]
    if (!first || !last) break
    if (first.date >= from && last.date <= to && last.close <= clock)
      found.push({ session: joinedSession(first, last, days), days })
    next = all.find(({ date }) => date > last.date)
  }
  return found
}

interface RunSpan {
  readonly interval: Interval
  readonly from: SessionDate
  readonly to: SessionDate
  readonly clock: EpochMs
}

/** It has the date of its last session, with which it ends. */
function joinedSession(first: Session, last: Session, days: readonly Session[]): Session {
  return {
    ...last,
    ...{ dayStart: first.dayStart, open: first.open, preMarket: first.preMarket, lateOpen: first.lateOpen },
    segments: days.flatMap(({ segments }) => segments),
    expectedMinutes: days.reduce((sum, { expectedMinutes }) => sum + expectedMinutes, 0),
  }
}
