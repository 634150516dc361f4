import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Readiness } from '#shared/prefetch/run.ts'

/** Cells of one run, by symbol and session, as they were told last. */
export class RunBoard {
  readonly #rows = new Map<string, Map<SessionDate, Readiness>>()
  readonly #sessions = new Set<SessionDate>()

  take(cells: readonly Readiness[]): void {
    for (const cell of cells) {
      const row = this.#rows.get(cell.symbol) ?? new Map<SessionDate, Readiness>()
      this.#rows.set(cell.symbol, row.set(cell.session, cell))
      this.#sessions.add(cell.session)
    }
  }

  /** All sessions, in order. */
  get sessions(): SessionDate[] {
    return [...this.#sessions].sort()
  }

  /** All symbols, in the order in which they came. */
  get symbols(): string[] {
    return [...this.#rows.keys()]
  }

  /** Cells of symbols, from the one of that number on. */
  cells(from: number, most: number): Readiness[] {
    return [...this.#rows.values()].slice(from, from + most).flatMap((row) => [...row.values()])
  }
}
