import type { BarColumns } from '#shared/bars/columns.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { adjustBars } from '../adjustment/adjust.ts'
import { type Adjustment, adjustmentOf, type FactorRow } from '../adjustment/factors.ts'

/**
 * Bars before a replayed session as they are shown with it: as if the splits up to that session had been before
 * them, so that history does not jump (R21). Later splits have no effect, dividends none either.
 */
export class SplitHistory {
  readonly #factors: readonly FactorRow[]
  readonly #asOf: SessionDate

  /** `factors` are those of one symbol in order of date; `asOf` is the replayed session. */
  constructor(factors: readonly FactorRow[], asOf: SessionDate) {
    this.#factors = factors
    this.#asOf = asOf
  }

  /** Whether any earlier session is shown otherwise than it traded. */
  get isAdjusted(): boolean {
    return this.#factors.some(({ until }) => this.adjustmentOf(until).split !== 1)
  }

  /** Factors of an earlier session. */
  adjustmentOf(session: SessionDate): Adjustment {
    return adjustmentOf(this.#factors, 'split', session, this.#asOf)
  }

  /** Bars of an earlier session; the given columns where nothing lies between. */
  bars(session: SessionDate, columns: BarColumns): BarColumns {
    return adjustBars({ columns, from: 0, to: columns.start.length }, this.adjustmentOf(session)).columns
  }
}
