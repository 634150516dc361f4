import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { FactorRow } from '../../adjustment/factors.ts'
import type { CorporateAction } from '../run/backtest-input.ts'

/** Ratios that differ by less are equal: factors of files are rounded. */
const leastChange = 1e-9

/**
 * Splits and dividends between the first and the last of some sessions, told by adjustment factors: from one row to
 * the next, shares were split where the split factor changes, and a dividend was paid where the price factor does. A
 * dividend is the part of the close before it that the factor takes off; where that close is not known it is left out.
 */
export function corporateActions(
  rows: readonly FactorRow[],
  dates: readonly SessionDate[],
): readonly CorporateAction[] {
  const actions: CorporateAction[] = []
  for (const [index, row] of rows.entries()) {
    const session = dates.findIndex((date) => date > row.until)
    // What happened before the first session is in its prices already.
    if (session <= 0) continue
    const next = rows[index + 1] ?? { price: 1, split: 1 }
    const ratio = next.split / row.split
    const kept = row.price / next.price
    if (kept < 1 - leastChange && row.referencePrice > 0)
      actions.push({ type: 'dividend', session, perShare: row.referencePrice * (1 - kept) })
    if (Math.abs(ratio - 1) > leastChange) actions.push({ type: 'split', session, ratio })
  }
  return actions
}
