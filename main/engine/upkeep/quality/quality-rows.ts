import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { CountsByDay } from './packed-grades.ts'
import { coverageOf, explainedOf, type SessionCounts, type Shares } from './session-counts.ts'
import type { PlannedSession } from './session-plan.ts'

/** The quality of one symbol's session. */
export interface SessionQuality extends SessionCounts, Shares {
  readonly symbol: string
  readonly session: SessionDate
}

/** A symbol's sessions of a year, each of which has counts. */
interface SymbolYear {
  readonly symbol: string
  readonly sessions: readonly PlannedSession[]
  readonly counts: CountsByDay
}

/**
 * The quality of many sessions, in the order in which their years were added. The counts stay packed in columns and a
 * row is made when it is visited: to keep an object for each of the 126,000 that a year of 500 symbols has would take
 * longer than all else.
 */
export class QualityRows {
  readonly #years: SymbolYear[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Adds sessions of a symbol behind the others. */
  add(year: SymbolYear): void {
    this.#years.push(year)
    this.#length += year.sessions.length
  }

  forEach(visit: (row: SessionQuality) => void): void {
    for (const year of this.#years) visitYear(year, visit)
  }

  /** The same, stopping after each year of a symbol so that the caller can see to other work. */
  *visitSteps(visit: (row: SessionQuality) => void): Generator<undefined, void, undefined> {
    for (const year of this.#years) {
      visitYear(year, visit)
      yield
    }
  }

  toArray(): readonly SessionQuality[] {
    const rows: SessionQuality[] = []
    this.forEach((row) => {
      rows.push(row)
    })
    return rows
  }
}

function visitYear({ symbol, sessions, counts }: SymbolYear, visit: (row: SessionQuality) => void): void {
  for (const { session, day } of sessions) {
    const own = counts.get(day)
    if (own) visit(rowOf(symbol, session.date, own))
  }
}

/** Written out: spreading objects into another would take most of the time of a year of 500 symbols. */
function rowOf(symbol: string, session: SessionDate, counts: SessionCounts): SessionQuality {
  const { expected, recorded, filled, noTrade, halted, missing, pending, late } = counts
  return {
    symbol,
    session,
    expected,
    recorded,
    filled,
    noTrade,
    halted,
    missing,
    pending,
    late,
    coverage: coverageOf(counts),
    explained: explainedOf(counts),
  }
}
