import type { AdjustmentMode } from '#shared/bars/adjustment-mode.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'

/**
 * Factors of one stretch of time, up to and including `until`, the session before a split or a dividend. A traded
 * price times the factors is the price as it would have been after every later split and dividend of the list.
 */
export interface FactorRow {
  readonly until: SessionDate
  /** For dividends. */
  readonly price: number
  /** For splits: 0.5 before one share became two. */
  readonly split: number
  /** Close of that session as traded; 0 where it is not known. */
  readonly referencePrice: number
}

/** What the prices of one session are multiplied with, and its volumes divided by. */
export interface Adjustment {
  readonly price: number
  readonly split: number
}

export const unadjusted: Adjustment = { price: 1, split: 1 }

/**
 * The adjustment of bars of `session` as seen on the day `asOf` (R21). `rows` are in order of date. Splits and
 * dividends after `asOf` have no effect, so nothing of the future is in a price; both factors are exactly 1 when
 * none lies between the two dates. Volumes are adjusted for splits only.
 */
export function adjustmentOf(
  rows: readonly FactorRow[],
  mode: AdjustmentMode,
  session: SessionDate,
  asOf: SessionDate,
): Adjustment {
  if (mode === 'raw' || session >= asOf) return unadjusted
  const then = rowOn(rows, session)
  const now = rowOn(rows, asOf)
  if (then === now) return unadjusted
  const split = ratio(then?.split, now?.split)
  const dividend = mode === 'split' ? 1 : ratio(then?.price, now?.price)
  return { price: split * dividend, split }
}

/** First row that reaches up to `date`; undefined after the last, where the factors are 1. */
function rowOn(rows: readonly FactorRow[], date: SessionDate): FactorRow | undefined {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle] as FactorRow).until < date) low = middle + 1
    else high = middle
  }
  return rows[low]
}

function ratio(then = 1, now = 1): number {
  return then / now
}
