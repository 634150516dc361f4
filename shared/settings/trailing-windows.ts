import { intradayMs, oneDay } from '../bars/interval.ts'
import type { TrailingWindow } from '../session-file/trailing-window.ts'
import type { Settings } from './settings.ts'

/** Most sessions before its own that a replay is asked for. */
export const mostTrailing = 20

/**
 * The sessions before its own that a replay is asked for: as many as are set, as far as there can be, in each
 * interval that is set. Bars of more than a day belong to several sessions and have no window.
 */
export function trailingWindows({
  historicalBarsEnabled,
  historicalBarsTrailingDays,
  historicalBarsIntervals,
}: Pick<
  Settings,
  'historicalBarsEnabled' | 'historicalBarsTrailingDays' | 'historicalBarsIntervals'
>): TrailingWindow[] {
  const sessions = Math.min(historicalBarsTrailingDays, mostTrailing)
  if (!historicalBarsEnabled || sessions === 0) return []
  return historicalBarsIntervals
    .filter((interval) => interval === oneDay || intradayMs(interval) !== undefined)
    .map((interval) => ({ sessions, interval }))
}
