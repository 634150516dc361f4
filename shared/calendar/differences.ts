import type { SessionDate } from './session-date.ts'
import { type SessionRow, sessionRow } from './sessions-csv.ts'
import type { TradingCalendar } from './trading-calendar.ts'

/** A session that one list has and the other has not, or a field in which they differ; an empty text for none. */
export interface SessionDifference {
  readonly session: SessionDate
  readonly field: 'session' | 'open' | 'close' | 'break_start' | 'break_end'
  readonly ours: string
  readonly theirs: string
}

const times = ['open', 'close', 'break_start', 'break_end'] as const

/** The differences between two lists of sessions, both in order of their labels, in that order. */
export function differencesOf(
  ours: readonly SessionRow[],
  theirs: readonly SessionRow[],
): readonly SessionDifference[] {
  const differences: SessionDifference[] = []
  let our = 0
  let their = 0
  while (our < ours.length || their < theirs.length) {
    const left = ours[our]
    const right = theirs[their]
    if (left && (!right || left.session < right.session)) {
      differences.push({ session: left.session, field: 'session', ours: left.session, theirs: '' })
      our++
    } else if (right && (!left || right.session < left.session)) {
      differences.push({ session: right.session, field: 'session', ours: '', theirs: right.session })
      their++
    } else if (left && right) {
      differences.push(...fieldDifferences(left, right))
      our++
      their++
    }
  }
  return differences
}

/**
 * Dates from `from` to `to`, both included, whose session two calendars of an exchange see differently: after a
 * change of the table or of an overlay those that were graded have to be graded anew (R7).
 */
export function changedSessions(
  before: TradingCalendar,
  after: TradingCalendar,
  from: SessionDate,
  to: SessionDate,
): readonly SessionDate[] {
  const rows = (calendar: TradingCalendar) => calendar.sessions(from, to).map(sessionRow)
  return [...new Set(differencesOf(rows(before), rows(after)).map(({ session }) => session))]
}

function fieldDifferences(left: SessionRow, right: SessionRow): readonly SessionDifference[] {
  return times
    .filter((field) => left[field] !== right[field])
    .map((field) => ({ session: left.session, field, ours: left[field], theirs: right[field] }))
}
