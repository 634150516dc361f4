import type { Settings } from '#shared/settings/settings.ts'
import type { UpkeepThreadSettings } from './contract.ts'

/** What the thread has to know of the user's settings. */
export function threadSettings(settings: Settings): UpkeepThreadSettings {
  return {
    checkIntervalMs: settings.dataUpkeepCheckIntervalSeconds * 1000,
    retries: settings.dataUpkeepRetryMissingBars,
    maxRetries: settings.dataUpkeepMaxRetries,
  }
}
