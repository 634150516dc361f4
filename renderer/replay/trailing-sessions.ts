import type { Settings } from '#shared/settings/settings.ts'

/** Most sessions before its own that a replay can be asked for. */
export const mostTrailing = 20

/** How many sessions before its own a replay is asked for: what is set, as far as there can be. */
export function trailingSessions(
  settings: Pick<Settings, 'historicalBarsEnabled' | 'historicalBarsTrailingDays'>,
): number {
  return settings.historicalBarsEnabled ? Math.min(settings.historicalBarsTrailingDays, mostTrailing) : 0
}
