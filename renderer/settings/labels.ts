import type { SettingName } from '#shared/settings/settings.ts'

/** What the settings are called in plain words. */
export const labels: Readonly<Record<SettingName, string>> = {
  dataUpkeepEnabled: 'Look for missing minutes',
  dataUpkeepCheckIntervalSeconds: 'Time between checks',
  dataUpkeepRetryMissingBars: 'Ask again for missing minutes',
  dataUpkeepMaxRetries: 'Tries for a gap',
  dataUpkeepDerivedIntervals: 'Derived intervals',
  dataUpkeepAutoComputeDerived: 'Keep derived bars ready',
  historicalBarsEnabled: 'Keep trailing sessions',
  historicalBarsTrailingDays: 'Trailing sessions',
  historicalBarsIntervals: 'Intervals of trailing sessions',
  historicalBarsAutoLoad: 'Load trailing sessions by themselves',
  prefetchEnabled: 'Load the next session ahead',
  prefetchWindowMinutes: 'Load ahead by',
  prefetchCheckIntervalMinutes: 'Time between looks',
  prefetchAutoActivate: 'Put loaded sessions in place',
  prefetchLearnSymbols: 'Learn which symbols are used',
  sessionAutoRoll: 'Go on to the next session',
  sessionTimeoutSeconds: 'Time without bars',
  sessionBoundaryCheckInterval: 'Time between looks',
  sessionPostMarketRollDelay: 'Delay after the close',
}
