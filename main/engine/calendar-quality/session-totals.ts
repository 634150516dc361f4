import type { SessionDate } from '#shared/calendar/session-date.ts'
import { countColumns } from '#shared/protocol/upkeep-events.ts'
import type { QualityRows, SessionQuality } from '../upkeep/quality/quality-rows.ts'

/** Sessions with the counts of all symbols together. */
export interface SessionTotals {
  readonly sessions: SessionDate[]
  /** Symbols that have a bar of it. */
  readonly stored: Int32Array
  /** In rows of `countColumns`. */
  readonly counts: Int32Array
}

/** Sums up the symbols of each session; stops now and then so that the caller can see to other work. */
export function* totalsOf(
  sessions: readonly SessionDate[],
  rows: QualityRows,
): Generator<undefined, SessionTotals, undefined> {
  const places = new Map(sessions.map((session, place) => [session, place]))
  const stored = new Int32Array(sessions.length)
  const counts = new Int32Array(sessions.length * countColumns.length)
  yield* rows.visitSteps((row) => {
    const place = places.get(row.session)
    if (place === undefined) return
    if (row.recorded + row.filled > 0) stored[place] = (stored[place] ?? 0) + 1
    addCounts(counts, place, row)
  })
  return { sessions: [...sessions], stored, counts }
}

/** Adds a symbol to the row of a session. */
export function addCounts(counts: Int32Array, place: number, row: SessionQuality): void {
  const first = place * countColumns.length
  countColumns.forEach((column, index) => {
    counts[first + index] = (counts[first + index] ?? 0) + row[column]
  })
}
