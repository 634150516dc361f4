import { oneMinute } from '#shared/bars/interval.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'
import type { Settings } from '#shared/settings/settings.ts'

/** Most sessions before its own that a replay can be asked for. */
export const mostTrailing = 20

/** How many sessions before its own a replay is asked for: what is set, as far as there can be. */
export function trailingSessions(
  settings: Pick<Settings, 'historicalBarsEnabled' | 'historicalBarsTrailingDays'>,
): number {
  return settings.historicalBarsEnabled ? Math.min(settings.historicalBarsTrailingDays, mostTrailing) : 0
}

/** The most 1m sessions that any window asks for all symbols. */
export function minuteSessions(windows: readonly TrailingWindow[]): number {
  const ofMinutes = windows.filter(({ interval, symbols }) => interval === oneMinute && !symbols)
  return Math.max(0, ...ofMinutes.map(({ sessions }) => sessions))
}
